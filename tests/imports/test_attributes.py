"""Custom attributes as columns of a file."""

from typing import Any

import pytest

from crm.labels.actions import create_attribute
from customers.models import Customer
from staff.models import User
from tests.importing import Import

pytestmark = [pytest.mark.django_db, pytest.mark.feature("F004")]


@pytest.fixture
def attributes(boss: User) -> None:
    declared: list[dict[str, Any]] = [
        {"key": "fax", "label": "Fax", "type": "text"},
        {"key": "seats", "label": "Seats", "type": "integer", "required": True},
    ]
    for values in declared:
        create_attribute(by=boss, noun=Customer, **values)


def test_a_column_named_as_an_attribute_fills_it(attributes: None, bring_in: Import) -> None:
    bring_in("id,name,Fax,Seats\n1,Ada,+33 1,12\n")
    assert Customer.objects.get().attributes == {"fax": "+33 1", "seats": 12}


def test_an_update_changes_the_given_attribute_and_leaves_the_others(attributes: None, bring_in: Import) -> None:
    bring_in("id,name,Fax,Seats\n1,Ada,+33 1,12\n")
    batch = bring_in("id,Seats\n1,13\n")
    assert batch.rows.get().changes == {"Seats": ["12", "13"]}
    assert Customer.objects.get().attributes == {"fax": "+33 1", "seats": 13}


def test_a_wrong_value_and_a_missing_required_one_are_errors_of_their_lines(attributes: None, check: Import) -> None:
    batch = check("name,Seats\nAda,many\nBob,\n")
    assert [[error["column"] for error in row.errors] for row in batch.rows.all()] == [["Seats"], ["Seats"]]
