"""Creating and editing a site by the form."""

from typing import Any

import pytest
from django.test import Client

from sites.models import Site
from staff.models import User
from tests.factories import CustomerFactory, SiteFactory
from tests.fakes.google import KEY

HERE = {"name": "Barn", "site_type": "other", "country": "FR", "latitude": "45.7601", "longitude": "4.8333"}


def test_a_new_site_asks_whose_it_is(browser: Client) -> None:
    orange = CustomerFactory(name="Orange")
    CustomerFactory(name="Orange archived", archived=True)
    page = browser.get("/sites/new/?q=orange").content.decode()

    assert f'href="?customer={orange.pk}"' in page and "Orange archived" not in page
    assert browser.get("/sites/new/").status_code == 200
    for nobody in ("0", "x", "9" * 30):
        assert browser.get(f"/sites/new/?customer={nobody}").status_code == 404
    browser.post("/sites/new/", HERE)
    assert not Site.objects.exists()


@pytest.mark.feature("F032")
@pytest.mark.feature("F049")
@pytest.mark.feature("F051")
def test_name_country_and_typed_coordinates_make_a_site(browser: Client) -> None:
    customer = CustomerFactory()
    response = browser.post(f"/sites/new/?customer={customer.pk}", {**HERE, "confirmed": "on"})
    site = Site.objects.get()

    assert response["Location"] == f"/sites/{site.pk}/"
    assert (site.customer, site.plus_code, site.location_source) == (customer, "8FQ6QR6M+28", "manual")
    assert not site.to_confirm


@pytest.mark.feature("F054")
@pytest.mark.feature("F055")
@pytest.mark.feature("F057")
@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"latitude": "", "longitude": ""}, "latitude", "search for the address or put the pin on the map"),
        ({"longitude": ""}, "latitude", "put the pin on the map"),
        ({"latitude": "91"}, "latitude", "from −90 to 90"),
        ({"longitude": "1e400"}, "longitude", ""),
        ({"latitude": "NaN"}, "latitude", ""),
        ({"country": ""}, "country", "required"),
        ({"country": "XK"}, "country", ""),
        ({"name": ""}, "name", "required"),
        ({"postal_code": "1" * 21}, "postal_code", ""),
        ({"site_type": "castle"}, "site_type", ""),
    ],
)
def test_error_stands_beside_its_field_and_everything_typed_stays(
    browser: Client, wrong: dict[str, str], field: str, told: str
) -> None:
    typed = {**HERE, "city": "Lyon", "address_note": "Red barn", **wrong}
    response = browser.post(f"/sites/new/?customer={CustomerFactory().pk}", typed)
    page = response.content.decode()

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert told in page and 'value="Lyon"' in page and "Red barn" in page
    assert not Site.objects.exists()


@pytest.mark.feature("F055")
def test_country_is_prefilled_and_the_first_site_begins_where_the_customer_is(browser: Client, settings: Any) -> None:
    settings.DEFAULT_COUNTRY = "ES"
    elsewhere = CustomerFactory()
    customer = CustomerFactory(name="Orange", line1="1 rue X", city="Nantes", country="FR")

    def initial(of: Any, name: str) -> Any:
        return browser.get(f"/sites/new/?customer={of.pk}").context["form"][name].value()

    assert initial(elsewhere, "country") == "ES"
    assert (initial(customer, "country"), initial(customer, "city"), initial(customer, "name")) == (
        "FR",
        "Nantes",
        "Orange",
    )
    SiteFactory(customer=customer)
    assert (initial(customer, "country"), initial(customer, "city")) == ("FR", None)


def test_form_sent_twice_makes_one_site(browser: Client) -> None:
    address = f"/sites/new/?customer={CustomerFactory().pk}"
    token = browser.get(address).context["form_token"]
    for _ in range(2):
        response = browser.post(address, {**HERE, "form_token": token})

    assert response["Location"] == Site.objects.get().get_absolute_url()


