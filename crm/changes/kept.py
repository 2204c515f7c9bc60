"""Which columns of a model history keeps, and where.

Asking `Model.history` builds a manager class each time (half a millisecond), so the answers are remembered.
"""

from functools import cache
from typing import Any

from django.db import models


@cache
def history_of_model(model: type[models.Model]) -> Any:
    """The model of a tracked model's history rows."""
    return model.history.model  # type: ignore[attr-defined]


@cache
def kept_fields(model: type[models.Model]) -> tuple[Any, ...]:
    """The fields of a tracked model that its history keeps."""
    return tuple(history_of_model(model).tracked_fields)


@cache
def kept_names(model: type[models.Model]) -> frozenset[str]:
    """Their names, with the names of their columns in Python (`status` and `status_id`)."""
    return frozenset(name for field in kept_fields(model) for name in (field.name, field.attname))
