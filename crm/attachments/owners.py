"""Which records can have files."""

from typing import Any

_owners: dict[str, type[Any]] = {}


def add_owner(model: type[Any]) -> None:
    """Let records of a model have files; its manager answers `visible_to(user)`."""
    _owners[model._meta.label_lower] = model


def owner_models() -> list[type[Any]]:
    """The models whose records can have files."""
    return list(_owners.values())


def owner_model(label: str) -> type[Any] | None:
    """The model of a label such as `customers.customer`, where its records can have files."""
    return _owners.get(label)