def form_of(site: Site, **values: str) -> dict[str, Any]:
    """What the edit form sends where nothing but the values was touched."""
    names = ("name", "site_type", "line1", "line2", "city", "state", "postal_code", "address_note")
    facts = ("latitude", "longitude", "location_source", "accuracy", "provider", "provider_place_id")
    sent = {name: str(getattr(site, name)) for name in (*names, *facts)}
    where = {"placed": f"{site.latitude},{site.longitude}", "country": str(site.country), "version": str(site.version)}
    return {**sent, **where, **values}


def test_nothing_typed_changes_nothing(browser: Client) -> None:
    site = SiteFactory(confirmed=True, provider="google", provider_place_id="abc")
    browser.post(f"/sites/{site.pk}/edit/", form_of(site))
    after = Site.objects.get()

    assert (after.version, after.provider_place_id, after.to_confirm) == (site.version, "abc", False)


def test_another_address_makes_the_pin_one_to_confirm(browser: Client) -> None:
    site = SiteFactory(confirmed=True)
    browser.post(f"/sites/{site.pk}/edit/", form_of(site, line1="5 rue des Archers"))
    assert Site.objects.get().to_confirm


@pytest.mark.feature("F049")
def test_typed_coordinates_lose_what_was_known_about_the_former_ones(browser: Client) -> None:
    site = SiteFactory(confirmed=True, provider="google", provider_place_id="abc")
    browser.post(f"/sites/{site.pk}/edit/", form_of(site, latitude="45.7602"))
    after = Site.objects.get()

    assert (after.location_source, after.accuracy, after.provider, after.provider_place_id) == (
        "manual",
        "unknown",
        "",
        "",
    )
    assert after.to_confirm and str(after.latitude) == "45.760200"


def test_stale_form_shows_the_conflict_and_keeps_the_text(browser: Client) -> None:
    site = SiteFactory()
    browser.post(f"/sites/{site.pk}/edit/", form_of(site, name="Theirs"))
    response = browser.post(f"/sites/{site.pk}/edit/", form_of(site, name="Mine"))

    assert response.status_code == 409
    assert "Theirs" in response.content.decode() and 'value="Mine"' in response.content.decode()


def test_zero_and_zero_is_asked_about_and_not_refused(browser: Client) -> None:
    url, nowhere = f"/sites/new/?customer={CustomerFactory().pk}", {**HERE, "latitude": "0", "longitude": "0.0000"}
    answer = browser.post(url, nowhere)
    assert answer.status_code == 422 and not Site.objects.exists()
    assert "really at 0, 0" in answer.context["form"].errors["latitude"][0]

    browser.post(url, {**nowhere, "confirmed": "on"})
    site = Site.objects.get()
    assert (site.latitude, site.longitude, site.to_confirm) == (0, 0, False)


def test_a_site_at_zero_and_zero_is_not_asked_about_again(browser: Client, ana: User) -> None:
    site = SiteFactory(latitude=0, longitude=0)
    url = f"/sites/{site.pk}/edit/"
    form = browser.get(url).context["form"]
    sent = {field.html_name: str(field.value() or "") for field in form} | {"latitude": "0", "longitude": "0"}
    browser.post(url, {**sent, "name": "Buoy", "confirmed": "", "version": site.version})
    site.refresh_from_db()
    assert site.name == "Buoy"


def test_map_of_a_new_site_begins_in_the_customer_s_town_or_country(browser: Client, settings: Any) -> None:
    def start(city: str) -> str:
        customer = CustomerFactory(city=city, country="FR")
        page = browser.get(f"/sites/new/?customer={customer.pk}").content.decode()
        assert 'data-country="250"' in page
        return page.split('data-start="')[1].split('"')[0]

    assert start("Lyon") == "45.749060,4.847890"  # from the gazetteer, which is read where there is no service
    assert start("Nowhere-on-Sea") == ""
    settings.GEOCODER = "sites.geocoders.google.GoogleGeocoder"
    settings.GOOGLE_MAPS_API_KEY = KEY
    assert start("Lyon") == ""
    SiteFactory(city="LYON", latitude="45.700000", longitude="4.800000")
    assert start("Lyon") == "45.700000,4.800000"
