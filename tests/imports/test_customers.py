"""What a file of customers becomes."""

import pytest
from django.db.models import Count

from crm.changes.models import ChangeSet, Route
from crm.errors import DomainError
from crm.imports.actions import start_applying
from crm.imports.states import BatchState
from crm.imports.undoing import undo_import
from customers.actions import archive_customer, change_customer
from customers.models import Customer, Kind
from staff.models import User
from tests.importing import Import

pytestmark = pytest.mark.django_db


def test_the_chinook_customers_come_in_whole(chinook: bytes, bring_in: Import) -> None:
    batch = bring_in(chinook)
    assert batch.counts == {"create": 59}
    embraer = Customer.objects.get(external_number="1")
    assert (embraer.kind, embraer.internal_name) == (Kind.COMPANY, "Luís Gonçalves")
    assert embraer.name == "Embraer - Empresa Brasileira de Aeronáutica S.A."
    assert (embraer.city, embraer.country.code, str(embraer.phone)) == ("São José dos Campos", "BR", "+551239235555")
    assert Customer.objects.filter(kind=Kind.INDIVIDUAL).count() == 49
    assert len(set(Customer.objects.values_list("country", flat=True))) == 24


@pytest.mark.feature("F096")
def test_the_person_of_a_company_is_found_without_accents(chinook: bytes, bring_in: Import) -> None:
    bring_in(chinook)
    assert [str(each) for each in Customer.objects.matching("goncalves")] == [
        "Embraer - Empresa Brasileira de Aeronáutica S.A."
    ]
    assert Customer.objects.matching("sao paulo").count() == 2


def test_what_no_field_can_hold_is_kept_in_the_note_with_a_warning(chinook: bytes, bring_in: Import) -> None:
    batch = bring_in(chinook)
    assert batch.warned == 4
    assert Customer.objects.get(external_number="49").internal_note == "E-mail: stanisław.wójcik@wp.pl"
    assert Customer.objects.get(external_number="9").internal_note == "Phone: +453 3331 9991"


def test_bringing_in_the_same_file_again_changes_nothing(chinook: bytes, bring_in: Import, check: Import) -> None:
    bring_in(chinook)
    assert check(chinook).counts == {"skip": 59}


def test_every_customer_of_an_import_has_a_history_row_in_one_change_set(chinook: bytes, bring_in: Import) -> None:
    batch = bring_in(chinook)
    done = ChangeSet.objects.get(pk=batch.change_set_id or 0)
    assert (done.route, done.actor, done.reason) == (Route.IMPORT, batch.owner, "list.csv")
    assert done.counts["customers.customer"] == {"+": 59}
    assert done.customers.count() == 59
    assert Customer.history.filter(change_set=done).aggregate(rows=Count("pk"))["rows"] == 59


def test_a_changed_cell_updates_only_that_field(bring_in: Import, check: Import) -> None:
    bring_in("id,name,city\n1,Ada,Paris\n2,Bob,Lyon\n")
    batch = check("id,name,city\n1,Ada,Nantes\n2,Bob,\n")
    assert batch.counts == {"update": 1, "skip": 1}
    assert batch.rows.get(line=2).changes == {"City": ["Paris", "Nantes"]}


def test_existing_customers_can_be_left_as_they_are(bring_in: Import) -> None:
    bring_in("id,name,city\n1,Ada,Paris\n")
    batch = bring_in("id,name,city\n1,Ada,Nantes\n2,Bob,Lyon\n", existing="skip")
    assert batch.counts == {"skip": 1, "create": 1}
    assert Customer.objects.get(external_number="1").city == "Paris"


def test_a_customer_edited_after_the_preview_is_refused_not_overwritten(
    bring_in: Import, check: Import, ana: User
) -> None:
    bring_in("id,name,city\n1,Ada,Paris\n2,Bob,Lyon\n")
    batch = check("id,name,city\n1,Ada,Nantes\n2,Bob,Nice\n")
    change_customer(Customer.objects.get(external_number="1"), by=ana, city="Brest")
    batch = start_applying(batch, by=ana)
    assert batch.counts == {"refused": 1, "update": 1}
    assert Customer.objects.get(external_number="1").city == "Brest"
    assert "changed after the preview" in batch.rows.get(line=2).errors[0]["message"]


def test_two_lines_with_one_key_are_not_imported_twice(check: Import) -> None:
    batch = check("id,name\n1,Ada\n2,Bob\n1,Eve\n")
    assert batch.counts == {"create": 2, "refused": 1}
    assert batch.rows.get(line=4).errors == [
        {"column": "", "message": "Line 2 has the same “Customer number elsewhere” already."}
    ]


