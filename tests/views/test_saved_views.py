"""Saved views: own and shared tabs above a list."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from crm.changes.models import ChangeSet
from crm.errors import DomainError
from crm.views.actions import change_saved_view, create_saved_view, delete_saved_view, open_with_view, update_saved_view
from crm.views.models import OpeningView, SavedView
from staff.models import User
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.sample")]


def view_of(by: User, *, name: str = "Blue ones", query: str = "colour=blue", shared: bool = False) -> SavedView:
    return create_saved_view(by=by, list_key="tags:list", name=name, query=query, shared=shared)


def names(response: Any) -> list[str]:
    return [row.name for row in response.context_data["listing"].window.rows]


def test_list_is_kept_as_it_is_but_for_its_page(signed_in: Client, sam: User) -> None:
    data = {"list_key": "tags:list", "name": "Blue", "query": "colour=blue&sort=-name&page=2&view=7"}
    response = signed_in.post(reverse("views:create"), data)
    view = SavedView.objects.get()
    assert (view.query, view.owner) == ("colour=blue&sort=-name", sam)
    assert response.headers["Location"] == f"/tags/?colour=blue&sort=-name&view={view.pk}"
    assert names(signed_in.get(response.headers["Location"])) == ["tag 5", "tag 3", "tag 1"]


def test_tab_is_current_until_the_list_changes(signed_in: Client, sam: User) -> None:
    view = view_of(sam)
    page = signed_in.get(view.get_absolute_url()).content.decode()
    assert 'aria-current="page">Blue ones</a>' in page and "Save view" not in page
    changed = signed_in.get(f"{view.get_absolute_url()}&q=3").content.decode()
    assert "changed, not saved" in changed and "Save changes" in changed


def test_view_is_brought_up_to_date(signed_in: Client, sam: User) -> None:
    view = view_of(sam)
    signed_in.post(reverse("views:part", args=[view.pk, "update"]), {"query": "colour=red&page=3"})
    view.refresh_from_db()
    assert view.query == "colour=red"


def test_own_views_are_nobody_elses(client: Client, sam: User) -> None:
    view = view_of(sam)
    client.force_login(person("ana"))
    assert b"Blue ones" not in client.get("/tags/").content
    assert client.get(reverse("views:edit", args=[view.pk])).status_code == 404
    assert client.post(reverse("views:part", args=[view.pk, "delete"])).status_code == 404
    with pytest.raises(DomainError):
        update_saved_view(view, by=person("ana"), query="")


def test_shared_view_is_seen_by_all_and_changed_by_those_who_may_share(client: Client, sam: User) -> None:
    view = view_of(sam, shared=True)
    client.force_login(person("vic"))
    page = client.get(view.get_absolute_url()).content.decode()
    assert "Blue ones" in page and "Delete view" not in page
    client.post(reverse("views:part", args=[view.pk, "delete"]))
    assert SavedView.objects.filter(pk=view.pk).exists()
    with pytest.raises(DomainError):
        view_of(person("vic"), name="Mine", shared=True)


def test_rename_and_share(signed_in: Client, sam: User) -> None:
    view = view_of(sam)
    url = reverse("views:edit", args=[view.pk])
    assert signed_in.get(url).status_code == 200
    assert signed_in.post(url, {"name": "Azure", "shared": "on", "version": 1}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Azure", True)


def test_name_is_taken_once_by_each_person(signed_in: Client, sam: User) -> None:
    view_of(sam)
    data = {"list_key": "tags:list", "name": "BLUE ones", "query": ""}
    response = signed_in.post(reverse("views:create"), data)
    assert response.status_code == 422 and b"You have a view of this name already." in response.content
    assert view_of(person("ana")).pk


def test_list_opens_with_the_chosen_view(signed_in: Client, sam: User) -> None:
    view = view_of(sam)
    signed_in.post(reverse("views:part", args=[view.pk, "open"]))
    assert signed_in.get("/tags/").headers["Location"] == view.get_absolute_url()
    assert len(names(signed_in.get("/tags/?view=all"))) == 6
    signed_in.post(reverse("views:part", args=[view.pk, "open"]))
    assert len(names(signed_in.get("/tags/"))) == 6


def test_deleted_view_leaves_the_tabs_and_opens_nothing(signed_in: Client, sam: User) -> None:
    view = view_of(sam, shared=True)
    open_with_view(view, by=person("ana"))
    assert signed_in.get(reverse("views:part", args=[view.pk, "delete"])).status_code == 200
    assert signed_in.post(reverse("views:part", args=[view.pk, "delete"])).headers["Location"] == "/tags/"
    assert not SavedView.objects.exists() and not OpeningView.objects.exists()


def test_view_no_longer_shared_opens_no_other_list(sam: User) -> None:
    view = view_of(sam, shared=True)
    open_with_view(view, by=person("ana"))
    open_with_view(view, by=sam)
    change_saved_view(view, by=sam, version=1, name=view.name, shared=False)
    assert [opening.owner for opening in OpeningView.objects.all()] == [sam]


def test_every_change_of_a_view_is_recorded(sam: User) -> None:
    view = view_of(sam)
    update_saved_view(view, by=sam, query="colour=red")
    delete_saved_view(view, by=sam)
    verbs = ChangeSet.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-3:] == ["create_saved_view", "update_saved_view", "delete_saved_view"]


def test_only_a_list_has_views(signed_in: Client) -> None:
    response = signed_in.post(reverse("views:create"), {"list_key": "no:list", "name": "x", "query": ""})
    assert response.status_code == 422 and not SavedView.objects.exists()


def test_page_of_a_new_view_takes_the_list_from_its_address(signed_in: Client, sam: User) -> None:
    form = signed_in.get("/views/new/?list_key=customers:list&query=city%3DParis").context["form"]
    assert (form["list_key"].value(), form["query"].value()) == ("customers:list", "city=Paris")
    refused = signed_in.post("/views/new/", {"name": "Paris"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["list_key"] == ["There is no such list."]
