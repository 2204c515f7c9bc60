"""The number of a person in another system; and who writes `reach` with the person spares the database doing it again.

Thousands of new people come with their `reach`; while `contacts.reach_is_written` is on, the triggers leave it alone.
"""

from django.db import migrations, models

KEEP = """
CREATE OR REPLACE FUNCTION contacts_keep_reach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('contacts.reach_is_written', true) = 'on' THEN RETURN NULL; END IF;
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


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0002_initial'),
        ('contacts', '0005_contact_by_language'),
        ('customers', '0004_status_of_live_customers'),
    ]

    operations = [
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='contact',
            name='external_number',
            field=models.CharField(blank=True, help_text='The number in your other system; two people may share one.', max_length=60, verbose_name='contact number elsewhere'),
        ),
        migrations.AddField(
            model_name='historicalcontact',
            name='external_number',
            field=models.CharField(blank=True, help_text='The number in your other system; two people may share one.', max_length=60, verbose_name='contact number elsewhere'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('external_number', ''), _negated=True), fields=['external_number'], name='contact_by_external_number'),
        ),
    ]
