"""The map in a browser: pins, groups, the list beside it, circles and boxes; without and with a tile server."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from crm.changes.bulk import update_rows
from crm.changes.current import SystemActor, change_set
from sites.models import Site
from tests.browser.conftest import PHONE, Visit
from tests.sites.test_distance import place_sites

Visits = Callable[..., Visit]
# A grey square of one pixel, as PNG
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a4944415478da636c0000000800045f5b2e560000000049454e44ae426082"
)
LONDON = (51.5074, -0.1278)


@pytest.fixture
def sites(ana: object) -> list[Site]:
    """Eight in London within 5 km, four elsewhere, two on either side of ±180°."""
    near = [(51.5074 + n / 200, -0.1278) for n in range(8)]
    return place_sites(
        *near, (48.85, 2.35), (40.4, -3.7), (-33.9, 151.2), (78.2, 15.6), (-16.8, 179.99), (-16.8, -179.99)
    )


def count(page: Page) -> Any:
    return page.locator("[data-count]")


def test_list_beside_the_map_is_in_step_with_it(visit: Visits, sites: list[Site]) -> None:
    here = visit()
    page = here.open("/sites/map/")
    expect(count(page)).to_have_text("14 sites in sight")
    assert here.axe() == []
    page.locator(".map").focus()
    page.goto(here.home + "/sites/map/#13/51.52/-0.1278")
    page.reload()
    expect(count(page)).to_have_text("8 sites in sight")
    expect(page.locator("#map-beside li")).to_have_count(8)
    page.locator("#map-beside a").first.focus()
    expect(page.locator(".map-marked")).to_have_count(1)
    page.locator(".map-dot").first.click()
    expect(page.locator(".map-names a")).to_have_count(1)


def test_nearest_are_found_wherever_they_are(visit: Visits, sites: list[Site]) -> None:
    page = visit().open("/sites/map/#14/-16.8/179.9")
    expect(count(page)).to_have_text("0 sites in sight")
    page.get_by_role("button", name="Nearest to the middle").click()
    expect(count(page)).to_have_text("Nearest to the middle of the map")
    expect(page.locator("#map-beside li").first).to_contain_text("9.6 km")
    expect(page.locator("#map-beside li")).to_have_count(10)


@pytest.mark.feature("F066")
def test_circle_drawn_on_the_map_narrows_map_and_list(visit: Visits, sites: list[Site]) -> None:
    here = visit()
    page = here.open("/sites/map/#12/51.5074/-0.1278")
    expect(count(page)).to_be_visible()
    page.get_by_role("button", name="Circle", exact=True).click()
    box = page.locator(".map").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1], steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"latitude=51\.5\d+&longitude=-0\.1\d+&km=1\.\d+"))
    expect(page.locator(".map-area")).to_be_attached()
    expect(count(page)).to_have_text("3 sites in sight")
    page.get_by_role("button", name="As a list").click()
    expect(page.locator(".list-count")).to_have_text("3 sites")
    page.get_by_role("button", name="Map", exact=True).click()
    expect(count(page)).to_have_text("3 sites in sight")
    assert here.axe() == []


@pytest.mark.feature("F066")
def test_filters_of_the_list_narrow_the_map_where_it_stands(visit: Visits, sites: list[Site]) -> None:
    with change_set(by=SystemActor("tests"), verb="prepare"):
        update_rows(Site.objects.filter(pk__in=[site.pk for site in sites[:3]]), site_type="tower")
    here = visit()
    page = here.open("/sites/map/#12/51.52/-0.1278")
    expect(count(page)).to_have_text("8 sites in sight")
    page.get_by_role("button", name="More").click()
    page.locator("summary", has_text="Type").click()
    page.get_by_label("Mast or tower").check()
    expect(count(page)).to_have_text("3 sites in sight")
    expect(page).to_have_url(re.compile(r"\?site_type=tower#12/51\.52"))
    expect(page.locator(".chip")).to_contain_text("Mast or tower")
    assert here.axe() == []
    page.keyboard.press("Escape")
    page.get_by_label("Search these sites").fill("78.2")
    expect(page.locator(".chip")).to_be_visible()
    expect(count(page)).to_have_text("0 sites in sight")
    page.get_by_role("link", name="Remove filter Type: Mast or tower").click()
    expect(count(page)).to_have_text("1 site in sight")
    page.get_by_role("button", name="As a list").click()
    expect(page.locator(".list-count")).to_have_text("1 site")


def test_filter_that_leaves_nothing_in_sight_shows_where_the_rest_is(visit: Visits, sites: list[Site]) -> None:
    page = visit().open("/sites/map/#12/51.52/-0.1278")
    expect(count(page)).to_have_text("8 sites in sight")
    page.get_by_label("Search these sites").fill("78.2")
    expect(count(page)).to_have_text("1 site in sight")
    expect(page.locator(".map-dot")).to_have_count(1)
    page.get_by_label("Search these sites").fill("")
    expect(page).to_have_url(re.compile(r"/map/#"))
    page.get_by_role("button", name="Show all").click()
    expect(count(page)).to_have_text("14 sites in sight")


def test_box_is_drawn_by_keyboard(visit: Visits, sites: list[Site]) -> None:
    page = visit().open("/sites/map/#11/51.5074/-0.1278")
    expect(count(page)).to_be_visible()
    page.get_by_role("button", name="Box", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Press on one corner")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Press on one corner")).to_be_hidden()
    page.get_by_role("button", name="Box", exact=True).press("Enter")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("box=51"))
    expect(page.locator(".chip")).to_contain_text("Box on the map")
    expect(count(page)).to_have_text("8 sites in sight")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_shows_map_above_list(visit: Visits, sites: list[Site], scheme: str) -> None:
    here = visit(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme, reduced_motion="reduce")
    page = here.open("/sites/map/")
    expect(count(page)).to_have_text("14 sites in sight")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert here.axe() == []


def test_without_script_the_list_is_one_step_away(visit: Visits, sites: list[Site]) -> None:
    page = visit(java_script_enabled=False).open("/sites/map/?q=51.5")
    page.get_by_role("link", name="The list shows the same sites.").click()
    expect(page.locator(".list-count")).to_have_text("8 sites")


@pytest.fixture
def tiles(settings: Any) -> Iterator[list[str]]:
    """A tile server on loopback, set as the installation's; answers the paths that were asked for."""
    asked: list[str] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    settings.MAP_TILE_URL = f"{origin}/{{z}}/{{x}}/{{y}}.png"
    settings.MAP_TILE_ATTRIBUTION = '© <a href="https://example.net/licence">The Mapmakers</a>'
    policy = settings.CONTENT_SECURITY_POLICY
    sources = {**policy["DIRECTIVES"], "img-src": [*policy["DIRECTIVES"]["img-src"], origin]}
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": sources}
    yield asked
    server.shutdown()
    server.server_close()


def test_tiles_lie_over_the_base_and_name_their_maker(visit: Visits, sites: list[Site], tiles: list[str]) -> None:
    page = visit().open("/sites/map/#10/51.5/-0.12")
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.get_by_role("link", name="The Mapmakers")).to_be_visible()
    assert any(path.startswith("/10/") for path in tiles)


def test_land_is_there_without_any_tile_server(visit: Visits, sites: list[Site]) -> None:
    page = visit().open("/sites/map/")
    expect(page.locator("path.map-land").first).to_be_attached()
    expect(page.locator(".leaflet-tile")).to_have_count(0)
