"""The three statuses every installation begins with; an administrator renames, adds and retires them."""

from django.db import migrations
from django.utils import timezone

STATUSES = [
    {"name": "Active", "colour": "green", "is_default": True},
    {
        "name": "Pending",
        "colour": "yellow",
        "description": "Not settled yet: nothing recurring is billed.",
        "bills_recurring": False,
        "allows_invoices": False,
    },
    {
        "name": "Inactive",
        "colour": "grey",
        "description": "No longer served; kept for its history.",
        "allows_services": False,
        "allows_opportunities": False,
        "allows_quotes": False,
        "allows_jobs": False,
        "bills_recurring": False,
        "sends_outage_notices": False,
        "sends_marketing": False,
    },
]


def create_statuses(apps, schema_editor):
    """Insert them with their history, the installation being the actor."""
    status_model = apps.get_model("customers", "CustomerStatus")
    history_model = apps.get_model("customers", "HistoricalCustomerStatus")
    change_set = apps.get_model("changes", "ChangeSet").objects.create(
        actor_name="installation",
        route="command",
        verb="create_customer_status",
        counts={"customers.customerstatus": {"+": len(STATUSES)}},
    )
    for position, values in enumerate(STATUSES):
        status = status_model.objects.create(position=position, **values)
        history_model.objects.create(
            **{field.attname: getattr(status, field.attname) for field in status._meta.fields},
            history_date=timezone.now(),
            history_type="+",
            change_set=change_set,
        )


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]
    operations = [migrations.RunPython(create_statuses, migrations.RunPython.noop)]
