"""The verbs of saved views. A person keeps their own; sharing asks for a permission."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import QueryDict
from django.utils.translation import gettext as _

from crm.changes.action import action
from crm.changes.bulk import remove_rows
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from crm.views.models import OpeningView, SavedView

LEFT_OUT = ("page", "after", "before", "view")
LONGEST = 2000  # characters of a view's query string
SHARE = "views.share_savedview"


@action
def create_saved_view(*, by: AbstractBaseUser, list_key: str, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep a list's address under a name."""
    _refuse_taken(name, by, list_key)
    view = SavedView(list_key=list_key, name=name, query=_kept(query), owner_id=by.pk, shared=shared)
    _refuse_sharing(view, by)
    view.save()
    return view


@action
def change_saved_view(view: SavedView, *, by: Any, version: int, name: str, shared: bool = False) -> SavedView:
    """Rename or share a view; whoever it was shared with keeps it until it is no longer shared."""
    locked = _locked(view, by)
    if locked.version != version:
        raise StaleVersion(_("Somebody else changed this view while you were working on it."))
    if name.lower() != locked.name.lower():
        _refuse_taken(name, locked.owner, locked.list_key)
    if shared != locked.shared:
        _refuse_sharing(SavedView(shared=True), by)
    locked.name, locked.shared = name, shared
    locked.save()
    if not shared:
        remove_rows(locked.openings.exclude(owner=locked.owner_id))
    return locked


@action
def update_saved_view(view: SavedView, *, by: Any, query: str) -> SavedView:
    """Keep the list as it is now in a view that is there already."""
    locked = _locked(view, by)
    locked.query = _kept(query)
    locked.save()
    return locked


@action
def delete_saved_view(view: SavedView, *, by: Any) -> None:
    """Take a view away, for everybody it was shared with; the rows it showed are untouched."""
    locked = _locked(view, by)
    remove_rows(locked.openings.all())
    locked.delete()


@action
def open_with_view(view: SavedView, *, by: Any) -> None:
    """Let the person's list open with this view; done again, the list opens plainly."""
    chosen = OpeningView.objects.select_for_update().filter(owner=by.pk, list_key=view.list_key).first()
    if chosen is None:
        OpeningView(owner_id=by.pk, list_key=view.list_key, view=view).save()
    elif chosen.view_id == view.pk:
        chosen.delete()
    else:
        chosen.view = view
        chosen.save()


def state_of(query: str) -> str:
    """A query string without the page that was open and the view it came from."""
    params = QueryDict(query, mutable=True)
    for name in LEFT_OUT:
        params.pop(name, None)
    return params.urlencode()


def _kept(query: str) -> str:
    """The state to keep. Raises DomainError for one that is too long; a page that only shows it does not mind."""
    state = state_of(query)
    if len(state) > LONGEST:
        raise DomainError(_("These filters are too many to be kept."))
    return state


def _locked(view: SavedView, by: Any) -> SavedView:
    locked = SavedView.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=view.pk).first()
    if locked is None:
        raise DomainError(_("Only its owner can change this view."))
    return locked


def _refuse_taken(name: str, owner: Any, list_key: str) -> None:
    if SavedView.objects.filter(owner=owner.pk, list_key=list_key, name__iexact=name).exists():
        raise DomainError(_("You have a view of this name already."), field="name")


def _refuse_sharing(view: SavedView, by: Any) -> None:
    if view.shared and not by.has_perm(SHARE):
        raise DomainError(_("You may not share views."), field="shared")
