"""The contact types every installation begins with; an administrator renames, adds and retires them."""

from django.db import migrations
from django.utils import timezone

TYPES = [
    {
        "name": "Billing",
        "description": "Receives invoices and pays them.",
        "receives": ["invoice_issued", "payment_received", "payment_reminder"],
    },
    {
        "name": "Technical",
        "description": "Looks after what is installed; hears of outages first.",
        "receives": [
            *("job_scheduled", "job_changed", "job_on_the_way"),
            *("outage_opened", "outage_updated", "outage_resolved"),
        ],
    },
    {
        "name": "Commercial",
        "description": "Decides what is bought.",
        "receives": ["quote_sent", "welcome"],
    },
    {
        "name": "On site",
        "description": "Opens the door.",
        "receives": ["job_scheduled", "job_changed", "job_on_the_way"],
    },
]


def create_types(apps, schema_editor):
    """Insert them with their history, the installation being the actor."""
    type_model = apps.get_model("contacts", "ContactType")
    history_model = apps.get_model("contacts", "HistoricalContactType")
    change_set = apps.get_model("changes", "ChangeSet").objects.create(
        actor_name="installation",
        route="command",
        verb="create_contact_type",
        counts={"contacts.contacttype": {"+": len(TYPES)}},
    )
    for position, values in enumerate(TYPES):
        kind = type_model.objects.create(position=position, **values)
        history_model.objects.create(
            **{field.attname: getattr(kind, field.attname) for field in kind._meta.fields},
            history_date=timezone.now(),
            history_type="+",
            change_set=change_set,
        )


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_reach")]
    operations = [migrations.RunPython(create_types, migrations.RunPython.noop)]
