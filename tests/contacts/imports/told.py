"""What an import says of a person and a customer, for tests to compare."""

from typing import Any

from contacts.models import CustomerContact

HEADER = "id,first name,last name,customer,email,mobile,job title,type,may,primary\n"
ADA = "7,Ada,Byron,{number},Ada@Example.com,06 12 34 56 78,Owner,Billing,may_order,yes\n"


def told(link: CustomerContact) -> dict[str, Any]:
    """All that an import says of a person and a customer."""
    contact = link.contact
    names = ("given_name", "family_name", "job_title", "employer", "external_number", "language", "city", "line1")
    return {
        **{name: getattr(contact, name) for name in names},
        "country": str(contact.country),
        "reach": contact.reach,
        "emails": [(each.address, each.label) for each in contact.emails.filter(archived_at=None)],
        "phones": [(str(each.number), each.label) for each in contact.phones.filter(archived_at=None)],
        "customer": link.customer.name,
        "types": sorted(each.name for each in link.types.all()),
        "rights": link.rights,
        "primary": link.primary,
    }
