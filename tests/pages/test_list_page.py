"""The list page: nine rules of the kernel."""

from typing import Any

import pytest
from django.test import Client

from crm.changes.bulk import create_rows
from crm.changes.current import SystemActor, change_set
from crm.changes.models import ChangeSet
from crm.labels.models import Tag
from staff.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.sample")]


def names(response: Any) -> list[str]:
    return [row.name for row in response.context_data["listing"].window.rows]


def test_anonymous_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/tags/").status_code == 302


@pytest.mark.feature("F009")
def test_pages_follow_each_other_without_losing_or_repeating_a_row(signed_in: Client, tags: list[Tag]) -> None:
    seen, query = [], "?per_page=50"
    for _ in range(3):
        response = signed_in.get(f"/tags/{query}")
        seen += names(response)
        window = response.context_data["listing"].window
        query = "?" + response.context_data["listing"].query(**window.next) if window.next else ""
    assert seen == [tag.name for tag in tags] and query == ""


def test_invalid_filter_gives_no_rows_and_an_error(signed_in: Client, tags: list[Tag]) -> None:
    for query in ("?colour=ultraviolet", "?colr=red", "?sort=password"):
        response = signed_in.get(f"/tags/{query}")
        assert response.status_code == 400
        assert names(response) == []
        assert response.context_data["listing"].errors


def test_bulk_on_an_invalid_filter_changes_nothing(signed_in: Client, tags: list[Tag]) -> None:
    before = ChangeSet.objects.count()
    signed_in.post("/tags/bulk/paint/?colr=red", {"all": "1", "seen": "120", "confirm": "1"})
    assert ChangeSet.objects.count() == before


def test_bulk_on_all_matching_uses_the_filter_of_the_address(signed_in: Client, tags: list[Tag]) -> None:
    signed_in.post("/tags/bulk/paint/?colour=blue&q=tag+00", {"all": "1", "seen": "5", "confirm": "1"})
    assert Tag.objects.filter(colour="red").count() == 65
    assert ChangeSet.objects.first().counts == {"labels.tag": {"~": 5}}


def test_a_count_that_moved_asks_again(signed_in: Client, tags: list[Tag]) -> None:
    response = signed_in.post("/tags/bulk/paint/?colour=blue", {"all": "1", "seen": "59", "confirm": "1"})
    assert response.status_code == 422 and b"now there are 60" in response.content
    assert Tag.objects.filter(colour="red").count() == 60


def test_ticked_rows_that_the_person_may_not_see_are_left_alone(signed_in: Client, tags: list[Tag]) -> None:
    with change_set(by=SystemActor("tests"), verb="prepare"):
        hidden = create_rows([Tag(name="invisible", colour="blue")])[0]
    signed_in.post("/tags/bulk/paint/", {"pk": [tags[1].pk, hidden.pk], "seen": "1", "confirm": "1"})
    hidden.refresh_from_db()
    assert hidden.colour == "blue"
    assert signed_in.get(f"/tags/{hidden.pk}/").status_code == 404


def test_bulk_reports_each_refusal(signed_in: Client, tags: list[Tag]) -> None:
    with change_set(by=SystemActor("tests"), verb="prepare"):
        create_rows([Tag(name="keep", colour="blue", attention=True)])
    response = signed_in.post("/tags/bulk/paint/?q=keep", {"all": "1", "seen": "1", "confirm": "1"})
    assert b"keep must keep its colour." in response.content


def test_htmx_gets_the_results_alone(signed_in: Client, tags: list[Tag]) -> None:
    response = signed_in.get("/tags/", headers={"HX-Request": "true"})
    assert b"<html" not in response.content and b"tag 001" in response.content
    assert "HX-Request" in response.headers["Vary"]


def test_hostile_parameters_never_break_the_list(signed_in: Client, tags: list[Tag]) -> None:
    for query in (
        "page=-1",
        "page=99999999999999",
        "per_page=1000000000",
        "after=%00",
        "after=W251bGwsMV0",
        "before=e",
    ):
        response = signed_in.get(f"/tags/?{query}")
        assert response.status_code == 200, query
        assert 0 < len(names(response)) <= 200


def test_create_edit_and_conflict(signed_in: Client, ana: User) -> None:
    page = signed_in.get("/tags/new/")
    data = {"name": "VIP", "colour": "red", "form_token": page.context_data["form_token"]}
    first = signed_in.post("/tags/new/", data)
    assert signed_in.post("/tags/new/", data).headers["Location"] == first.headers["Location"]
    tag = Tag.objects.get(name="VIP")
    url = f"/tags/{tag.pk}/edit/"
    assert signed_in.get(url).context_data["version"] == 1
    signed_in.post(url, {"name": "VIP", "colour": "blue", "version": 1})
    conflict = signed_in.post(url, {"name": "Very important", "colour": "red", "version": 1})
    assert conflict.status_code == 409 and b"Very important" in conflict.content
    again = signed_in.post(url, {"name": "Very important", "colour": "red", "version": 2})
    assert again.status_code == 302, again.content
    tag.refresh_from_db()
    assert (tag.name, tag.colour, tag.version) == ("Very important", "red", 3)


def test_action_on_one_record(signed_in: Client, tags: list[Tag]) -> None:
    assert b"Paint red" in signed_in.get(f"/tags/{tags[1].pk}/").content
    assert signed_in.get(f"/tags/{tags[1].pk}/paint/").status_code == 200
    signed_in.post(f"/tags/{tags[1].pk}/paint/", {"reason": "as agreed"})
    change = ChangeSet.objects.first()
    assert change is not None and (change.verb, change.reason) == ("paint_tag", "as agreed")


def test_rows_stand_on_the_page_in_the_order_of_the_address(signed_in: Client, tags: list[Tag]) -> None:
    page = signed_in.get("/tags/?sort=-name").content.decode()
    assert page.index("tag 119") < page.index("tag 118") < page.index("tag 070")
