"""The list of tags itself."""

from typing import Any

from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.labels.models import Colour, Tag
from crm.saving import checked_save


@action
def create_tag(
    *, by: Actor, name: str, colour: str = Colour.GREY, attention: bool = False, description: str = ""
) -> Tag:
    """Add a tag. Raises DomainError for a name that is taken, in whatever case, or a colour that is unknown."""
    tag = Tag(name=name, colour=colour, attention=attention, description=description)
    checked_save(tag)
    return tag


@action
def change_tag(tag: Tag, *, by: Actor, version: int | None = None, **values: Any) -> Tag:
    """Change name, colour, attention, description, or whether the tag is `retired`: kept, but offered no more.

    `version` is the one the form was filled from. Raises DomainError and StaleVersion.
    """
    tag = locked(tag, version=version)
    for name, value in values.items():
        if name not in {"name", "colour", "attention", "description", "retired"}:
            raise TypeError(f"A tag has no changeable {name}.")
        setattr(tag, name, value)
    checked_save(tag)
    return tag
