"""Forms about customers; their field names are the keyword names of the actions."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.labels.forms import AttributeFields, TagField
from crm.pages.actions import ActionForm
from crm.pages.forms import Group, PageForm, PageModelForm
from customers.models import Address, Customer, CustomerStatus, Kind, Note, RegulatoryRegion, Role, Stage
from staff.models import User

PLACE = ("line1", "line2", "postal_code", "city", "state", "country")


class WebAddress(forms.URLField):
    """A web address; `example.com` means `https://example.com`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class CustomerForm(AttributeFields, PageModelForm):
    """A name and a kind are enough; the rest stands in groups that open."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    managers = forms.ModelMultipleChoiceField(
        label=_("Other account managers"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-tags": "", "data-remove": _("Take off")}),
    )

    class Meta:
        model = Customer
        fields = (
            *("kind", "name", "internal_name", "email", "phone", *PLACE),
            *("status", "roles", "account_manager", "region", "website", "language", "currency"),
            *("external_number", "internal_reference", "vat_number", "registration_number"),
            *("internal_note", "customer_note"),
        )
        field_classes = {"website": WebAddress}
        widgets = {
            "kind": forms.RadioSelect,
            "internal_note": forms.Textarea(attrs={"rows": 3}),
            "customer_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Kind.choices  # no empty choice among radio buttons
        self.fields["currency"].required = False
        self._offer_in_use()

    def clean_currency(self) -> str:
        """In capitals; left empty it stays what it was."""
        return self.cleaned_data["currency"].upper() or self.instance.currency

    @property
    def groups(self) -> tuple[Group, ...]:  # type: ignore[override]
        """The needed fields first; further attributes of the installation beside the numbers."""
        numbers = ("external_number", "internal_reference", "vat_number", "registration_number")
        care = ("status", "account_manager", "managers", "roles", "region")
        return (
            Group(("kind", "name", "internal_name", "email", "phone", "tags", *self.required_attributes)),
            Group(PLACE, _("Address")),
            Group(care, _("Status and who looks after them")),
            Group((*numbers, *self.attribute_names), _("Numbers and further details")),
            Group(("website", "language", "currency", "internal_note", "customer_note"), _("Notes and documents")),
        )

    @property
    def required_attributes(self) -> tuple[str, ...]:
        """Attributes without which nothing can be saved stand where nobody overlooks them."""
        return tuple(each.field_name for each in self.definitions if each.required)

    def _offer_in_use(self) -> None:
        """Only statuses, regions and people in use, and those the customer has."""
        held = self.instance
        statuses = Q(retired=False) | Q(pk=held.status_id)
        self.fields["status"].queryset = CustomerStatus.objects.filter(statuses)
        regions = Q(retired=False) | Q(pk=held.region_id)
        self.fields["region"].queryset = RegulatoryRegion.objects.filter(regions)
        self.fields["region"].empty_label = _("By country") if held._state.adding else _("None")
        people = User.objects.filter(Q(is_active=True) | Q(pk=held.account_manager_id))
        self.fields["account_manager"].queryset = people
        self.fields["account_manager"].empty_label = _("Nobody")
        self.fields["managers"].queryset = people
        if held.pk:
            self.fields["managers"].initial = list(held.managers.all())


class NewCustomerForm(CustomerForm):
    """What is left empty gets its default: status, region, account manager."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices, initial=Stage.PROSPECT, required=False)
    tags = TagField()

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].required = False
        default = CustomerStatus.objects.filter(is_default=True).first()
        self.fields["status"].initial = default and default.pk
        self.fields["account_manager"].initial = by.pk
        self.fields["kind"].initial = Kind.COMPANY

    @property
    def groups(self) -> tuple[Group, ...]:  # type: ignore[override]
        """As for editing, the stage beside the status."""
        first, place, care, *others = super().groups
        return (first, place, Group(("stage", *care.fields), care.title), *others)

    def clean_stage(self) -> str:
        """A form without the field makes a prospect."""
        return self.cleaned_data["stage"] or Stage.PROSPECT


class AddressForm(PageModelForm):
    """A further address."""

    class Meta:
        model = Address
        fields = ("address_type", "recipient", *PLACE)


class NoteForm(PageModelForm):
    """A note."""

    class Meta:
        model = Note
        fields = ("body",)
        widgets = {"body": forms.Textarea(attrs={"rows": 4})}


class TagsForm(PageForm):
    """The tags of one customer."""

    tags = TagField()

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].offer(customer)


class StatusForm(ActionForm):
    """Which status."""

    status = forms.ModelChoiceField(CustomerStatus.objects.filter(retired=False), label=_("Status"))


class AccountManagerForm(ActionForm):
    """Who looks after them."""

    account_manager = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=_("Account manager"),
        required=False,
        empty_label=_("Nobody"),
    )


class StageForm(ActionForm):
    """Which stage."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
