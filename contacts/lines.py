"""A form field of several lines, each a value and a label: e-mail addresses, phone numbers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.errors import DomainError

Pair = tuple[str, str]
SPARE = 2  # empty lines that stand ready, so that nothing needs a script
AT_MOST = 200  # lines of one field; a browser sends no more than it was shown


class LinesWidget(forms.Widget):
    """Two inputs a line under the same names: `emails` and `emails_label`, as often as there are lines."""

    template_name = "contacts/widgets/lines.html"
    use_fieldset = True

    def __init__(self, input_type: str, value_label: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.input_type, self.value_label = input_type, value_label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The lines there are and some spare ones."""
        context = super().get_context(name, value, attrs)
        held = [tuple(line) for line in value or ()]
        spare = [("", "")] * max(SPARE - len(held), 1)
        context["widget"] |= {
            "lines": [*held, *spare],
            "type": self.input_type,
            "value_label": self.value_label,
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Pair]:
        """The lines as they were typed; a label without a value is dropped."""
        values, labels = _all(data, name), _all(data, f"{name}_label")
        labels += [""] * (len(values) - len(labels))
        return [(value, label) for value, label in zip(values, labels, strict=False) if value.strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not have the field."""
        return name not in data

    def id_for_label(self, id_: str) -> str:
        """The first line."""
        return f"{id_}_0" if id_ else id_


class LinesField(forms.Field):
    """Lines checked one by one with `normal`, which raises DomainError; answers `make(value, label)` of each."""

    def __init__(self, *, normal: Callable[[str], Any], make: Callable[[str, str], Any], **options: Any) -> None:
        super().__init__(**options)
        self.normal, self.make = normal, make

    def clean(self, value: Any) -> list[Any]:
        """The lines, as the domain actions take them."""
        problems, lines = [], []
        typed = super().clean(value or [])
        if len(typed) > AT_MOST:
            raise ValidationError(_("At most %(number)d lines can be kept here.") % {"number": AT_MOST})
        for text, label in typed:
            try:
                lines.append(self.make(str(self.normal(text)), label.strip()[:40]))
            except DomainError as error:
                problems.append(str(error))
        if problems:
            raise ValidationError(problems)
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any line differs."""
        return [tuple(line) for line in initial or ()] != [tuple(line) for line in data or ()]


def _all(data: Any, name: str) -> list[str]:
    return [str(each) for each in (data.getlist(name) if hasattr(data, "getlist") else data.get(name, []))]
