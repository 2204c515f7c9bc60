import pytest
from django.core.files.base import ContentFile

from contacts.actions import add_contact, add_warning
from crm.attachments.actions import attach_files
from customers.actions import add_address, add_note, change_customer, create_customer
from customers.models import Customer
from sites.actions.pending import queue_site
from staff.models import User
from tests.factories import SiteFactory


@pytest.fixture
def zebulon(ana: User) -> Customer:
    """An individual customer who is named in every place a customer can be."""
    made = create_customer(
        by=ana,
        kind="individual",
        name="Zebulon Quarrington",
        email="zebulon@example.net",
        phone="+33698765432",
        line1="1 Hidden Lane",
        internal_name="Zebulon",
        external_number="ZEBULON-1",
        internal_reference="Quarrington 7",
    )
    site = SiteFactory(
        customer=made, name="Zebulon at home", line1="1 Hidden Lane", reference="Quarrington", address_note="Zebulon"
    )
    queue_site(made, by=ana, name="Zebulon's boat", line1="1 Hidden Lane", source="quarrington.csv:2")
    add_contact(made, by=ana, given_name="Kit", family_name="Small")
    add_note(made, by=ana, body="Quarrington called")
    add_address(made, by=ana, address_type="billing", line1="1 Hidden Lane", recipient="Zebulon Quarrington")
    attach_files(made, by=ana, files=[ContentFile(b"I, Zebulon", name="zebulon.txt")])
    for target in (made, site):
        add_warning(target, by=ana, message="Zebulon pays late")
    change_customer(made, by=ana, name="Zebulon B. Quarrington")
    return made
