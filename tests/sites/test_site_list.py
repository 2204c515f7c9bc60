"""The list of sites: search by Plus Code, filters, the circle, actions on many."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.changes.models import ChangeSet
from customers.actions import archive_customer
from sites.actions import restore_sites
from sites.models import Site
from staff.models import User
from tests.factories import CustomerFactory, RegionFactory, SiteFactory

LONDON = {"latitude": Decimal("51.507400"), "longitude": Decimal("-0.127800")}


def names(client: Client, query: str = "") -> list[str]:
    """The names on the list, in order."""
    response = client.get(f"/sites/?{query}")
    assert response.status_code == 200, response.context["listing"].errors
    return [record.name for record in response.context["listing"].window.rows]


@pytest.mark.feature("F032")
def test_list_shows_live_sites_by_name_with_customer_place_and_code(browser: Client) -> None:
    orange = CustomerFactory(name="Orange")
    SiteFactory(name="Élysée", customer=orange)
    SiteFactory(name="depot", customer=orange)
    SiteFactory(name="gone", archived=True)
    page = browser.get("/sites/").content.decode()

    assert names(browser) == ["depot", "Élysée"]
    assert names(browser, "archived=only") == ["gone"]
    for shown in (f'<a href="/customers/{orange.pk}/">Orange</a>', "Lyon", "8FQ6QR6M+28", "To confirm"):
        assert shown in page


@pytest.mark.feature("F052")
@pytest.mark.parametrize(
    "typed",
    ["8FQ6QR6M+28", "8fq6qr6m+28", "8FQ6QR6M+28X", "QR6M+28", "QR6M+28 Lyon", "QR6M+28 Lyon, France", "8FQ6QR6M+"],
)
def test_any_plus_code_finds_the_site(browser: Client, typed: str) -> None:
    site = SiteFactory(name="Wanted")
    SiteFactory(name="In London", **LONDON)
    asked = typed.replace("+", "%2B")

    assert names(browser, f"q={asked}") == ["Wanted"]
    assert f'href="{site.get_absolute_url()}"' in browser.get(f"/search/suggest/?q={asked}").content.decode()


def test_code_where_no_site_stands_leads_to_those_around_it(browser: Client) -> None:
    SiteFactory(name="Near by")
    found = browser.get("/search/?q=8FQ6QR6M%2B59", follow=True)

    assert found.redirect_chain[0][0].startswith("/sites/?latitude=45.760")
    assert [site.name for site in found.context["listing"].window.rows] == ["Near by"]


@pytest.mark.parametrize("typed", ["rue des archers", "69002", "lyon archers", "WANTED"])
def test_search_finds_by_name_and_address(browser: Client, typed: str) -> None:
    SiteFactory(name="Wanted")
    SiteFactory(name="Other", line1="", postal_code="", city="Paris")

    assert names(browser, f"q={typed}") == ["Wanted"]
    assert "Wanted" in browser.get(f"/search/suggest/?q={typed}").content.decode()


@pytest.mark.feature("F033")
def test_every_filter_narrows_and_they_combine(browser: Client, ana: User) -> None:
    customer, region = CustomerFactory(), RegionFactory()
    SiteFactory(
        name="Wanted",
        customer=customer,
        region=region,
        city="Málaga",
        country="ES",
        site_type="shop",
        location_source="pin",
        accuracy="exact",
        confirmed=True,
        latitude=Decimal("36.72"),
        longitude=Decimal("-4.42"),
    )
    SiteFactory(name="Other")
    filters = [
        f"customer={customer.pk}",
        f"customer={customer.number}",
        "city=malaga",
        "country=ES",
        "site_type=shop&site_type=home",
        "source=pin",
        "accuracy=exact",
        "location=confirmed",
        f"region={region.pk}",
        "latitude=36.72&longitude=-4.43&km=10",
        "latitude=36.72&longitude=-4.43",
    ]
    for narrowed in (*filters, "&".join(filters[1:])):
        assert names(browser, narrowed) == ["Wanted"], narrowed
    assert names(browser, "location=to_confirm") == ["Other"]
    assert names(browser, "latitude=36.72&longitude=-4.43&km=0.1") == []
    assert "Customer: " + customer.name in browser.get(f"/sites/?customer={customer.pk}").content.decode()


@pytest.mark.feature("F066")
def test_circle_is_one_chip_with_the_distance_on_each_row(browser: Client) -> None:
    SiteFactory(name="In London", **LONDON)
    response = browser.get("/sites/?latitude=51.5523&longitude=-0.1278&km=5&country=FR")
    chips = response.context["listing"].chips

    assert [(chip.label, chip.without) for chip in chips][-1] == ("Around a point", "country=FR")
    assert "5.0 km" in response.content.decode()
    assert names(browser, "latitude=51.5524&longitude=-0.1278&km=5") == []


@pytest.mark.feature("F066")
def test_around_a_point_the_nearest_stand_first_unless_asked_otherwise(browser: Client) -> None:
    for number in range(7):
        SiteFactory(name=f"Site {6 - number}", latitude=Decimal("45.76") + Decimal(number) / 1000)
    near = "latitude=45.76&longitude=4.8333&km=2"
    nearest_first = [f"Site {number}" for number in range(6, -1, -1)]

    assert names(browser, near) == nearest_first
    assert names(browser, f"{near}&sort=name") == nearest_first[::-1]
    listing = browser.get(f"/sites/?{near}&per_page=3").context["listing"]
    assert "sort=name" in listing.query(sort="name")
    seen = [site.name for site in listing.window.rows]
    while listing.window.next:
        listing = browser.get(f"/sites/?{listing.query(**listing.window.next)}").context["listing"]
        seen += [site.name for site in listing.window.rows]
    assert seen == nearest_first
    file: Any = browser.get(f"/sites/export.csv?{near}&columns=name")
    assert b"".join(file.streaming_content).decode("utf-8-sig").split()[2::2] == list("6543210")


@pytest.mark.parametrize(
    "wrong",
    [
        "latitude=45",
        "longitude=4&km=3",
        "latitude=91&longitude=0",
        "latitude=NaN&longitude=0",
        "latitude=0&longitude=Infinity",
        "latitude=0&longitude=1e400",
        "latitude=0&longitude=0&km=-1",
        "latitude=0&longitude=0&km=99999",
        "latitude=north&longitude=0",
        "customer=nobody",
        "customer=99999999999999999999",
        "source=dream",
    ],
)
def test_wrong_filter_gives_no_rows_and_says_why(browser: Client, wrong: str) -> None:
    SiteFactory()
    response = browser.get(f"/sites/?{wrong}")

    assert response.status_code == 400
    assert response.context["listing"].errors
    assert response.context["listing"].window.rows == []


def test_pins_are_confirmed_and_sites_archived_from_the_list(browser: Client, ana: User) -> None:
    seen, kept = SiteFactory(), SiteFactory()
    browser.post("/sites/bulk/confirm-location/", {"pk": [seen.pk], "confirm": "1", "seen": "1"})
    browser.post("/sites/bulk/archive/", {"pk": [seen.pk], "confirm": "1", "seen": "1", "reason": "Closed"})
    seen.refresh_from_db()
    kept.refresh_from_db()

    assert (seen.confirmed_by, seen.archive_batch.reason) == (ana, "Closed")
    assert kept.to_confirm and not kept.is_archived
    assert ChangeSet.objects.latest("pk").route == "bulk"


def test_many_sites_are_archived_and_restored_in_a_few_statements(browser: Client) -> None:
    counted = []
    for number in (2, 6):
        keys = [SiteFactory().pk for _ in range(number)]
        for action in ("archive", "restore"):
            with CaptureQueriesContext(connection) as statements:
                answer = browser.post(
                    f"/sites/bulk/{action}/", {"pk": keys, "confirm": "1", "seen": str(number), "archived": "all"}
                )
            assert answer.status_code in (200, 302)
            assert Site.objects.filter(pk__in=keys, archived_at__isnull=action == "restore").count() == number
            counted.append(len(statements))
    assert counted[:2] == counted[2:]
    assert ChangeSet.objects.latest("pk").verb == "restore_sites"


def test_sites_of_an_archived_customer_are_not_restored_without_it(browser: Client, ana: User) -> None:
    alone, gone = SiteFactory(archived=True), SiteFactory()
    archive_customer(gone.customer, by=ana)
    outcome = restore_sites(Site.objects.filter(pk__in=(alone.pk, gone.pk)), by=ana)
    assert (outcome.done, [each.record for each in outcome.refusals]) == (1, [gone])


def test_export_holds_codes_and_coordinates(browser: Client) -> None:
    SiteFactory(name="Shop", customer=CustomerFactory(name="Orange"))
    file: Any = browser.get("/sites/export.csv?columns=name,customer,plus_code,latitude,location_source")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[1] == "Shop,Orange,8FQ6QR6M+28,45.760100,Address search"
    assert Site.objects.count() == 1
