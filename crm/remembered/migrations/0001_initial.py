"""The version of what was set up, its one row, and the function that watched tables call."""

import uuid

from django.db import migrations, models

FIRST = "INSERT INTO remembered_setupversion (version) VALUES (gen_random_uuid())"
FUNCTION = """
CREATE FUNCTION remembered_set_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE remembered_setupversion SET version = gen_random_uuid();
  RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="SetupVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.UUIDField(default=uuid.uuid4)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(FIRST, "DELETE FROM remembered_setupversion"),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION remembered_set_up()"),
    ]
