"""`reach` on a contact: its live e-mail addresses and the digits of its live numbers, kept by the database.

By triggers, because undo, imports and erasure write these rows without asking any action of this app. They run once
a statement, and write only where the text differs.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION contacts_keep_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE contacts_contact AS contact SET reach = fresh.reach
  FROM (
    SELECT touched.contact_id, concat_ws(' ',
      (SELECT string_agg(address, ' ' ORDER BY position, id) FROM contacts_contactemail
        WHERE contact_id = touched.contact_id AND archived_at IS NULL),
      (SELECT string_agg(regexp_replace(number, '[^0-9]', '', 'g'), ' ' ORDER BY position, id)
        FROM contacts_contactphone WHERE contact_id = touched.contact_id AND archived_at IS NULL)) AS reach
    FROM (SELECT DISTINCT contact_id FROM rows) AS touched
  ) AS fresh
  WHERE contact.id = fresh.contact_id AND contact.reach <> fresh.reach;
  RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER reach_{verb} AFTER {verb} ON {table} REFERENCING {which} TABLE AS rows
FOR EACH STATEMENT EXECUTE FUNCTION contacts_keep_reach()
"""
TABLES = ("contacts_contactemail", "contacts_contactphone")
VERBS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def triggers():
    """One for each table and kind of statement."""
    return [
        migrations.RunSQL(
            TRIGGER.format(verb=verb, table=table, which=which), f"DROP TRIGGER reach_{verb} ON {table}"
        )
        for table in TABLES
        for verb, which in VERBS.items()
    ]


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [migrations.RunSQL(KEEP, "DROP FUNCTION contacts_keep_reach()"), *triggers()]
