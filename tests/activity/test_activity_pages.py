import pytest
from django.test import Client

from crm.changes.models import ChangeSet
from crm.changes.timeline import SIZE
from crm.views.actions import create_saved_view
from crm.views.models import SavedView
from customers.actions import change_customer
from customers.models import Customer
from staff.models import User
from tests.factories import person


def newest() -> ChangeSet:
    return ChangeSet.objects.latest("pk")


@pytest.mark.feature("F019")
def test_activity_says_who_did_what_and_when(as_ana: Client, orange: Customer) -> None:
    page = as_ana.get("/changes/").content.decode()
    assert "<strong>Ana Ruiz</strong> changed the city of Orange from Paris to Nice" in page
    assert "activity-system" in page  # Ana's own account was made by a system actor


def test_activity_is_narrowed_by_kind_and_person(as_ana: Client, orange: Customer, ana: User) -> None:
    people = as_ana.get("/changes/", {"kind": "staff.user"}).content.decode()
    assert "created the user Ana Ruiz" in people
    assert "Orange" not in people
    assert "created the user" not in as_ana.get("/changes/", {"person": ana.pk}).content.decode()


def test_unknown_filter_finds_nothing_and_says_so(as_ana: Client, orange: Customer) -> None:
    page = as_ana.get("/changes/", {"kind": "no.such"}).content.decode()
    assert "Orange" not in page
    assert "no.such is not one of the available choices" in page


@pytest.mark.parametrize("before", ["0", "-1", "x", str(2**63)])
def test_odd_cursor_never_breaks_the_page(as_ana: Client, orange: Customer, before: str) -> None:
    assert as_ana.get("/changes/", {"before": before}).status_code == 200


def test_older_entries_are_asked_for_alone(as_ana: Client, orange: Customer, ana: User) -> None:
    for number in range(SIZE):
        orange = change_customer(orange, by=ana, version=orange.version, city=f"City {number}")
    page = as_ana.get("/changes/")
    older = page.context["older_url"]
    assert older.startswith("?before=")
    part = as_ana.get(f"/changes/{older}", headers={"HX-Request": "true"}).content.decode()
    assert "changed the city of Orange from Paris to Nice" in part
    assert "<form" not in part
    assert "<html" in as_ana.get(f"/changes/{older}").content.decode()


def test_viewer_reads_nothing_of_records_without_a_page_for_them(client: Client, orange: Customer) -> None:
    client.force_login(person("vic"))
    page = client.get("/changes/").content.decode()
    assert "of Orange" in page
    assert "user" not in page.partition("<main")[2].partition("</main>")[0].replace("customer", "")
    account = ChangeSet.objects.filter(counts__has_key="staff.user").first()
    assert client.get(f"/changes/{account.pk}/").status_code == 404


@pytest.mark.feature("F019")
def test_change_set_shows_fields_before_and_after(as_ana: Client, orange: Customer) -> None:
    page = as_ana.get(newest().get_absolute_url()).content.decode()
    for part in ("<del>Paris</del>", "<ins>Nice</ins>", "City", "Orange", "Undo…"):
        assert part in page


def test_missing_change_set_is_not_found(as_ana: Client) -> None:
    assert as_ana.get("/changes/999999/").status_code == 404


def test_undo_asks_first_and_then_sets_back(as_ana: Client, orange: Customer) -> None:
    done = newest()
    question = as_ana.get(f"/changes/{done.pk}/undo/").content.decode()
    assert "1 record goes back to what it was." in question
    assert "<td>Nice</td>" in question
    assert "<td>Paris</td>" in question
    assert newest() == done

    answer = as_ana.post(f"/changes/{done.pk}/undo/", {"reason": "Wrong house"}, follow=True)
    assert "1 record was set back." in answer.content.decode()
    assert Customer.objects.get(pk=orange.pk).city == "Paris"
    assert (newest().undoes, newest().reason) == (done, "Wrong house")
    assert f"undid change {done.pk}" in as_ana.get("/changes/").content.decode()
    assert "Undo…" not in as_ana.get(done.get_absolute_url()).content.decode()


def test_undo_names_what_stays_and_changes_nothing_of_it(as_ana: Client, orange: Customer, ana: User) -> None:
    done = newest()
    change_customer(orange, by=ana, version=orange.version, city="Lyon")
    page = as_ana.get(f"/changes/{done.pk}/undo/").content.decode()
    assert "It was changed since." in page
    assert "City: Lyon" in page
    answer = as_ana.post(f"/changes/{done.pk}/undo/", {})
    assert answer.status_code == 422
    assert "Nothing is left to undo" in answer.content.decode()
    assert Customer.objects.get(pk=orange.pk).city == "Lyon"


def test_second_undo_is_refused_in_words(as_ana: Client, orange: Customer) -> None:
    done = newest()
    as_ana.post(f"/changes/{done.pk}/undo/", {})
    answer = as_ana.post(f"/changes/{done.pk}/undo/", {})
    assert (answer.status_code, "This was undone already." in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("name", ["vic", "sofia", "nina"])
def test_undo_needs_its_permission(client: Client, orange: Customer, name: str) -> None:
    client.force_login(person(name))
    done = newest()
    assert client.post(f"/changes/{done.pk}/undo/", {}).status_code == 403
    assert newest() == done
    if name != "nina":
        assert "Undo…" not in client.get(f"/changes/{done.pk}/").content.decode()


def test_strangers_are_asked_to_sign_in(client: Client, orange: Customer) -> None:
    for path in ("/changes/", f"/changes/{newest().pk}/", f"/changes/{newest().pk}/undo/"):
        assert client.get(path).status_code == 302


def test_hostile_values_are_shown_as_text(as_ana: Client, orange: Customer, ana: User) -> None:
    change_customer(orange, by=ana, version=orange.version, name="<script>alert(1)</script>{{7*7}}")
    for path in ("/changes/", newest().get_absolute_url(), f"/changes/{newest().pk}/undo/"):
        page = as_ana.get(path).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_history_of_someone_s_views_is_for_administrators(client: Client, db: None) -> None:
    view = create_saved_view(by=person("sam"), list_key="customers:list", name="Private matter", query="")
    change = view.history.get().change_set
    for name, status in (("sofia", 404), ("ana", 200)):
        client.force_login(person(name))
        assert client.get(change.get_absolute_url()).status_code == status
        assert ("Private matter" in client.get("/changes/").text) is (status == 200)
    client.force_login(person("sofia"))
    assert client.post(change.get_undo_url()).status_code == 403
    assert SavedView.objects.filter(pk=view.pk).exists()
