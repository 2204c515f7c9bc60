"""Customers, their statuses and regions for administrators; the same actions as the pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.administration.base import ActionAdmin
from crm.administration.forms import VersionedForm
from crm.labels.actions import set_tags
from crm.labels.attributes import definitions_of
from crm.labels.forms import AttributeFields, TagField, attribute_field
from customers.actions import (
    bring_back_status,
    change_customer,
    change_customer_status,
    change_region,
    create_customer,
    create_customer_status,
    create_region,
    retire_status,
)
from customers.actions.create import default_status
from customers.actions.statuses import FIELDS as STATUS_FIELDS
from customers.actions.values import CUSTOMER_FIELDS
from customers.models import Customer, CustomerStatus, RegulatoryRegion, Role


class CustomerForm(AttributeFields, VersionedForm):
    """A customer with its tags and custom attributes."""

    tags = TagField()
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "tags" in self.fields:
            tags: Any = self.fields["tags"]
            tags.offer(self.instance)


@admin.register(Customer)
class CustomerAdmin(ActionAdmin):
    """Every field of a customer; archiving and what has rules of its own stand on the customer's page."""

    form = CustomerForm
    list_display = ("name", "number", "status", "city", "country", "account_manager", "archived_at")
    list_filter = ("status", "kind", "stage", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("status", "account_manager")
    search_fields = ("search",)
    search_help_text = _("Name, internal name, numbers, e-mail, phone, city or a custom attribute")
    fields = tuple(name for name in CUSTOMER_FIELDS if name != "attributes")
    create = staticmethod(create_customer)
    change = staticmethod(change_customer)
    autocomplete_fields = ("account_manager",)
    ordering = ("sort_name", "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """As everywhere else: every word, case and accents aside."""
        found: Any = queryset
        return found.matching(search_term), False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared fields, the tags, and one for each custom attribute."""
        fields = super().get_fields(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            return [*fields, "attributes"]
        return [*fields, "tags", *(each.field_name for each in definitions_of(Customer))]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Django asks for every field by name before there is a form."""
        named = {each.field_name: attribute_field(each, {}) for each in definitions_of(Customer)}
        return super().get_form(request, obj, change, form=type("CustomerForm", (CustomerForm,), named), **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What a new customer begins with."""
        return {
            **super().get_changeform_initial_data(request),
            "status": default_status(),
            "account_manager": request.user,
        }

    def perform_change(self, request: Any, obj: Any, *, version: int | None, **values: Any) -> Customer:
        """The customer, then its tags."""
        tags = values.pop("tags", None)
        customer = change_customer(obj, by=request.user, version=version, **values)
        return customer if tags is None else set_tags(customer, by=request.user, tags=tags)


@admin.register(CustomerStatus)
class CustomerStatusAdmin(ActionAdmin):
    """The statuses of this business and the rules of each."""

    list_display = ("name", "colour", "is_default", "retired", "position")
    list_filter = ("retired",)
    search_fields = ("name",)
    fields = STATUS_FIELDS
    create = staticmethod(create_customer_status)
    change = staticmethod(change_customer_status)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new status is not retired."""
        fields = super().get_fields(request, obj)
        return fields if obj is None else [*fields, "retired"]

    def perform_change(self, request: Any, obj: Any, *, version: int | None, **values: Any) -> CustomerStatus:
        """Retiring is an action of its own, and asks for a replacement on the page of statuses."""
        retired = values.pop("retired", None)
        changed = change_customer_status(obj, by=request.user, version=version, **values)
        if retired is None:
            return changed
        return (retire_status if retired else bring_back_status)(changed, by=request.user)


@admin.register(RegulatoryRegion)
class RegulatoryRegionAdmin(ActionAdmin):
    """Where a set of rules applies."""

    list_display = ("name", "country", "retired")
    search_fields = ("name",)
    fields = ("name", "country", "retired")
    create = staticmethod(create_region)
    change = staticmethod(change_region)