def test_all_errors_of_a_line_are_told_at_once(check: Import) -> None:
    row = check("name,country,status,tags\n,Atlantis,Sleeping,Gold\n").rows.get()
    assert [error["column"] for error in row.errors] == ["Country", "Status", "Tags", "Name"]


def test_an_archived_customer_is_named_and_not_touched(bring_in: Import, check: Import, ana: User) -> None:
    bring_in("id,name\n1,Ada\n")
    archive_customer(Customer.objects.get(), by=ana)
    row = check("id,name\n1,Ada Lovelace\n").rows.get()
    assert row.action == "refused"
    assert "is archived; restore it first" in row.errors[0]["message"]


def test_undoing_an_import_takes_updates_back_too(bring_in: Import, boss: User) -> None:
    bring_in("id,name,city\n1,Ada,Paris\n")
    batch = undo_import(bring_in("id,name,city\n1,Ada,Nantes\n2,Bob,Lyon\n"), by=boss)
    batch.refresh_from_db()
    assert (batch.state, batch.sentence) == (BatchState.UNDONE, "")
    assert Customer.objects.get(external_number="1").city == "Paris"
    assert Customer.objects.get(external_number="2").is_archived


def test_undoing_an_import_leaves_what_was_edited_since_and_says_so(bring_in: Import, boss: User) -> None:
    bring_in("id,name,city\n1,Ada,Paris\n2,Bob,Lyon\n")
    batch = bring_in("id,name,city\n1,Ada,Nantes\n2,Bob,Nice\n")
    change_customer(Customer.objects.get(external_number="1"), by=boss, city="Brest")
    undo_import(batch, by=boss)
    batch.refresh_from_db()
    assert batch.sentence == "1 record was changed since and stayed: Ada."
    assert list(Customer.objects.order_by("external_number").values_list("city", flat=True)) == ["Brest", "Lyon"]


def test_an_import_is_undone_once(bring_in: Import, boss: User) -> None:
    batch = undo_import(bring_in("id,name\n1,Ada\n"), by=boss)
    with pytest.raises(DomainError, match="nothing to undo"):
        undo_import(batch, by=boss)


def test_whoever_brings_in_a_wrong_list_takes_it_back(bring_in: Import, ana: User) -> None:
    undo_import(bring_in("id,name\n1,Ada\n"), by=ana)
    assert Customer.objects.get().is_archived


def test_whoever_may_not_undo_changes_cannot_undo_an_import(bring_in: Import, viewer: User) -> None:
    batch = bring_in("id,name\n1,Ada\n")
    with pytest.raises(DomainError, match="may not undo"):
        undo_import(batch, by=viewer)
    assert not Customer.objects.get().is_archived


def test_a_file_can_be_brought_in_again_after_its_undo(bring_in: Import, boss: User) -> None:
    batch = undo_import(bring_in("id,name\n1,Ada\n"), by=boss)
    batch.refresh_from_db()
    assert batch.sentence == ""  # nothing stayed, though the very first import made the number series too
    assert bring_in("id,name\n1,Ada\n").counts == {"create": 1}
    assert Customer.objects.live().get().number != Customer.objects.archived().get().number


def test_the_escape_of_an_exported_formula_is_taken_off(bring_in: Import) -> None:
    bring_in("id,name\n1,'=SUM(A1)\n2,'Tis Pity\n")
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["'Tis Pity", "=SUM(A1)"]


def test_our_number_recognises_and_is_never_written(bring_in: Import, check: Import) -> None:
    bring_in("name\nAda\n")
    number = Customer.objects.get().number
    assert check(f"number,name\n{number},Ada Lovelace\n").counts == {"update": 1}
    row = check("number,name\nC-999999,Eve\n").rows.get()
    assert row.action == "refused"


def test_the_columns_chosen_for_a_header_are_remembered(upload: Import, check: Import) -> None:
    check("a,b\n1,Ada\n", mapping={"0": "external_number", "1": "name"}, key="external_number")
    batch = upload("A,B\n2,Bob\n")
    assert (batch.mapping, batch.key) == ({"0": "external_number", "1": "name"}, "external_number")


def test_applying_twice_does_it_once(check: Import, ana: User) -> None:
    batch = start_applying(check("name\nAda\n"), by=ana)
    with pytest.raises(DomainError, match="another step"):
        start_applying(batch, by=ana)
    assert (Customer.objects.count(), batch.state) == (1, BatchState.APPLIED)
