"""The filters of the list of contacts."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.models import ContactEmail, ContactType, ContactTypeLink, CustomerContact, Purpose
from contacts.querysets import ContactQuerySet
from crm.pages.filters import ListFilterSet
from crm.pages.setup_filter import SetUpFilter
from sites.filters import CustomerFilter

# Behind "May:", where the names of the columns would say it twice.
RIGHTS_IN_SHORT = {
    "may_order": pgettext_lazy("right", "order"),
    "may_change": pgettext_lazy("right", "change"),
    "may_accept_quotes": pgettext_lazy("right", "accept quotes"),
    "may_receive": pgettext_lazy("right", "receive"),
}
LINKS = CustomerContact._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True)


class ContactFilter(ListFilterSet):
    """Every filter is a parameter of the list's address."""

    type = SetUpFilter(queryset=ContactType.objects.all(), method="of_type", label=_("Type"))
    may = django_filters.ChoiceFilter(
        choices=list(RIGHTS_IN_SHORT.items()),
        method="who_may",
        label=_("May"),
    )
    mail = django_filters.ChoiceFilter(
        choices=[("bounced", _("Mail came back")), ("suppressed", _("Wants no mail"))],
        method="by_mail",
        label=_("Mail"),
    )
    consent = django_filters.ChoiceFilter(choices=Purpose.choices, method="consenting", label=_("Agreed to"))
    customer = CustomerFilter(method="of_customer", label=_("Customer"), max_length=40)
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
        """Those whom mail does not reach, and why; there are few, so the search begins with them."""
        rows = ContactEmail._base_manager.filter(archived_at__isnull=True, **{f"{value}_at__isnull": False})
        return queryset.filter(pk__in=rows.values("contact"))

    def consenting(self, queryset: ContactQuerySet, name: str, value: str) -> ContactQuerySet:
        """Those whose newest decision is a yes."""
        return queryset.consenting(value)

    def of_customer(self, queryset: ContactQuerySet, name: str, value: Any) -> ContactQuerySet:
        """The contacts of one customer."""
        return queryset.filter(Exists(LINKS.filter(customer=value)))
