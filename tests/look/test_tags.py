import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.utils import translation

from crm.labels.models import Tag


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


def test_icon_is_silent_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in render("{% icon 'users' %}")
    assert 'role="img" aria-label="Customers"' in render("{% icon 'users' 'Customers' %}")


def test_icon_label_is_escaped() -> None:
    assert "<b>" not in render("{% icon 'users' label %}", label='"><b>')


def test_filled_icon_has_the_id_of_the_sprite() -> None:
    assert "icons.svg#star-filled" in render("{% icon 'filled/star' %}")


def test_status_is_a_dot_and_a_word() -> None:
    assert render("{% state 'Active' 'green' %}") == '<span class="state dot-green">Active</span>'


def test_more_than_three_tags_become_a_number_that_names_them() -> None:
    labels = [Tag(name=name, colour="blue") for name in ("VIP", "Fibre", "School", "Late", "<b>")]
    shown = render("{% tags labels %}", labels=labels)
    assert shown.count("tag-blue") == 3
    assert 'title="Late, &lt;b&gt;">+2<' in shown


def test_no_tags_draw_nothing() -> None:
    assert render("{% tags labels %}", labels=[]) == ""


@pytest.mark.parametrize(
    ("when", "short"),
    [
        (dt.datetime(2026, 5, 3, 7, 30, tzinfo=dt.UTC), "09:30"),
        (dt.datetime(2026, 5, 2, 22, tzinfo=dt.UTC), "00:00"),
        (dt.datetime(2026, 5, 2, 7, 30, tzinfo=dt.UTC), "2 May"),
        (dt.datetime(2024, 12, 31, 23, 30, tzinfo=dt.UTC), "1 Jan 2025"),
        (dt.date(2026, 1, 9), "9 Jan"),
    ],
)
def test_date_is_as_short_as_it_stays_clear(when: dt.date, short: str) -> None:
    with time_machine.travel("2026-05-03T12:00:00Z", tick=False):
        assert f">{short}</time>" in render("{% moment when %}", when=when)


def test_date_shows_the_whole_on_hover() -> None:
    when = dt.datetime(2026, 5, 2, 7, 30, tzinfo=dt.UTC)
    assert 'title="2 May 2026, 09:30"' in render("{% moment when %}", when=when)


def test_missing_date_draws_nothing() -> None:
    assert render("{% moment when %}", when=None) == ""


def test_money_is_written_in_the_readers_notation() -> None:
    assert render("{{ amount|money:'EUR' }}", amount=Decimal("1204.5")) == "1,204.50 EUR"
    with translation.override("fr"):
        assert render("{{ amount|money:'EUR' }}", amount=Decimal("1204.5")).replace("\xa0", " ") == "1 204,50 EUR"


def test_missing_amount_is_empty_not_zero() -> None:
    assert render("{{ amount|money:'EUR' }}", amount=None) == ""
    assert render("{{ amount|money:'EUR' }}", amount=Decimal(0)) == "0.00 EUR"


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Change Password", "Change password"),
        ("Two-Factor Authentication", "Two-factor authentication"),
        ("Activate TOTP now", "Activate TOTP now"),
        ("  Sign In\n", "Sign in"),
        ("", ""),
    ],
)
def test_titles_of_packages_become_sentences(title: str, sentence: str) -> None:
    assert render("{{ title|sentence_case }}", title=title) == sentence


class Choices(forms.Form):
    kind = forms.ChoiceField(choices=[("a", "Company"), ("b", "Individual")], widget=forms.RadioSelect)
    name = forms.CharField(help_text="As on the contract")
    agreed = forms.BooleanField()


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    drawn = render("{% include 'components/field.html' %}", field=Choices()["kind"])
    assert "<legend" in drawn
    assert drawn.count('type="radio"') == 2
    assert 'class="form-control' not in drawn


def test_refused_field_says_why_beside_it() -> None:
    drawn = render("{% include 'components/field.html' %}", field=Choices({})["name"])
    assert "is-invalid" in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_error">This field is required.' in drawn
    assert "As on the contract" in drawn


def test_tick_box_stands_before_its_label() -> None:
    drawn = render("{% include 'components/field.html' %}", field=Choices()["agreed"])
    assert drawn.index('type="checkbox"') < drawn.index("Agreed")
