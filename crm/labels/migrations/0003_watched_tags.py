"""Processes keep the tags that lists are filtered by until one of them changes."""

from django.db import migrations

from crm.remembered.watching import watch


class Migration(migrations.Migration):
    dependencies = [("labels", "0002_watched"), ("remembered", "0002_added_up")]
    operations = [watch("labels_tag")]
