"""Migration operations for tables whose rows processes keep (`settled()`)."""

from django.db.migrations import RunSQL

TRIGGER = """
CREATE TRIGGER set_up AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION remembered_set_up()
"""


def watch(table: str) -> RunSQL:
    """From here on a change of this table, by whatever statement, makes processes forget what they kept."""
    return RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER set_up ON {table}")
