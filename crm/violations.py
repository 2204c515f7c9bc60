"""From a broken database constraint to a sentence for the user."""

from django.apps import apps
from django.db import IntegrityError
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext as _

from crm.errors import DomainError

UNIQUE = "23505"  # PostgreSQL, appendix A: unique_violation


def in_words(error: IntegrityError) -> DomainError | None:
    """The sentence of the constraint that was broken; None where the error has no words for a user.

    It is the constraint's own message, or for a unique one without a message, that such a row exists.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and (message := _own_message(constraint)):
                return DomainError(message)
    if getattr(error.__cause__, "sqlstate", None) == UNIQUE:
        return DomainError(_("Another record has the same value where each may be used once."))
    return None


def _own_message(constraint: BaseConstraint) -> str | None:
    message = constraint.violation_error_message
    return None if message == BaseConstraint.default_violation_error_message else str(message)
