"""Small things every template shows: icons, moments, phone numbers, countries."""

import datetime as dt
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_countries import countries
from phonenumber_field.phonenumber import PhoneNumber

KEPT = 20_000  # texts a process keeps of phone numbers


def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """An icon of the sprite (`static/icons.txt`); without a label it is decoration and silent."""
    return _icon(name, str(label), extra)


@cache
def _icon(name: str, label: str, extra: str) -> SafeString:
    symbol = f"{name.removeprefix('filled/')}-filled" if name.startswith("filled/") else name
    context = {"sprite": static("icons.svg"), "name": symbol, "label": label, "extra": extra}
    return render_to_string("components/icon.html", context)


def short_moment(when: dt.datetime | dt.date) -> str:
    """`14:05` today, `3 May` this year, `3 May 2024` before; in local time."""
    today = timezone.localdate()
    local = timezone.localtime(when) if isinstance(when, dt.datetime) else when
    if isinstance(local, dt.datetime) and local.date() == today:
        return formats.time_format(local, "TIME_FORMAT")
    same_year = local.year == today.year
    return formats.date_format(local, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")


def full_moment(when: dt.datetime | dt.date) -> str:
    """Date and, where there is one, time, in local time."""
    if isinstance(when, dt.datetime):
        return formats.date_format(timezone.localtime(when), "DATETIME_FORMAT")
    return formats.date_format(when, "DATE_FORMAT")


def international(phone: PhoneNumber | str) -> str:
    """`+33 4 65 71 01 12`: a phone number as it is read out; formatting one takes a tenth of a millisecond."""
    return _international(phone if isinstance(phone, str) else phone.raw_input or str(phone))


@lru_cache(KEPT)
def _international(number: str) -> str:
    return str(PhoneNumber.from_string(number).as_international)


def country_name(code: object) -> str:
    """The name of a country in the reader's language; looking one up takes thirty microseconds."""
    return _country_name(str(code), get_language() or "")


@lru_cache(KEPT)
def _country_name(code: str, language: str) -> str:
    return str(countries.name(code))


def decimal(number: float, places: int) -> str:
    """A number in the reader's notation."""
    return formats.number_format(round(number, places), places, force_grouping=True)
