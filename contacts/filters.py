"""The filters of the list of contacts."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from contacts.models import RIGHTS, ContactEmail, ContactType, ContactTypeLink, CustomerContact, Purpose
from contacts.querysets import ContactQuerySet
from crm.pages.filters import ListFilterSet

LINKS = CustomerContact._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True)
EMAILS = ContactEmail._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True)
UNREACHABLE = Q(bounced_at__isnull=False) | Q(suppressed_at__isnull=False)


class ContactFilter(ListFilterSet):
    """Every filter is a parameter of the list's address."""

    type = django_filters.ModelMultipleChoiceFilter(
        queryset=ContactType.objects.all(), method="of_type", label=_("Type")
    )
    may = django_filters.ChoiceFilter(
        choices=[(name, CustomerContact._meta.get_field(name).verbose_name) for name in RIGHTS],  # type: ignore[union-attr]
        method="who_may",
        label=_("May"),
    )
    mail = django_filters.ChoiceFilter(
        choices=[("none", _("No e-mail address")), ("returned", _("Mail returned or suppressed"))],
        method="by_mail",
        label=_("Mail"),
    )
    consent = django_filters.ChoiceFilter(choices=Purpose.choices, method="consenting", label=_("Agreed to"))
    customer = django_filters.NumberFilter(method="of_customer", label=_("Customer number in the address"), min_value=1)
    tied = django_filters.ChoiceFilter(
        choices=[("one", _("Serves one customer")), ("several", _("Serves several")), ("none", _("Serves nobody"))],
        method="by_customers",
        label=_("Customers"),
    )
    language = django_filters.ChoiceFilter(choices=settings.LANGUAGES, label=_("Language"))

    def of_type(self, queryset: ContactQuerySet, name: str, value: list[ContactType]) -> ContactQuerySet:
        """Those with one of the types, with any customer."""
        if not value:
            return queryset
        rows = ContactTypeLink._base_manager.filter(link__contact=OuterRef("pk"), link__archived_at__isnull=True)
        return queryset.filter(Exists(rows.filter(contact_type__in=list(value))))

    def who_may(self, queryset: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        """Those with a right, with any customer."""
        return queryset.filter(Exists(LINKS.filter(**{value: True})))

    def by_mail(self, queryset: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        """Those whom mail does not reach, and why."""
        return queryset.filter(~Exists(EMAILS) if value == "none" else Exists(EMAILS.filter(UNREACHABLE)))

    def consenting(self, queryset: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        """Those whose newest decision is a yes."""
        return queryset.consenting(value)

    def of_customer(self, queryset: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        """The contacts of one customer."""
        return queryset.filter(Exists(LINKS.filter(customer=int(value))) if value < 2**63 else Q(pk__in=()))

    def by_customers(self, queryset: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        """By how many customers they serve."""
        if value == "none":
            return queryset.filter(~Exists(LINKS))
        others = CustomerContact._base_manager.filter(contact=OuterRef("contact"), archived_at__isnull=True)
        several = Exists(LINKS.filter(Exists(others.exclude(pk=OuterRef("pk")))))
        return queryset.filter(several if value == "several" else Exists(LINKS) & ~several)
