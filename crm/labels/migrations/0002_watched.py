"""Processes keep what they read of these rows until it changes."""

from django.db import migrations

from crm.remembered.watching import watch


class Migration(migrations.Migration):
    dependencies = [("labels", "0001_initial"), ("remembered", "0001_initial")]
    operations = [watch("labels_attributedefinition")]
