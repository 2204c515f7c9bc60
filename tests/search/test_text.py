"""Text that comes from addresses, forms and files."""

import pytest

from crm.text import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_ascii_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", "1.0", "1e3", "1_0", " 1", "²", "٣", "x", "9" * 19])
def test_anything_else_is_none(text: str) -> None:
    assert whole_number(text) is None


def test_a_version_has_nine_digits_at_most() -> None:
    assert (whole_number("9" * 9, at_most=9), whole_number("1" * 10, at_most=9)) == (999_999_999, None)
