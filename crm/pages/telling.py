"""Saying what was done, with the way to undo it."""

from urllib.parse import urlencode

from django.contrib import messages

from crm.changes.models import ChangeSet
from crm.changes.undo import may_undo
from crm.pages.page import StaffRequest


def tell_done(request: StaffRequest, text: str, done: ChangeSet, *, back: str) -> None:
    """A toast that says what was done; with "Undo" where the person may, which leads `back` once it is undone."""
    undo = ""
    if done.counts and may_undo(request.user, done):
        undo = f"undo:{done.get_undo_url()}?{urlencode({'next': back})}"
    messages.success(request, text, extra_tags=undo)
