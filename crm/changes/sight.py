"""Which kinds of record a person may read about in history: those whose pages they may open."""

from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from crm.changes.tracked import TrackedModel


def seen_by(user: Any) -> frozenset[str]:
    """The labels of the tracked models this person may view; link rows have no permission of their own."""
    return frozenset(model._meta.label_lower for model in _tracked() if _may_view(user, model))


def kinds_seen_by(user: Any, *, of_customers: bool = False) -> list[tuple[str, str]]:
    """Label and name of the kinds a timeline can be narrowed to, by name; of customers, those they own alone."""
    named = [
        (model._meta.label_lower, capfirst(str(model._meta.verbose_name)))
        for model in _tracked()
        if (model.customer_path or not of_customers) and _may_view(user, model)
    ]
    return sorted(named, key=lambda each: each[1])


def _tracked() -> list[type[TrackedModel]]:
    return [model for model in apps.get_models() if issubclass(model, TrackedModel)]


def _may_view(user: Any, model: type[TrackedModel]) -> bool:
    meta = model._meta
    return "view" not in meta.default_permissions or bool(user.has_perm(f"{meta.app_label}.view_{meta.model_name}"))
