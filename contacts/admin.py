"""Contact types for administrators; the same actions as everywhere."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contacts.actions import change_contact_type, create_contact_type
from contacts.actions.types import FIELDS
from contacts.models import ContactType, Event
from crm.administration.base import ActionAdmin
from crm.administration.forms import VersionedForm


class ContactTypeForm(VersionedForm):
    """What a type is called and what it receives."""

    receives = forms.MultipleChoiceField(
        label=_("Receives"), choices=Event.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


@admin.register(ContactType)
class ContactTypeAdmin(ActionAdmin):
    """The types of contact of this business, and what each is told."""

    form = ContactTypeForm
    list_display = ("name", "description", "told_of", "retired", "position")
    list_filter = ("retired",)
    search_fields = ("name",)
    fields = FIELDS
    create = staticmethod(create_contact_type)
    change = staticmethod(change_contact_type)

    @admin.display(description=_("Receives"))
    def told_of(self, kind: Any) -> str:
        """The events in words."""
        return ", ".join(kind.events)
