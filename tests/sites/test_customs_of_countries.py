"""Region and postal code on the form: called what the country calls them, and never refused for their form."""

import pytest
from django.test import Client

from sites.models import Site
from tests.factories import CustomerFactory
from tests.sites.test_site_create import HERE


@pytest.mark.feature("F042", "F043")
@pytest.mark.parametrize(
    ("country", "state", "code", "hint", "number"),
    [
        ("US", "State", "ZIP code", "For example 95014", "840"),
        ("IE", "County", "Eircode", "For example A65 F4E2", "372"),
        ("JP", "Prefecture", "Postal code", "For example 154-0023", "392"),
        ("FR", "State or region", "Postal code", "For example 33380", "250"),
        ("ZZ", "State or region", "Postal code", "", ""),
        ("all", "State or region", "Postal code", "", ""),  # the name of a file of the package that knows them
    ],
)
def test_region_and_code_are_called_what_the_country_calls_them(
    browser: Client, country: str, state: str, code: str, hint: str, number: str
) -> None:
    answer = browser.get("/sites/lookup/customs/", {"country": country})
    assert answer.json() == {"state": state, "postal_code": code, "postal_code_hint": hint, "number": number}


def test_form_with_nonsense_for_a_country_is_refused_in_words(browser: Client) -> None:
    answer = browser.post(f"/sites/new/?customer={CustomerFactory().pk}", {**HERE, "country": "all"})
    assert answer.status_code == 422 and "country" in answer.context["form"].errors


@pytest.mark.feature("F043")
def test_postal_code_is_text_and_never_refused_for_its_form(browser: Client) -> None:
    browser.post(f"/sites/new/?customer={CustomerFactory().pk}", {**HERE, "postal_code": "0-not like France"})
    assert Site.objects.get().postal_code == "0-not like France"
