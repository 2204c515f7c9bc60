import pytest

from crm.changes.conflict import compare
from crm.changes.current import change_set
from crm.changes.tracked import StaleVersion
from customers.models import Customer, CustomerStatus
from staff.models import User


@pytest.fixture
def theirs(customer: Customer, ben: User, active: CustomerStatus) -> Customer:
    """Ben saved the customer after Ana opened her form."""
    with change_set(by=ben, verb="change_customer"):
        row = Customer.objects.get(pk=customer.pk)
        row.name, row.city, row.status = "Orange SA", "Nice", active
        row.save()
    return row


def test_only_fields_changed_by_both_sides_clash(customer: Customer, theirs: Customer) -> None:
    typed = {"name": "Orange SARL", "city": "", "email": "a@example.com", "status": customer.status}
    conflict = compare(theirs, base_version=1, submitted=typed)

    found = {field.name: field for field in conflict.fields}
    assert [name for name, field in found.items() if field.clashes] == ["name"]
    assert (found["name"].base, found["name"].theirs, found["name"].yours) == ("Orange", "Orange SA", "Orange SARL")
    assert (found["status"].base, found["status"].theirs, found["status"].yours) == ("On trial", "Settled", "On trial")
    assert found["status"].label == "Status"


def test_proposal_merges_what_one_side_changed_and_keeps_your_text(customer: Customer, theirs: Customer) -> None:
    typed = {"name": "Orange SARL", "city": "", "email": "a@example.com", "status": customer.status}
    proposal = compare(theirs, base_version=1, submitted=typed).proposal
    assert proposal == {
        "name": "Orange SARL",
        "city": "Nice",
        "email": "a@example.com",
        "status": theirs.status_id,
    }


def test_the_same_change_on_both_sides_is_no_clash(theirs: Customer) -> None:
    (field,) = compare(theirs, base_version=1, submitted={"city": "Nice"}).fields
    assert not field.clashes


def test_conflict_names_who_saved_in_between(theirs: Customer, ben: User) -> None:
    with change_set(by=ben, verb="change_customer"):
        theirs.city = "Lyon"
        theirs.save()
    conflict = compare(theirs, base_version=1, submitted={"city": "Paris"})
    assert conflict.names == ["Ben Cole"]
    assert [each.pk for each in conflict.by] == sorted(each.pk for each in conflict.by)
    assert len(conflict.by) == 2


def test_values_of_other_types_compare_as_stored(customer: Customer, ben: User) -> None:
    typed = {"phone": "+33 1 42 68 53 00", "country": "FR", "roles": ["customer"], "tags": [1]}
    with change_set(by=ben, verb="change_customer"):
        customer.phone, customer.country = "+33142685300", "FR"
        customer.save()
    conflict = compare(Customer.objects.get(), base_version=1, submitted=typed)
    assert {field.name for field in conflict.fields} == {"phone", "country"}
    assert not any(field.clashes for field in conflict.fields)


def test_stale_save_writes_nothing(customer: Customer, theirs: Customer, ana: User) -> None:
    customer.city = "Paris"
    with pytest.raises(StaleVersion), change_set(by=ana, verb="change_customer"):
        customer.save()
    assert customer.version == 1
    assert Customer.objects.get().city == "Nice"
    assert customer.history.count() == 2
