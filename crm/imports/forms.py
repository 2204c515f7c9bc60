"""The forms of an import: the file, and what its columns mean."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.imports.encodings import ENCODINGS
from crm.imports.kinds import ImportKind
from crm.imports.mapping import given_name
from crm.imports.models import ImportBatch
from crm.imports.reading import DELIMITERS, Preview
from crm.imports.states import Existing
from crm.pages.forms import PageForm


class UploadForm(PageForm):
    """Which file, and what it holds."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in the file?"))
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("With column names in the first line. Encoding and separator are recognised."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )

    def __init__(self, *args: Any, kinds: Sequence[ImportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.slug, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial["kind"] = kinds[0].slug


class ShapeForm(forms.Form):
    """How the file is written, where it was not recognised rightly."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=list(ENCODINGS.items()))
    delimiter = forms.ChoiceField(label=gettext_lazy("Separator"), choices=list(DELIMITERS.items()))


class ColumnsForm(PageForm):
    """A choice for each column, how records are recognised, and what happens to those already there."""

    key = forms.ChoiceField(
        label=gettext_lazy("Recognise records by"),
        required=False,
        help_text=gettext_lazy("A line with the same value as a record updates it instead of making another."),
    )
    existing = forms.ChoiceField(label=gettext_lazy("When it is already there"), choices=Existing.choices)

    def __init__(self, *args: Any, batch: ImportBatch, kind: ImportKind, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(key=batch.key, existing=batch.existing)
        self.preview = preview
        fields = kind.fields()
        offered = [("", _("— not imported —")), *((field.name, field.label) for field in fields)]
        for index, name in enumerate(preview.header):
            chosen = batch.mapping.get(str(index), "")
            label = name or _("Column %(number)s") % {"number": index + 1}
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=label, choices=offered, required=False, initial=chosen
            )
        labels = {field.name: field.label for field in fields}
        for name in kind.given:
            label = _("%(field)s of all lines") % {"field": labels[name]}
            self.fields[given_name(name)] = forms.CharField(
                label=label,
                required=False,
                max_length=200,
                initial=batch.given.get(name, ""),
                help_text=_("Counts where a line says nothing itself."),
            )
        keys = [(name, labels[name]) for name in kind.keys]
        self.fields["key"].choices = [("", _("— every line is new —")), *keys]

    @cached_property
    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column's choice with its first values."""
        good = [line.cells for line in self.preview.lines if not line.error]
        return [
            (self[f"column-{index}"], [cells[index][:60] for cells in good if index < len(cells)])
            for index in range(len(self.preview.header))
        ]

    @property
    def given_fields(self) -> list[forms.BoundField]:
        """The values for all lines, to be typed."""
        return [self[name] for name in self.fields if name.startswith(given_name(""))]

    @property
    def given(self) -> dict[str, str]:
        """Field → text for all lines, of those that were typed."""
        typed = {name: self.cleaned_data[name].strip() for name in self.fields if name.startswith(given_name(""))}
        return {name.removeprefix(given_name("")): text for name, text in typed.items() if text}

    @property
    def mapping(self) -> dict[str, str]:
        """Column number → field, of the columns that are imported."""
        chosen = {str(index): self.cleaned_data[f"column-{index}"] for index in range(len(self.preview.header))}
        return {index: name for index, name in chosen.items() if name}
