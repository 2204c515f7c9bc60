"""Creating a site: whose, where, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest

from crm.errors import DomainError
from sites.actions import create_site
from sites.models import Site
from staff.models import User
from tests.factories import CustomerFactory, RegionFactory, SiteFactory

HERE: dict[str, Any] = {"name": "Barn", "country": "FR", "latitude": 45.7601, "longitude": Decimal("4.8333")}


@pytest.mark.feature("F032")
@pytest.mark.feature("F046")
def test_a_site_belongs_to_a_customer_and_gets_its_plus_code_from_the_coordinates(ana: User) -> None:
    customer = CustomerFactory()
    site = create_site(customer, by=ana, site_type="shop", line1=" 4 rue des Archers ", city="Lyon", **HERE)
    site = Site.objects.get(pk=site.pk)
    assert (site.customer, site.line1, site.plus_code) == (customer, "4 rue des Archers", "8FQ6QR6M+28")
    assert (site.latitude, site.longitude) == (Decimal("45.760100"), Decimal("4.833300"))
    assert (site.location_source, site.accuracy, site.to_confirm) == ("manual", "unknown", True)


@pytest.mark.feature("F051")
def test_a_pin_without_any_street_is_a_site(ana: User) -> None:
    site = create_site(CustomerFactory(), by=ana, location_source="pin", accuracy="exact", confirmed=True, **HERE)
    assert not site.has_address
    assert (site.confirmed_by, site.location_source) == (ana, "pin")
    assert site.confirmed_at == site.located_at


@pytest.mark.feature("F054")
@pytest.mark.feature("F055")
@pytest.mark.feature("F057")
@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"latitude": None}, "latitude"),
        ({"latitude": None, "longitude": None}, "latitude"),
        ({"latitude": float("nan")}, "latitude"),
        ({"longitude": float("inf")}, "latitude"),
        ({"latitude": 90.1}, "latitude"),
        ({"longitude": -180.5}, "latitude"),
        ({"country": ""}, "country"),
        ({"country": "XK"}, "country"),
        ({"name": "  "}, "name"),
        ({"site_type": "castle"}, "site_type"),
        ({"postal_code": "1" * 21}, "postal_code"),
    ],
)
def test_what_is_missing_or_wrong_is_refused_beside_its_field(ana: User, bad: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        create_site(CustomerFactory(), by=ana, **{**HERE, **bad})
    assert refusal.value.field == field
    assert not Site.objects.exists()


def test_an_archived_customer_takes_no_new_site(ana: User) -> None:
    with pytest.raises(DomainError, match="is archived"):
        create_site(CustomerFactory(archived=True), by=ana, **HERE)


@pytest.mark.feature("X15")
def test_the_region_is_that_of_the_customer_unless_the_site_says_otherwise(ana: User) -> None:
    mainland, island = RegionFactory(country="FR"), RegionFactory()
    customer = CustomerFactory(country="FR")
    assert SiteFactory(customer=customer).region == mainland
    assert SiteFactory(customer=customer, region=island).region == island
    assert SiteFactory(customer=customer, region=None).region == mainland


@pytest.mark.feature("F045")
@pytest.mark.parametrize(
    ("latitude", "longitude"), [("90", "180"), ("-90", "-180"), ("0", "0"), ("51.50740049", "-0.1")]
)
def test_the_ends_of_the_earth_are_places(ana: User, latitude: str, longitude: str) -> None:
    where = {**HERE, "latitude": Decimal(latitude), "longitude": Decimal(longitude)}
    site = create_site(CustomerFactory(), by=ana, **where)
    assert site.latitude == round(Decimal(latitude), 6)
