"""Numbers as people write them, read as E.164; what is plain is read without the library, as files hold thousands."""

import re
from functools import cache
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata

_PLAIN = re.compile(r"\+?[0-9][0-9 .\-/]*")
_BETWEEN = str.maketrans("", "", " .-/")


def e164(written: str, region: str, *, possible: bool = False) -> str | None:
    """A valid number as E.164, read as one of a region (ISO code) where it has no country code; None for any other.

    `possible` takes numbers of a length that there is, though nobody has them yet.
    """
    if quick := _quickly(written, region):
        return quick
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    good = phonenumbers.is_possible_number if possible else phonenumbers.is_valid_number
    if not good(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _quickly(written: str, region: str) -> str | None:
    """What the library would say of a usual fixed or mobile number; None where that takes a closer look.

    A tenth of the library's time: it tries a dozen kinds of number before these two.
    """
    if not _PLAIN.fullmatch(written):
        return None
    digits = written.translate(_BETWEEN)
    if digits[0] == "+":
        for length in (1, 2, 3):
            if plan := _plan_of_code(digits[1 : 1 + length]):
                return digits if plan.is_usual(digits[1 + length :]) else None
        return None
    plan = _plan_of_region(region)
    if plan is None or not plan.prefix or not digits.startswith(plan.prefix):
        return None
    national = digits.removeprefix(plan.prefix)
    return f"+{plan.code}{national}" if plan.is_usual(national) else None


class _Plan:
    """How a country numbers its usual telephones."""

    def __init__(self, metadata: Any) -> None:
        self.code = str(metadata.country_code)
        parsed = metadata.national_prefix_for_parsing or ""
        self.prefix = parsed if parsed.isdigit() and metadata.national_prefix_transform_rule is None else ""
        self.stripped = re.compile(parsed) if parsed else None
        self.general = _pattern(metadata.general_desc)
        self.usual = [_pattern(each) for each in (metadata.mobile, metadata.fixed_line)]

    def is_usual(self, national: str) -> bool:
        """Whether it is a fixed or mobile number that stands as it is: nothing before it is taken off."""
        if not self.general.fullmatch(national) or not any(each.fullmatch(national) for each in self.usual):
            return False
        return self.stripped is None or not self.stripped.match(national)


def _pattern(description: Any) -> "re.Pattern[str]":
    """The numbers of a kind; none where the country has no such kind."""
    return re.compile((description.national_number_pattern if description else None) or "(?!)")


@cache
def _plan_of_region(region: str) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region(region, None)
    return _Plan(metadata) if metadata else None


@cache
def _plan_of_code(code: str) -> _Plan | None:
    """The plan of a country code, of the main country where several share it."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code)) if code.isdigit() else None
    return _plan_of_region(regions[0]) if regions and regions[0] != "001" else None
