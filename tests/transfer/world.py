"""A small world with all that a file of everything must carry: families, firms, one person for two customers."""

from datetime import UTC, datetime
from typing import Any

from contacts.actions import (
    EmailLine,
    PhoneLine,
    add_contact,
    archive_contact,
    change_contact,
    change_link,
    create_contact,
    link_contact,
    record_consent,
    unlink_contact,
)
from contacts.models import ContactType, CustomerContact
from crm.labels.actions import create_attribute, create_tag
from crm.labels.models import Tag
from customers.actions import archive_customer, create_customer
from customers.models import Customer, RegulatoryRegion
from sites.actions import create_site
from staff.models import User
from tests.factories import RegionFactory

_PLAIN = EmailLine("x@y.example")
HOSTILE = "=1+1, \"quoted\"; 'apostrophe' | bar\n\n{{7*7}} <b>é</b> "


def set_up(ana: User) -> None:
    """What an administrator sets up in every installation, before any file comes."""
    RegionFactory(name="North, by the sea", country="FR")
    create_tag(by=ana, name='Key; "account"')
    create_tag(by=ana, name="VIP")
    create_attribute(by=ana, noun=Customer, label="Boat", type="text")
    create_attribute(by=ana, noun=Customer, label="Since", type="date")
    create_attribute(by=ana, noun=Customer, label="Discount", type="decimal")
    create_attribute(by=ana, noun=Customer, label="Paper", type="boolean")


def populate(ana: User) -> None:
    """The customers, their sites and the people."""
    shop = _shop(ana)
    factory = create_customer(by=ana, kind="company", name='"Œuvre" & Söhne, GmbH', country="DE", account_manager=None)
    Customer.objects.filter(pk=factory.pk).update(region=None)
    family = create_customer(
        by=ana, kind="individual", name="Jeanne de la Tour", email="jeanne@example.com", phone="+33612345678",
        country="FR", language="fr",
    )  # fmt: skip
    lone = create_customer(by=ana, kind="individual", name="Zoë", internal_note="-dash first")
    gone = create_customer(by=ana, kind="company", name="Gone")
    lyon, paris = _sites(ana, shop)
    hall = create_site(factory, by=ana, name="Halle 7", country="DE", latitude=52.52, longitude=13.405)
    billing, technical = ContactType.objects.filter(retired=False).order_by("position")[:2]
    _family(ana, family)
    nora = add_contact(
        shop, by=ana, given_name="Nora", family_name="Berg", employer="MSP, Ltd", job_title="=cmd", language="es",
        internal_note=HOSTILE, external_number="A-7", line1='4, rue "Basse"', line2="b", city="-Lyon", country="FR",
        emails=[EmailLine("nora@msp.example", "Work, main"), EmailLine("n@home.example", "Home (old)"), _PLAIN],
        phones=[PhoneLine("+33611111111", "Mobile"), PhoneLine("+4930111111", 'Desk: "7"'), PhoneLine("+33622222222")],
        link={"types": [technical], "may_receive": True, "sites": [lyon, paris]},
    )  # fmt: skip
    link_contact(nora.contact, by=ana, customer=factory, types=[billing, technical], sites=[hall], may_change=True)
    link_contact(nora.contact, by=ana, customer=family)
    _decisions(ana, nora)
    zoe = CustomerContact.objects.get(customer=lone)
    change_link(zoe, by=ana, may_order=False, may_change=False, may_accept_quotes=False, may_receive=False)
    link_contact(zoe.contact, by=ana, customer=shop, types=[billing])
    create_contact(by=ana, family_name="'t Hof")
    create_contact(by=ana, given_name="O;live", emails=[EmailLine("o@x.example")])
    left = add_contact(shop, by=ana, given_name="Left")
    unlink_contact(left, by=ana)
    archive_contact(add_contact(shop, by=ana, given_name="Archived").contact, by=ana)
    add_contact(gone, by=ana, given_name="Widow")
    archive_customer(gone, by=ana)


def _shop(ana: User) -> Customer:
    return create_customer(
        by=ana, kind="company", name="=Café Chaîne", internal_name="Chain", external_number="4100", country="FR",
        internal_reference="@CHAIN", email="Info@Chain.example", phone="+33478000000", website="https://chain.example",
        line1="1, rue d'Or", line2="Bât. B", city="Lyon", state="Rhône", postal_code="01234", language="fr",
        currency="EUR", vat_number="FR12345678901", registration_number="123 456", roles=["customer", "supplier"],
        internal_note=HOSTILE, customer_note="Ring twice.\nThen knock.", tags=list(Tag.objects.all()), stage="customer",
        region=RegulatoryRegion.objects.get(name="North, by the sea"),
        attributes={"boat": "=Boat, big", "since": "2019-02-28", "discount": "1.50", "paper": False},
    )  # fmt: skip


def _sites(ana: User, shop: Customer) -> list[Any]:
    there: dict[str, Any] = {"by": ana, "country": "FR", "address_note": "Left, then\nright", "line1": "2, quai"}
    lyon = create_site(
        shop, name="Lyon, Bellecour", latitude=45.7601, longitude=4.8333, reference="12", accuracy="rooftop",
        site_type="shop", city="Lyon", **there,
    )  # fmt: skip
    paris = create_site(shop, name='Paris "Nord"', latitude=48.8566, longitude=2.3522, **there)
    create_site(shop, name="Paris", latitude=43.5, longitude=-0.000001, reference="-13", **there)
    return [lyon, paris]


def _family(ana: User, family: Customer) -> None:
    """The customer, who married and has a second address, a partner who may change things, and a child."""
    jeanne = CustomerContact.objects.get(customer=family).contact
    change_contact(
        jeanne, by=ana, given_name="Jeanne", family_name="de la Tour Martin", city="Brest",
        emails=[EmailLine("jeanne@example.com", "Home"), EmailLine("j@work.example", "Work")],
    )  # fmt: skip
    add_contact(family, by=ana, given_name="Max", family_name="Martin", link={"may_change": True, "primary": True})
    add_contact(family, by=ana, given_name="Lou", emails=[EmailLine("jeanne@example.com")])


def _decisions(ana: User, nora: CustomerContact) -> None:
    """A yes, a yes that was taken back, and a no on another basis."""
    told: dict[str, Any] = {"by": ana, "source": "paper"}
    day = datetime(2024, 5, 31, 10, 30, tzinfo=UTC)
    yes = {"purpose": "news_by_email", "granted": True, "basis": "consent", "text_version": "web, 2024"}
    record_consent(nora.contact, decided_at=day, note="=signed, at the fair", **yes, **told)
    record_consent(nora.contact, decided_at=day, **{**yes, "purpose": "surveys"}, **told)
    record_consent(
        nora.contact, purpose="surveys", granted=False, decided_at=day.replace(year=2025), by=ana, source="phone"
    )
    record_consent(nora.contact, purpose="reference", granted=True, basis="contract", decided_at=day, **told)
