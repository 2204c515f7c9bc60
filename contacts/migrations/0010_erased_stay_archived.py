"""Erased people stay archived. Not checked of rows as they are: that would read every contact under a lock."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_archived_by_batch")]

    operations = [
        AddConstraintNotValid(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at__isnull", True), ("archived_at__isnull", False), _connector="OR"),
                name="erased_contact_stays_archived",
                violation_error_message="The data of this person were erased.",
            ),
        ),
    ]
