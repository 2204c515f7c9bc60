"""The version is what all rows add up to: a change adds a row and waits for nobody."""

from django.db import migrations, models

ADD = """
CREATE OR REPLACE FUNCTION remembered_set_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO remembered_setupversion (mark) VALUES (1 + floor(random() * 1099511627776)::bigint);
  RETURN NULL;
END $$
"""
REPLACE = """
CREATE OR REPLACE FUNCTION remembered_set_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE remembered_setupversion SET version = gen_random_uuid();
  RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("remembered", "0001_initial")]
    operations = [
        migrations.AddField("setupversion", "mark", models.BigIntegerField(default=1), preserve_default=False),
        migrations.RemoveField("setupversion", "version"),
        migrations.RunSQL(ADD, REPLACE),
    ]
