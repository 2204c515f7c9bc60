"""What an export holds, an import reads back."""

from django.test import Client

from contacts.actions import EmailLine, PhoneLine, add_contact, link_contact
from contacts.models import ContactType, CustomerContact
from contacts.tables import ContactTable
from crm.imports.undoing import undo_import
from customers.models import Customer
from staff.models import User
from tests.contacts.imports.told import told
from tests.factories import CustomerFactory
from tests.importing import Import, changes, errors


def test_what_an_export_holds_an_import_reads_back_to_the_same(
    bring_in: Import, check: Import, shop: Customer, ana: User, browser: Client
) -> None:
    other = CustomerFactory(name='Other, Ltd; "B"')
    billing, technical = ContactType.objects.order_by("position")[:2]
    reach = {
        "emails": [EmailLine("ana@x.example", "Work"), EmailLine("=a@x.example")],
        "phones": [PhoneLine("+33612345678", "Mobile"), PhoneLine("+34611002233")],
    }
    link = add_contact(
        shop, by=ana, given_name="Ana María", family_name="Ruiz de la Torre", city="-Lyon", country="FR",
        job_title="=1+1", language="es", external_number="77", line1="4, rue d'Or", **reach,
        link={"types": [billing, technical], "may_order": True, "may_receive": True},
    )  # fmt: skip
    add_contact(shop, by=ana, given_name="Zoë", link={"types": [technical]})
    add_contact(other, by=ana, family_name="'t Hof", employer="@work", link={"may_change": True})
    link_contact(link.contact, by=ana, customer=other, types=[technical])
    columns = ",".join(ContactTable.base_columns)
    exported = browser.get(f"/contacts/export.csv?columns={columns}").getvalue()  # type: ignore[attr-defined]
    again = check(exported)
    assert again.counts == {"skip": 3}, (errors(again), changes(again))


def test_what_an_export_holds_makes_the_same_people_where_they_are_not(
    bring_in: Import, ana: User, browser: Client
) -> None:
    content = (
        "id,given name,family name,customer,types,may,primary,E-mail with labels,Phone with labels,works for,address,"
        "city,country,language\n"
        '=1,Ana María,Ruiz de la Torre,One,"Billing, Technical","may_order, may_receive",yes,'
        '"ana@x.example (Work), z@x.example","+33612345678 (Mobile), +34611002233",@work,"4, rue d\'Or",-Lyon,FR,es\n'
        "2,Zoë,,One,Technical,,no,,,,,,,\n"
        '3,,\'t Hof,"Other, Ltd",,may_change,yes,,,,,,,\n'
    )
    CustomerFactory(name="One")
    CustomerFactory(name="Other, Ltd")
    first = bring_in(content)
    assert first.counts == {"create": 3}, errors(first)
    before = [told(each) for each in CustomerContact.objects.live().order_by("pk")]
    columns = ",".join(name for name in ContactTable.base_columns if name != "number")
    exported = browser.get(f"/contacts/export.csv?sort=created_at&columns={columns}").getvalue()  # type: ignore[attr-defined]
    undo_import(first, by=ana, wait=True)
    assert not CustomerContact.objects.live().exists()
    second = bring_in(exported)
    assert second.counts == {"create": 3}, errors(second)
    assert [told(each) for each in CustomerContact.objects.live().order_by("pk")] == before
