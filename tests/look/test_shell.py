import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from crm.navigation.registry import Place, register
from crm.navigation.shell import Shell
from staff.models import User

PAGE = "/me/"


def labels(user: User, path: str = PAGE) -> list[str]:
    request = RequestFactory().get(path)
    request.user = user
    return [str(link.item.label) for link in Shell(request).navigation if link.item.label in ("Open to all", "Labels")]


def test_navigation_stands_in_the_order_of_positions(places: list[Place], ana: User) -> None:
    assert labels(ana) == ["Open to all", "Labels"]


def test_place_without_permission_is_not_shown(places: list[Place], newcomer: User) -> None:
    assert labels(newcomer) == ["Open to all"]


def test_new_menu_offers_only_what_the_person_may_create(places: list[Place], ana: User, newcomer: User) -> None:
    offered = {}
    for user in (ana, newcomer):
        client = Client()
        client.force_login(user)
        offered[user.name] = [item.label for item in client.get(PAGE).context["shell"].create_items]
    assert "Label" in offered["Ana Ruiz"]
    assert "Label" not in offered["Nia Ford"]


def test_the_place_of_this_page_is_marked(places: list[Place], ana_client: Client) -> None:
    links = ana_client.get(PAGE).context["shell"].navigation
    assert [link.item.label for link in links if link.active] == ["Labels"]


def test_entering_a_place_twice_is_a_mistake(places: list[Place]) -> None:
    with pytest.raises(ValueError, match="already in the navigation"):
        register(places[0])


def test_every_page_has_the_search_box_and_the_menus(ana_client: Client) -> None:
    page = ana_client.get(PAGE).content.decode()
    assert 'action="/search/"' in page
    for menu in ("menu-language", "menu-theme", "menu-me"):
        assert f'popovertarget="{menu}"' in page
        assert f'id="{menu}"' in page


def test_navigation_folded_once_comes_folded(ana_client: Client) -> None:
    assert "nav-folded" not in ana_client.get(PAGE).content.decode()
    ana_client.cookies["navigation"] = "folded"
    assert 'class="nav-folded"' in ana_client.get(PAGE).content.decode()


def test_bottom_bar_of_a_phone_has_at_most_five_entries(places: list[Place], ana_client: Client) -> None:
    page = ana_client.get(PAGE).content.decode()
    bar = page[page.index('class="shell-bottom"') : page.index('id="menu-places"')]
    assert 2 <= bar.count("<a ") + bar.count("<button") <= 5


def test_message_with_an_undo_address_offers_undo(ana_client: Client) -> None:
    ana_client.post(PAGE, {"language": "", "time_zone": "", "theme": "auto"})
    page = ana_client.get(PAGE).content.decode()
    assert "Your preferences are saved." in page
    toast = Template("{% include 'components/_toast.html' with text=text level='success' undo=undo %}")
    assert 'href="/changes/7/undo/"' in toast.render(Context({"text": "Archived.", "undo": "/changes/7/undo/"}))
