"""An action is declared once: a button and a page on one record, and a bulk action on the list."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm.changes.outcome import Outcome
from crm.pages.page import Text


class ActionForm(forms.Form):
    """The form of an action's confirm page; its field names are the keyword names of `perform`."""


class ReasonForm(ActionForm):
    """A confirm page that asks why; the reason is kept with the change."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class Action:
    """Something that can be done to a record, or to many.

    `perform(record, *, by, **form_values)` is the domain action; it refuses by raising DomainError.
    `perform_rows(queryset, *, by, **form_values)` does the same to many rows in a few statements, and answers how
    many it changed, or an Outcome where it refuses some.
    """

    slug: ClassVar[str]
    label: ClassVar[Text]
    permission: ClassVar[str]
    perform: ClassVar[Callable[..., Any]]
    perform_rows: ClassVar[Callable[..., int | Outcome] | None] = None
    form_class: ClassVar[type[forms.Form]] = ActionForm
    # Told with %(count)d rows, so both may be an ngettext_lazy(…, "count"): before it is confirmed, and after.
    will_happen: ClassVar[Promise] = ngettext_lazy(
        "%(action)s: %(count)d record.", "%(action)s: %(count)d records.", "count"
    )
    was_done: ClassVar[Promise] = ngettext_lazy(
        "%(action)s: %(count)d record done.", "%(action)s: %(count)d records done.", "count"
    )
    icon: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    # Said on the confirm page; undone is what the change set holds.
    undoable: ClassVar[bool] = True
    on_one: ClassVar[bool] = True
    on_many: ClassVar[bool] = True
    # True: about archived records alone, False: about live ones alone, None: about both.
    on_archived: ClassVar[bool | None] = None
    # Many of these over the limit run in the background with a progress bar.
    background_above: ClassVar[int] = 2000

    @classmethod
    def offered_for(cls, record: Any) -> bool:
        """Whether the button makes sense on this record (archive on an archived one does not)."""
        return True

    @classmethod
    def refusals(cls, record: Any, **values: Any) -> list[str]:
        """Why this record would be refused, in sentences, asked before anything is done."""
        return []

    @classmethod
    def change_of(cls, record: Any, **values: Any) -> str:
        """What would change on this record, for the preview; empty where the label says it all."""
        return ""

    @classmethod
    def verb_for_many(cls) -> str:
        """What the change set of many is called: the name of the domain action that does it."""
        return (cls.perform_rows or cls.perform).__name__

    @classmethod
    def narrow(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of a selection that the action is about."""
        return queryset

    @classmethod
    def sentence(cls, count: int) -> str:
        """What will happen to so many, for the confirm page."""
        return str(cls.will_happen % {"action": cls.label, "count": count})

    @classmethod
    def done(cls, count: int) -> str:
        """What was done to so many, for the toast."""
        return str(cls.was_done % {"action": cls.label, "count": count})

    @classmethod
    def allowed(cls, user: PermissionsMixin | AnonymousUser) -> bool:
        """Whether a person may do this at all."""
        return bool(user.has_perm(cls.permission))
