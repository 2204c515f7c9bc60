"""The list of imports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from crm.imports.models import ImportBatch
from crm.imports.states import BatchState
from crm.pages.filters import ListFilterSet
from crm.pages.tables import Column, Table


class ImportTable(Table):
    """Files that were brought in, the latest first."""

    cells = "imports/cells.jinja"

    filename = Column(verbose_name=_("File"), card="name", sort="filename")
    state = Column(verbose_name=_("State"), card="status")
    owner = Column(verbose_name=_("By"), card="second", accessor="owner__name")
    created_at = Column(verbose_name=_("Uploaded"), sort="id")
    applied = Column(verbose_name=_("Lines imported"), numeric=True)
    refused = Column(verbose_name=_("Lines refused"), numeric=True, accessor="refused")

    class Meta(Table.Meta):
        order_by = "-created_at"


class ImportFilter(ListFilterSet):
    """By where an import stands."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=BatchState.choices)

    class Meta:
        model = ImportBatch
        fields = ["state"]
