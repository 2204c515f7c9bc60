"""Forms of saved views."""

from typing import Any

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.pages.forms import PageForm
from crm.views.actions import SHARE
from crm.views.models import SavedView


class NameForm(PageForm):
    """The name of a view and who sees it; the second only for those who may share."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Everybody sees it"), required=False)

    def __init__(self, *args: Any, user: Any, view: SavedView | None = None, **kwargs: Any) -> None:
        initial = {"name": view.name, "shared": view.shared} if view else {}
        super().__init__(*args, **{"initial": initial, **kwargs})
        if not user.has_perm(SHARE):
            del self.fields["shared"]


class NewViewForm(NameForm):
    """A view in the making: the list and its address come along."""

    list_key = forms.CharField(
        widget=forms.HiddenInput, max_length=80, error_messages={"required": gettext_lazy("There is no such list.")}
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def clean_list_key(self) -> str:
        """Only a list has views."""
        key = str(self.cleaned_data["list_key"])
        try:
            reverse(key)
        except NoReverseMatch as error:
            raise forms.ValidationError(_("There is no such list.")) from error
        return key


class StateForm(forms.Form):
    """The address a view should have from now on."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)
