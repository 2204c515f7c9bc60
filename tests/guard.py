"""The guard: no transaction of a test may change a tracked row behind the back of history.

A deferred constraint trigger stands on every tracked table of the test database. It fires when a
transaction commits, and when Django's TestCase checks constraints at a test's end, and refuses

- an inserted or updated row without a history row of the same version that holds the same values,
- an update of a kept column that leaves the version as it was,
- a deleted row without a last history row.
"""

from django.apps import apps
from django.db import connection

from crm.changes.tracked import TrackedModel

FUNCTION = """
CREATE OR REPLACE FUNCTION guard_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unkept text[] := TG_ARGV[1]::text[];
    kept jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END) - unkept;
    kind text := CASE TG_OP WHEN 'INSERT' THEN '+' WHEN 'UPDATE' THEN '~' ELSE '-' END;
    found_row boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - unkept = kept THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.version <= OLD.version THEN
        RAISE 'guard: % % changed without a new version', TG_TABLE_NAME, NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I AS h WHERE h.id = $1 AND h.version = $2 AND h.history_type = $3'
        ' AND h.change_set_id IS NOT NULL AND to_jsonb(h) @> $4)', TG_ARGV[0]
    ) INTO found_row USING (kept ->> 'id')::bigint, (kept ->> 'version')::int, kind, kept;
    IF NOT found_row THEN
        RAISE 'guard: % of % % left no history row', TG_OP, TG_TABLE_NAME, kept ->> 'id'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""


def tracked_models() -> list[type[TrackedModel]]:
    """Every concrete tracked model of the product."""
    return [model for model in apps.get_models() if issubclass(model, TrackedModel)]


def install_guard() -> None:
    """Put the trigger on every tracked table; safe to repeat on a database that is used again."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        for model in tracked_models():
            history = model.history.model
            kept = {field.column for field in history.tracked_fields}
            unkept = [field.column for field in model._meta.local_concrete_fields if field.column not in kept]
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DROP TRIGGER IF EXISTS guard ON {table}")
            cursor.execute(
                f"CREATE CONSTRAINT TRIGGER guard AFTER INSERT OR UPDATE OR DELETE ON {table}"
                " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
                f" EXECUTE FUNCTION guard_of_history('{history._meta.db_table}', '{{{','.join(map(str, unkept))}}}')"
            )
