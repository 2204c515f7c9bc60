"""Processes keep the types that lists are filtered by until one of them changes."""

from django.db import migrations

from crm.remembered.watching import watch


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_erased_stay_archived"), ("remembered", "0002_added_up")]
    operations = [watch("contacts_contacttype")]
