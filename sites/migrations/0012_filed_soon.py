"""What searches read of changed rows is filed within a minute."""

from django.db import migrations

from crm.gin import file_soon


class Migration(migrations.Migration):
    dependencies = [("sites", "0011_archived_by_batch")]
    operations = [file_soon("sites_site")]
