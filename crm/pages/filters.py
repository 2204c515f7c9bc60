"""The base of every list's filters: search, archive state, and no silent ignoring of bad input."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm.archive.models import Archivable

# What a list's address may hold besides its filters.
STATE_PARAMETERS = frozenset({"sort", "page", "after", "before", "per_page", "columns", "view"})


class ArchivedFilter(django_filters.ChoiceFilter):
    """Live records unless asked otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("only", _("Archived only")), ("all", _("Archived too"))]
        super().__init__(choices=choices, empty_label=_("Not archived"), label=_("Archive"), **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to live or archived rows."""
        if value == "all":
            return qs
        return qs.filter(archived_at__isnull=value != "only")


class ListFilterSet(django_filters.FilterSet):
    """Filters of a list. Every one is a parameter of its address; `q` searches.

    A subclass declares its filters; an Archivable model gets the archive filter by itself. An unknown
    parameter is an error like a wrong value: a misspelt filter must not widen a bulk action.
    """

    q = django_filters.CharFilter(method="search", label=_("Search"), max_length=200)

    def __init__(self, data: QueryDict | None = None, queryset: QuerySet[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data=data, queryset=queryset, **kwargs)
        if issubclass(self.queryset.model, Archivable) and "archived" not in self.filters:
            self.filters["archived"] = ArchivedFilter(field_name="archived_at")

    def search(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        """Rows whose searched columns hold every word."""
        found: QuerySet[Any] = queryset.matching(value)
        return found

    @property
    def form(self) -> forms.Form:
        """The form, which also refuses parameters it does not know."""
        form: forms.Form = super().form
        if form.is_bound and not getattr(self, "_checked_names", False):
            self._checked_names = True
            known = set(form.fields) | STATE_PARAMETERS
            for name in self.data:
                if name not in known and not any(name.startswith(f"{field}_") for field in form.fields):
                    form.add_error(None, _("There is no filter called “%(name)s”.") % {"name": name[:40]})
        return form

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered or searched for."""
        return any(self.data.get(name) for name in self.form.fields)
