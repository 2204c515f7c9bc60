"""Form tokens: sending a form twice (a double click, a retry after a lost answer) has one effect."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.pages.models import FormToken

KEPT = timedelta(days=2)


class AlreadyUsed(Exception):
    """The form was carried out before; `url` is where that led."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def new_token() -> str:
    """A token for a freshly shown form."""
    return uuid.uuid4().hex


def use_token(text: str, *, by: Any) -> FormToken | None:
    """Take a token within the transaction that does the work; None where the form carried none that is valid.

    A second user of the same token waits for the first to commit, then gets AlreadyUsed.
    """
    try:
        token = uuid.UUID(text)
    except ValueError:
        return None
    try:
        with transaction.atomic():
            return FormToken.objects.create(token=token, user=by, result_url="")
    except IntegrityError:
        used = FormToken.objects.filter(token=token, user=by).first()
        raise AlreadyUsed(used.result_url if used else "") from None


def result_of(text: str, *, by: Any) -> str | None:
    """Where a form with this token led before, or None if it was never carried out."""
    try:
        token = uuid.UUID(text)
    except ValueError:
        return None
    return FormToken.objects.filter(token=token, user=by).values_list("result_url", flat=True).first()


def remember_result(token: FormToken | None, url: str) -> None:
    """Keep where the form led, for whoever sends it again."""
    if token is not None:
        FormToken.objects.filter(pk=token.pk).update(result_url=url)


def forget_old_tokens() -> int:
    """Delete tokens nobody can send again; answers how many."""
    return FormToken.objects.filter(used_at__lt=timezone.now() - KEPT).delete()[0]
