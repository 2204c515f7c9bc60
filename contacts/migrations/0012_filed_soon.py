"""What searches read of changed rows is filed within a minute."""

from django.db import migrations

from crm.gin import file_soon


class Migration(migrations.Migration):
    dependencies = [("contacts", "0011_watched_types")]
    operations = [file_soon("contacts_contact")]
