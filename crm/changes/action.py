"""The mark of a domain action: one transaction, one change set."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db import transaction

from crm.changes.current import Actor, change_set

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `verb_noun(noun, *, by, …)` run in one transaction under one change set.

    The verb of the change set is the function's name, the actor is `by`, the reason is `reason` where the
    function has one. An action called by another joins the outer change set.
    """

    @wraps(function)
    def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
        by = cast(Actor, kwargs["by"])
        with transaction.atomic(), change_set(by=by, verb=function.__name__, reason=str(kwargs.get("reason") or "")):
            return function(*args, **kwargs)

    return recorded
