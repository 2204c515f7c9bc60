"""The base of every page of the administration."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from crm.administration.forms import VersionedForm
from crm.changes.timeline import Filter, history_of
from crm.errors import DomainError

REFUSAL = "_administration_refusal"


class ReadOnlyAdmin(admin.ModelAdmin):
    """Pages to look at; nothing is ever deleted, and history comes from change sets."""

    changes_through_actions = True
    actions = None
    show_full_result_count = False  # counting a million rows twice helps nobody
    list_per_page = 50
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing with history is deleted."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; a filter with NUL, which Django would ask the database for, is one that cannot be answered."""
        if "%00" in request.META["QUERY_STRING"]:
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, from the change sets."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not hasattr(record, "history"):
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        before = request.GET.get("before", "")
        narrowed = Filter(before=int(before) if before.isdecimal() and len(before) < 19 else None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Changes of %(name)s") % {"name": record},
            "timeline": history_of(record, narrowed=narrowed),
            "object": record,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/changes.html", context)


class KeyedSelect(AutocompleteSelect):
    """Django's own asks the database for whatever was typed, and breaks on what is no key."""

    def optgroups(self, name: str, value: Any, attr: dict[str, Any] | None = None) -> Any:
        """The choices that have been made, those that can be keys."""
        return super().optgroups(name, [key for key in value if str(key).isdecimal() and len(str(key)) < 19], attr)


class ActionAdmin(ReadOnlyAdmin):
    """Pages that change records through domain actions, compared with the version that was read.

    `create(*, by, **values)` and `change(record, *, by, version, **values)` get the form's values by name;
    a page without one of them does not offer it.
    """

    form = VersionedForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    create: ClassVar[Callable[..., Any] | None] = None
    change: ClassVar[Callable[..., Any] | None] = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever holds `add`, where there is an action for it."""
        return type(self).create is not None and super(ReadOnlyAdmin, self).has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever holds `change`, where there is an action for it; archived records wait to be restored."""
        if type(self).change is None or getattr(obj, "is_archived", False):
            return False
        return super(ReadOnlyAdmin, self).has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A choice among many is searched for."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KeyedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared fields, and the version that was read."""
        fields = [*(self.fields or [])]
        return [*fields, "base_version"] if obj is not None and self.has_change_permission(request, obj) else fields

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, showing why the action refused where it did."""
        made = super().get_form(request, obj, change=change, **kwargs)
        return type(made.__name__, (made,), {"refusal": getattr(request, REFUSAL, None)})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Save; when the action refuses, the form again with everything as typed and the reason."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as refusal:
            setattr(request, REFUSAL, refusal)
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand the form to the action; `obj` becomes what the action answered."""
        if change:
            base_version = form.cleaned_data["base_version"]
            saved = self.perform_change(request, obj, version=base_version, **form.values(changed_only=True))
        else:
            saved = self.perform_create(request, **form.values(changed_only=False))
        obj.__dict__.update({name: value for name, value in saved.__dict__.items() if name != "_state"})
        obj._state.adding, obj._state.db = False, saved._state.db

    def perform_create(self, request: Any, **values: Any) -> Any:
        """Make the record."""
        return type(self).create(by=request.user, **values)  # type: ignore[misc]

    def perform_change(self, request: Any, obj: Any, *, version: int | None, **values: Any) -> Any:
        """Change the record."""
        return type(self).change(obj, by=request.user, version=version, **values)  # type: ignore[misc]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The actions saved everything."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The change set tells it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The change set tells it."""
