"""What a timeline is narrowed by, and the reason of an undo."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from crm.changes.timeline import SYSTEM, Filter


class ActivityForm(forms.Form):
    """Kind, person and where to go on; an unknown value finds nothing and says so."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        people = get_user_model()._base_manager.order_by("name").values_list("pk", "name")
        everybody = [("", _("Everybody")), (SYSTEM, _("The system")), *((str(pk), name) for pk, name in people)]
        self.fields["kind"].choices = [("", _("Everything")), *kinds]
        self.fields["person"].choices = everybody

    def narrowed(self, seen: frozenset[str]) -> Filter:
        """What is asked for, as a timeline takes it."""
        values = self.cleaned_data
        return Filter(kind=values["kind"], person=values["person"], before=values["before"], seen=seen)


class UndoForm(forms.Form):
    """Why something is undone."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
