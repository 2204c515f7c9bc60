"""Plain numbers are read without the library, and just as it would read them."""

from random import Random

import phonenumbers
import pytest

from customers import phones
from customers.phones import e164


def of_the_library(written: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    valid = phonenumbers.is_valid_number(number)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)) if valid else None


def written_in(region: str, random: Random) -> list[str]:
    """A number of a region and some that are nearly one, in the ways people write them."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    example = phonenumbers.example_number(region)
    digits = list(phonenumbers.national_significant_number(example))
    for place in random.sample(range(len(digits)), k=min(2, len(digits))):
        digits[place] = random.choice("0123456789")
    national, prefix = "".join(digits), plan.national_prefix or ""
    code = f"+{plan.country_code}"
    spaced = " ".join((national[:2], national[2:5], national[5:]))
    return [
        f"{code}{national}",
        f"{code} {spaced}",
        f"{prefix}{national}",
        f"0{spaced}",
        f"{code}{prefix}{national}",
        national,
    ]


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_every_country_is_read_as_the_library_reads_it(region: str) -> None:
    random = Random(region)
    for written in [each for _ in range(5) for each in written_in(region, random)]:
        assert e164(written, region) == of_the_library(written, region), written


def test_usual_numbers_need_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones.phonenumbers, "parse", None)
    assert e164("06 12.34-56/78", "FR") == e164("+33 6 12 34 56 78", "") == "+33612345678"
    assert e164("+39 02 1234 5678", "US") == "+390212345678"


def test_what_is_no_number_is_none_and_a_possible_one_is_taken_where_that_is_asked() -> None:
    assert e164("ring the bell", "FR") is e164("", "FR") is e164("+", "FR") is e164("+999 1", "FR") is None
    assert e164("+33 0 11 11 11 11", "FR") is None
    assert e164("+33 0 11 11 11 11", "FR", possible=True)
