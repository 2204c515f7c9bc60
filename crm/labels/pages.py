"""Bulk actions of tags, for the lists and pages of every noun that has tags."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm.archive.models import Archivable
from crm.labels.actions import add_tags, remove_tags
from crm.labels.forms import TagField
from crm.pages.actions import Action, ActionForm


class TagsForm(ActionForm):
    """Which tags."""

    tags = TagField(required=True)


class _TagAction(Action):
    """What putting on and taking off have in common; a noun's subclass names its `permission`."""

    form_class = TagsForm
    icon = "tag"
    on_one = False

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Archived records keep the tags they left with."""
        return queryset.filter(archived_at__isnull=True) if issubclass(queryset.model, Archivable) else queryset


class AddTags(_TagAction):
    """Put tags on records."""

    slug = "add-tags"
    label = gettext_lazy("Add tags")
    will_happen = ngettext_lazy(
        "The chosen tags are put on %(count)d record.",
        "The chosen tags are put on %(count)d records.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d record was tagged.", "%(count)d records were tagged.", "count")

    @staticmethod
    def perform(record: Any, *, by: Any, tags: Any) -> int:
        """One record."""
        return add_tags(type(record)._base_manager.filter(pk=record.pk), by=by, tags=tags)

    perform_rows = staticmethod(add_tags)


class RemoveTags(_TagAction):
    """Take tags off records."""

    slug = "remove-tags"
    label = gettext_lazy("Remove tags")
    will_happen = ngettext_lazy(
        "The chosen tags are taken off %(count)d record.",
        "The chosen tags are taken off %(count)d records.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d record lost a tag.", "%(count)d records lost a tag.", "count")

    @staticmethod
    def perform(record: Any, *, by: Any, tags: Any) -> int:
        """One record."""
        return remove_tags(type(record)._base_manager.filter(pk=record.pk), by=by, tags=tags)

    perform_rows = staticmethod(remove_tags)
