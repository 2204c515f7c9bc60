"""The base of every list's filters: search, archive state, and no silent ignoring of bad input."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.archive.models import Archivable
from crm.pages.choices import Boxes, Dots, LongList, LongLists
from crm.pages.page import Text

# What a list's address may hold besides its filters.
STATE_PARAMETERS = frozenset({"sort", "page", "after", "before", "per_page", "columns", "view", "menu"})
# Up to here a menu shows every choice; a longer list stays a select box.
CHOICES_IN_A_MENU = 40
# What the two ends of a range are called.
ENDS: dict[str, Text] = {"after": _("from"), "min": _("from"), "before": _("to"), "max": _("to")}


class ArchivedFilter(django_filters.ChoiceFilter):
    """Live records unless asked otherwise: it narrows without being asked too."""

    always = True

    def __init__(self, **kwargs: Any) -> None:
        choices = [("only", _("Archived only")), ("all", _("Archived too"))]
        super().__init__(
            choices=choices, empty_label=_("Not archived"), label=pgettext_lazy("filter", "Archive"), **kwargs
        )

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Narrow to live or archived rows."""
        if value == "all":
            return qs
        return qs.filter(archived_at__isnull=value != "only")


class ListFilterSet(django_filters.FilterSet):
    """Filters of a list. Every one is a parameter of its address; `q` searches.

    A subclass declares its filters; an Archivable model gets the archive filter by itself. An unknown
    parameter is an error like a wrong value: a misspelt filter must not widen a bulk action.

    Only the filters that the address uses are built, and those to `draw`: a menu's choices are read from the
    database, and building all of a list's fields took longer than reading its rows.
    """

    q = django_filters.CharFilter(method="search", label=_("Search"), max_length=200)

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet[Any] | None = None,
        *,
        draw: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        self.offered = self.offer(queryset.model if queryset is not None else self._meta.model)
        self.drawn = frozenset(draw)
        wanted = {*self._used(data or {}), *self.drawn}
        self.base_filters = {name: each for name, each in self.offered.items() if name in wanted}
        super().__init__(data=data, queryset=queryset, **kwargs)
        for each in self.filters.values():
            each.distinct = False  # filters here never join; DISTINCT read and sorted 750,000 rows for a page of 50

    @classmethod
    def offer(cls, model: type[Model]) -> dict[str, django_filters.Filter]:
        """Every filter of the list by its name."""
        found: dict[str, django_filters.Filter] = dict(cls.base_filters)  # type: ignore[misc]
        if issubclass(model, Archivable):
            found.setdefault("archived", ArchivedFilter(field_name="archived_at"))
        return found

    def _used(self, data: Mapping[str, Any]) -> set[str]:
        """The filters that the address may mean, and those that always narrow.

        A parameter is called what its filter is, or begins with that, or stands in the filter's own `parameters`; one
        that fits none is tried on all.
        """
        always = {name for name, each in self.offered.items() if getattr(each, "always", False)}
        asked = [key for key in data if key not in STATE_PARAMETERS]
        meant = [{name for name, each in self.offered.items() if _may_read(name, each, key)} for key in asked]
        return always.union(*meant) if all(meant) else {*self.offered}

    def label_of(self, name: str) -> Text:
        """What a filter is called."""
        named = copy(self.offered[name])
        named.model = self.queryset.model
        label: Text = named.label
        return label

    def search(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        """Rows whose searched columns hold every word."""
        found: QuerySet[Any] = queryset.matching(value)
        return found

    @property
    def form(self) -> forms.Form:
        """The form, the drawn filters with the widgets of menus; it also refuses parameters it does not know."""
        form: forms.Form = super().form
        if not getattr(self, "_dressed", False):
            self._dressed = True
            for name in self.drawn & form.fields.keys():
                dress(form.fields[name])
            if form.is_bound:
                self._refuse_unknown(form)
        return form

    def _refuse_unknown(self, form: forms.Form) -> None:
        known = STATE_PARAMETERS.union(*(parameters_of(name, field) for name, field in form.fields.items()))
        for name in self.data:
            if name not in known:
                form.add_error(None, _("There is no filter called “%(name)s”.") % {"name": name[:40]})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered or searched for."""
        return any(self.data.get(key) for name, field in self.form.fields.items() for key in parameters_of(name, field))


def _may_read(name: str, each: django_filters.Filter, parameter: str) -> bool:
    return parameter.startswith(name) or parameter in getattr(each, "parameters", ())


def parameters_of(name: str, field: forms.Field) -> list[str]:
    """The parameters of the address that a filter reads: one, or one for each end of a range."""
    widget = field.widget
    if isinstance(widget, django_filters.widgets.SuffixedMultiWidget):
        return [widget.suffixed(name, suffix) for suffix in widget.suffixes]
    if isinstance(widget, forms.MultiWidget):
        return [name + suffix for suffix in widget.widgets_names]  # type: ignore[attr-defined]
    return [name]


def dress(field: forms.Field) -> None:
    """Give a filter the widget its menu shows: boxes to tick, dots to choose, dates and numbers with names."""
    widget = field.widget
    if isinstance(widget, forms.MultiWidget):
        for part, suffix in zip(widget.widgets, getattr(widget, "suffixes", ["min", "max"]), strict=False):
            part.attrs["aria-label"] = f"{field.label} {ENDS.get(suffix, suffix)}"
            part.attrs["class"] = "form-control"
            if isinstance(part, forms.DateInput):
                part.input_type, part.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.Select):
        _dress_choices(field)
    else:
        widget.attrs["class"] = "form-control"


def _dress_choices(field: Any) -> None:
    """Read the choices once; a short list becomes boxes or dots. `field.words` maps values to labels."""
    choices = [(value, _("Any") if value == "" and label == "---------" else label) for value, label in _read(field)]
    field.words = dict(_flat(choices))
    several = isinstance(field.widget, forms.SelectMultiple)
    if len(field.words) > CHOICES_IN_A_MENU:
        field.widget = (LongLists if several else LongList)(choices=choices, attrs={"class": "form-select"})
        return
    field.widget = (Boxes if several else Dots)(choices=choices)


def _read(field: Any) -> Iterable[tuple[Any, Any]]:
    """The choices of a field; those that are records in one plain statement.

    Django reads them through a server-side cursor, which is three trips to the database for each filter.
    """
    if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return list(field.choices)
    first = [("", field.empty_label)] if field.empty_label is not None else []
    return [*first, *((str(record.pk), field.label_from_instance(record)) for record in field.queryset.all())]


def label_of_choice(form: forms.Form, name: str, value: str) -> str:
    """What a chosen value is called (itself where it has no name), without reading the choices nobody chose."""
    field: Any = form.fields[name]
    if words := getattr(field, "words", None):
        return str(words.get(value, value))
    if isinstance(field, forms.ModelChoiceField):
        chosen = form.cleaned_data.get(name) if form.is_valid() else None
        records = chosen if isinstance(field, forms.ModelMultipleChoiceField) else [chosen]
        found = {str(each.pk): field.label_from_instance(each) for each in records or [] if each is not None}
        return str(found.get(value, value))
    choices = getattr(field, "choices", ())
    return next((label for key, label in _flat(choices) if key == value), value)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)
