"""Forms about people; their field names are the keyword names of the actions."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.actions.reach import EmailLine, PhoneLine, normal_email, normal_phone
from contacts.lines import LinesField, LinesWidget
from contacts.models import RIGHTS, Basis, Consent, Contact, ContactType, CustomerContact, GatedAction, Warning
from crm.pages.forms import Group, PageForm, PageModelForm
from crm.text import whole_number
from customers.models import Customer

PLACE = ("line1", "line2", "postal_code", "city", "state", "country")


class ContactForm(PageModelForm):
    """A person: a name is enough."""

    emails = LinesField(
        label=_("E-mail addresses"),
        required=False,
        normal=normal_email,
        make=EmailLine,
        widget=LinesWidget("email", _("E-mail address")),
        help_text=_("The first one is used unless somebody says otherwise."),
    )
    phones = LinesField(
        label=_("Phone numbers"),
        required=False,
        normal=normal_phone,
        make=PhoneLine,
        widget=LinesWidget("tel", _("Phone number")),
        help_text=_("With the country code, or as they are dialled at home."),
    )

    class Meta:
        model = Contact
        fields = (
            "given_name",
            "family_name",
            "job_title",
            "employer",
            *PLACE,
            "language",
            "external_number",
            "internal_note",
        )
        widgets = {"internal_note": forms.Textarea(attrs={"rows": 3})}

    groups: ClassVar[tuple[Group, ...]] = (
        Group(("given_name", "family_name", "job_title", "emails", "phones")),
        Group(("employer", "language", "external_number", "internal_note"), _("Employer, language, note")),
        Group(PLACE, _("Private address")),
    )

    def __init__(self, *args: Any, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.instance
        country = str(contact.country or "") or country or settings.PHONENUMBER_DEFAULT_REGION
        self.fields["phones"].normal = partial(normal_phone, country=country)
        if contact.pk:
            self.fields["emails"].initial = [(each.address, each.label) for each in contact.emails.live()]
            self.fields["phones"].initial = [
                (each.number.as_international, each.label) for each in contact.phones.live()
            ]

    def clean(self) -> dict[str, Any]:
        """A missing name is said together with what else is wrong, and beside its field."""
        values = super().clean() or self.cleaned_data
        names = ("given_name", "family_name")
        if not any(values.get(name) or name in self.errors for name in names):
            self.add_error("family_name", _("Give the contact a name."))
        return values


class LinkForm(PageModelForm):
    """What a person is to one customer."""

    class Meta:
        model = CustomerContact
        fields = ("types", *RIGHTS, "primary", "sites")
        widgets = {"types": forms.CheckboxSelectMultiple, "sites": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, customer: Customer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_for(self, customer or self.instance.customer)

    groups = (
        Group(("types",)),
        Group((*RIGHTS, "primary")),
        Group(("sites",), _("Only some sites")),
    )


class NewContactOfForm(ContactForm):
    """A new person and what they are to a customer, in one."""

    types = forms.ModelMultipleChoiceField(
        ContactType.objects.none(), label=_("Types"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sites: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Sites"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all sites of the customer."),
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, country=str(customer.country), **kwargs)
        for name in (*RIGHTS, "primary"):
            column: Any = CustomerContact._meta.get_field(name)
            self.fields[name] = column.formfield()
        offer_for(self, customer)

    groups = (
        Group(("given_name", "family_name", "job_title", "emails", "phones", "types", *RIGHTS, "primary")),
        Group(("sites",), _("Only some sites")),
        *ContactForm.groups[1:],
    )


def offer_for(form: Any, customer: Customer) -> None:
    """Types in use, and the customer's live sites, besides those that the link has.

    What somebody retired since the form was shown stays in it for once: the action refuses it by its name.
    """
    link = form.instance if isinstance(form.instance, CustomerContact) else None
    held_types, held_sites = Q(pk__in=_sent(form, "types")), Q(pk__in=_sent(form, "sites"))
    if link is not None and link.pk:
        held_types, held_sites = held_types | Q(links__link=link), held_sites | Q(contact_links__link=link)
        form.fields["types"].initial = list(link.types.all())
        form.fields["sites"].initial = list(link.sites.all())
    form.fields["types"].help_text = _("Types decide who is told of what: invoices, visits, outages.")
    form.fields["types"].queryset = ContactType.objects.filter(Q(retired=False) | held_types).distinct()
    form.fields["sites"].queryset = customer.sites.filter(Q(archived_at__isnull=True) | held_sites).distinct()
    if not form.fields["sites"].queryset.exists():
        del form.fields["sites"]


def _sent(form: Any, name: str) -> list[int]:
    """The keys that were sent in a field of several choices."""
    if not form.is_bound:
        return []
    sent = form.fields[name].widget.value_from_datadict(form.data, form.files, form.add_prefix(name)) or ()
    return [key for value in sent if (key := whole_number(str(value))) is not None]


class WarningForm(PageModelForm):
    """A warning or a block."""

    actions = forms.MultipleChoiceField(
        label=_("Applies to"),
        choices=GatedAction.choices,
        initial=list(GatedAction.values),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Warning
        fields = ("level", "message", "actions", "valid_until")
        widgets = {
            "level": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 3}),
            "valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "level": _("Information is shown. A warning must be ticked as read. A block stops what it applies to.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = Warning._meta.get_field("level").choices


class ConsentForm(PageModelForm):
    """What a person decided."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Agrees")), ("no", _("Refuses or withdraws"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Consent
        fields = ("purpose", "granted", "basis", "source", "decided_at", "text_version", "note")
        widgets = {"decided_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}
        help_texts = {"decided_at": _("Empty means now.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_at"].required = False

    def clean(self) -> dict[str, Any]:
        """A yes by consent names the wording: said beside the field, not above the form."""
        values = super().clean() or self.cleaned_data
        by_consent = values.get("granted") and values.get("basis") == Basis.CONSENT
        if by_consent and not values.get("text_version") and "text_version" not in self.errors:
            self.add_error("text_version", _("Say which wording the person agreed to."))
        return values


class ReasonNeededForm(PageForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class EraseForm(ReasonNeededForm):
    """Why, in words that outlive the person's data."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Say how and when it was asked for, without the name.")
