"""What searches read of changed rows is filed within a minute."""

from django.db import migrations

from crm.gin import file_soon


class Migration(migrations.Migration):
    dependencies = [("changes", "0002_initial")]
    operations = [file_soon("changes_changeset", rows=5000)]
