"""What searches read of changed rows is filed within a minute."""

from django.db import migrations

from crm.gin import file_soon


class Migration(migrations.Migration):
    dependencies = [("customers", "0010_watched_statuses")]
    operations = [file_soon("customers_customer"), file_soon("customers_address")]
