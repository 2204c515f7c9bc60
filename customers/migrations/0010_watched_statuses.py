"""Processes keep the statuses that lists are filtered by until one of them changes."""

from django.db import migrations

from crm.remembered.watching import watch


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_known_currencies"), ("remembered", "0002_added_up")]
    operations = [watch("customers_customerstatus")]
