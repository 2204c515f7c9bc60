"""The kernel's tables for administrators."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.administration.base import ActionAdmin, ReadOnlyAdmin
from crm.administration.forms import VersionedForm
from crm.archive.models import ArchiveBatch
from crm.changes.models import ChangeSet
from crm.labels.actions import (
    change_attribute,
    change_tag,
    create_attribute,
    create_tag,
    reinstate_attribute,
    retire_attribute,
)
from crm.labels.attributes import nouns_with_attributes
from crm.labels.models import AttributeDefinition, Tag
from crm.numbers.actions import change_series
from crm.numbers.models import NumberSeries


@admin.register(Tag)
class TagAdmin(ActionAdmin):
    """The list of tags."""

    create = staticmethod(create_tag)
    change = staticmethod(change_tag)
    list_display = ("name", "colour", "attention", "retired", "description")
    list_filter = ("colour", "attention", "retired")
    search_fields = ("name",)
    fields = ("name", "colour", "attention", "description")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new tag is not retired."""
        fields = super().get_fields(request, obj)
        return fields if obj is None else [*fields, "retired"]


class ChoicesField(forms.CharField):
    """The choices of an attribute, one a line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        """Lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """A list again."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the list differs."""
        return list(initial or []) != self.to_python(data)


class AttributeForm(VersionedForm):
    """A definition; the choices are typed one a line."""

    choices = ChoicesField(label=_("choices"), required=False, help_text=_("One a line; for the type “Choice”."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "noun" in self.fields:
            nouns = [ContentType.objects.get_for_model(model).pk for model in nouns_with_attributes()]
            self.fields["noun"].queryset = ContentType.objects.filter(pk__in=nouns)  # type: ignore[attr-defined]


@admin.register(AttributeDefinition)
class AttributeDefinitionAdmin(ActionAdmin):
    """The attributes an installation adds to its records."""

    form = AttributeForm
    list_display = ("label", "key", "noun", "type", "required", "retired", "position")
    list_filter = ("noun", "type", "retired")
    list_select_related = ("noun",)
    search_fields = ("label", "key")
    fields = ("noun", "label", "type", "choices", "help_text", "required", "position")
    create = staticmethod(create_attribute)
    change = staticmethod(change_attribute)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new attribute gets its key from its label."""
        fields = super().get_fields(request, obj)
        return fields if obj is None else ["key", *fields, "retired"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What it belongs to and its key stay for ever."""
        return () if obj is None else ("noun", "key")

    def perform_create(self, request: Any, **values: Any) -> AttributeDefinition:
        """The action takes the model."""
        return create_attribute(by=request.user, **{**values, "noun": values["noun"].model_class()})

    def perform_change(self, request: Any, obj: Any, *, version: int | None, **values: Any) -> Any:
        """Retiring is an action of its own."""
        retired = values.pop("retired", None)
        changed = change_attribute(obj, by=request.user, version=version, **values) if values else obj
        if retired is None:
            return changed
        return (retire_attribute if retired else reinstate_attribute)(changed, by=request.user)


@admin.register(NumberSeries)
class NumberSeriesAdmin(ActionAdmin):
    """How the coming numbers look; a series is made on its first use."""

    list_display = ("key", "prefix", "digits", "next_value")
    fields = ("key", "prefix", "digits", "next_value")
    readonly_fields = ("key",)

    change = staticmethod(change_series)

    def perform_change(self, request: Any, obj: Any, *, version: int | None, **values: Any) -> NumberSeries:
        """The action takes all three, changed or not."""
        return change_series(
            obj,
            by=request.user,
            version=version,
            prefix=obj.prefix,
            digits=obj.digits,
            next_value=obj.next_value,
        )


@admin.register(ArchiveBatch)
class ArchiveBatchAdmin(ReadOnlyAdmin):
    """Who archived what, and when it came back."""

    list_display = ("root_name", "root_type", "archived_at", "archived_by", "reason")
    list_filter = ("root_type",)
    list_select_related = ("root_type", "archived_by")
    search_fields = ("root_name",)
    fields = ("root_type", "root_name", "archived_at", "archived_by", "reason")


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    """Who did what, when, by which route and why."""

    list_display = ("created_at", "actor_name", "verb", "route", "reason", "counts")
    list_filter = ("route",)
    search_fields = ("verb", "actor_name")
    fields = ("created_at", "actor", "actor_name", "route", "verb", "reason", "counts", "undoes")
