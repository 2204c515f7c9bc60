"""The types of custom attributes: how each is typed in, stored in JSON, read back and said in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.labels.models import AttributeDefinition, AttributeType
from crm.text import clean, fold

LARGEST = 2**53 - 1  # whole numbers that every reader of JSON keeps exact
YES = {"true", "yes", "y", "oui", "o", "si", "s", "1", "x"}
NO = {"false", "no", "n", "non", "0"}
YES_OR_NO = [("", "—"), ("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))]

MakeField = Callable[[AttributeDefinition], forms.Field]


@dataclass(frozen=True, slots=True)
class AttributeKind:
    """What one type does.

    `make_field` is the form field; `tidy` brings text from files to what the field takes; `store` turns the
    field's value into JSON and `load` turns it back; `words` shows a loaded value.
    """

    make_field: MakeField
    tidy: Callable[[str], str] = str.strip
    store: Callable[[Any], Any] = str
    load: Callable[[Any], Any] = str
    words: Callable[[Any], str] = str
    numeric: bool = False

    def field(self, definition: AttributeDefinition) -> forms.Field:
        """The form field, labelled and with its help."""
        field = self.make_field(definition)
        field.label, field.help_text, field.required = definition.label, definition.help_text, definition.required
        return field


def kind_of(definition: AttributeDefinition) -> AttributeKind:
    """The kind of a definition's type."""
    return KINDS[AttributeType(definition.type)]


def _choice_field(definition: AttributeDefinition) -> forms.Field:
    return forms.ChoiceField(choices=[("", "—"), *((choice, choice) for choice in definition.choices)])


def _date_field(definition: AttributeDefinition) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def _boolean_field(definition: AttributeDefinition) -> forms.Field:
    return forms.TypedChoiceField(choices=YES_OR_NO, coerce=lambda text: text == "true", empty_value=None)


def _tidy_boolean(text: str) -> str:
    word = fold(text).strip()
    return "true" if word in YES else "false" if word in NO else text


def _tidy_decimal(text: str) -> str:
    """A comma is read as the decimal point unless a point is there too."""
    return text.strip() if "." in text else text.strip().replace(",", ".")


def _plain(value: Decimal) -> str:
    """`1.50` and `1.5` are one value and stored as one text, never as `1.5E+2`."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


KINDS: dict[AttributeType, AttributeKind] = {
    AttributeType.TEXT: AttributeKind(lambda definition: forms.CharField(max_length=200)),
    AttributeType.LONG_TEXT: AttributeKind(
        lambda definition: forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    ),
    AttributeType.INTEGER: AttributeKind(
        lambda definition: forms.IntegerField(min_value=-LARGEST, max_value=LARGEST),
        store=int,
        load=int,
        words=lambda value: number_format(value, use_l10n=True, force_grouping=False),
        numeric=True,
    ),
    AttributeType.DECIMAL: AttributeKind(
        lambda definition: forms.DecimalField(max_digits=20, decimal_places=6, widget=forms.NumberInput()),
        tidy=_tidy_decimal,
        store=_plain,
        load=Decimal,
        words=lambda value: number_format(_plain(value), use_l10n=True),
        numeric=True,
    ),
    AttributeType.BOOLEAN: AttributeKind(
        _boolean_field,
        tidy=_tidy_boolean,
        store=bool,
        load=bool,
        words=lambda value: _("Yes") if value else _("No"),
    ),
    AttributeType.DATE: AttributeKind(
        _date_field,
        store=lambda value: value.isoformat(),
        load=date.fromisoformat,
        words=lambda value: date_format(value, "SHORT_DATE_FORMAT"),
    ),
    AttributeType.CHOICE: AttributeKind(_choice_field),
    AttributeType.URL: AttributeKind(lambda definition: forms.URLField(max_length=500, assume_scheme="https")),
}


def as_typed(value: Any) -> Any:
    """A value as a form would have sent it: JSON and Python values alike become what fields read."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(value) if isinstance(value, str) else value
