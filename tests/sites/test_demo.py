"""The demo world has sites where its customers are."""

import pytest
from django.core.management import call_command

from customers.models import Customer
from sites.demo import TOWNS
from sites.geocoders.gazetteer import distance_km, gazetteer
from sites.models import PendingSite, Site


@pytest.mark.django_db
def test_demo_customers_have_sites_near_their_towns_and_some_wait_to_be_located() -> None:
    call_command("seed_demo")
    sites = list(Site.objects.select_related("customer"))
    assert Customer.objects.live().exclude(sites__isnull=False).exclude(city="").count() == 0
    assert {site.to_confirm for site in sites} == {True, False}
    assert PendingSite.objects.waiting().count() >= 3
    for site in sites:
        assert site.country == site.customer.country
        assert abs(float(site.latitude) - TOWNS[site.city][0]) < 0.01
        assert abs(float(site.longitude) - TOWNS[site.city][1]) < 0.01

    call_command("seed_demo")
    assert Site.objects.count() == len(sites)


def test_the_towns_are_where_the_gazetteer_has_them() -> None:
    for name, (latitude, longitude) in TOWNS.items():
        if (town := gazetteer().find(name)) and town.country in ("FR", "ES", "GB"):
            assert distance_km(latitude, longitude, town) < 8, name
