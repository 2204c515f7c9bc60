"""The file of a person's data holds all of them, and no new table is forgotten."""

from typing import Any

import pytest
from django.test import Client

from contacts.models import Contact
from customers.models import Customer
from sites.models import Site
from staff.models import User
from tests.contacts.test_erasure_everywhere import HEADER
from tests.contacts.test_privacy import read_zip
from tests.importing import applied, checked, upload


@pytest.mark.feature("F097")
def test_file_of_all_data_holds_everything_about_an_individual(browser: Client, zebulon: Customer) -> None:
    data = read_zip(browser, zebulon.person)
    texts = {name: str(rows) for name, rows in data.items()}
    assert "Zebulon's boat" in texts["places_to_locate"]
    assert "zebulon.txt" in texts["files"]
    assert texts["warnings_of_customer"].count("Zebulon pays late") == 2
    assert {"site", "note", "address", "file", "warning"} <= {row["record"] for row in data["earlier"]}


def test_file_of_all_data_holds_the_lines_they_came_with(ana: User, browser: Client) -> None:
    lines = "Zebulon Quarrington,zebulon@example.net,,,\n,zebulon@example.net,,NOPE,\n"
    applied(checked(upload("contacts", HEADER + lines, by=ana, filename="people.csv")), by=ana)
    data = read_zip(browser, Contact.objects.get())
    assert sorted((row["file"], row["line"]) for row in data["imported"]) == [("people.csv", 2), ("people.csv", 3)]


def relations(model: Any) -> set[str]:
    """The models that point at one, hidden relations included; history goes with what it is the history of."""
    fields = model._meta.get_fields(include_hidden=True)
    found = {each.related_model for each in fields if each.auto_created and not each.concrete}
    return {each._meta.label for each in found if not hasattr(each, "history_id")}


def test_new_relation_to_a_person_or_to_a_customer_asks_for_its_holder() -> None:
    """Whoever adds a model here adds its rows to what is handed over and to what is erased, or says why not."""
    assert relations(Contact) == {
        *("contacts.ContactEmail", "contacts.ContactPhone", "contacts.CustomerContact", "contacts.Consent"),
        *("contacts.Authorisation", "contacts.Warning", "contacts.Erasure"),
    }
    assert relations(Customer) == {
        *("customers.Address", "customers.Note", "sites.Site", "sites.PendingSite", "sites.SiteOccupancy"),
        *("contacts.Contact", "contacts.CustomerContact", "contacts.Warning"),
        *("contacts.Authorisation", "contacts.WarningDecision"),
        *("customers.CustomerTag", "customers.CustomerManager", "customers.Customer"),  # name nobody
    }
    assert relations(Site) == {
        *("sites.LocationDoubt", "sites.SiteOccupancy", "sites.PendingSite", "contacts.Warning"),
        *("contacts.CoveredSite", "contacts.Authorisation", "contacts.CustomerContact"),  # name nobody
    }
