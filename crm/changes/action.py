"""The mark of a domain action: one transaction, one change set."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db import IntegrityError, transaction

from crm.changes.current import Actor, change_set
from crm.violations import in_words

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `verb_noun(noun, *, by, …)` run in one transaction under one change set.

    The verb of the change set is the function's name, the actor is `by`, the reason is `reason` where the
    function has one. An action called by another joins the outer change set. Two who take the same unique value at
    the same moment both find it free, and the database stops one: a broken constraint that has words for the user
    becomes a DomainError.
    """

    @wraps(function)
    def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
        by = cast(Actor, kwargs["by"])
        reason = str(kwargs.get("reason") or "")
        try:
            with transaction.atomic(), change_set(by=by, verb=function.__name__, reason=reason):
                return function(*args, **kwargs)
        except IntegrityError as error:
            if (refusal := in_words(error)) is None:
                raise
            raise refusal from error

    return recorded
