"""The forms of files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.attachments.sniffing import TYPES
from crm.pages.actions import ActionForm
from crm.pages.forms import PageForm

AT_ONCE = 20


class FilesInput(forms.FileInput):
    """A file chooser for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file checked as one; what is inside is checked when it is kept."""
        files = data if isinstance(data, list | tuple) and data else [data or None]
        if len(files) > AT_ONCE:
            raise forms.ValidationError(_("Send at most %(count)d files at once."), params={"count": AT_ONCE})
        return [super(FilesField, self).clean(each, initial) for each in files]


class FilesForm(PageForm):
    """Files to keep with a record."""

    files = FilesField(  # type: ignore[assignment]
        label=_("Files"),
        allow_empty_file=True,  # refused in our own words, with the reasons of the other files
        widget=FilesInput(attrs={"accept": ",".join(f".{extension}" for extension in TYPES)}),
    )


class RenameForm(ActionForm):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=180)
