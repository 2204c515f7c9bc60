"""Where apps enter their places, from `apps.ready()`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.urls import reverse
from django.utils.functional import Promise

Person = AbstractBaseUser | AnonymousUser
P = TypeVar("P", bound="Place")


@dataclass(frozen=True, slots=True)
class Place:
    """A link that people with `permission` get; `permission=None` is for everybody signed in.

    `position` orders the links: the nouns of daily work have 10, 20, 30 …, what is rarely opened has 100 and more.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str | None
    position: int

    def __hash__(self) -> int:
        """By the name alone: the words of a label are in the reader's language."""
        return hash(self.url_name)

    @property
    def url(self) -> str:
        """The address, in this installation."""
        return reverse(self.url_name)

    def offered_to(self, user: Person) -> bool:
        """Whether this person may go there."""
        if self.permission is None:
            return user.is_authenticated
        return isinstance(user, PermissionsMixin | AnonymousUser) and user.has_perm(self.permission)


class NavigationItem(Place):
    """A place in the navigation."""

    __slots__ = ()


class CreateItem(Place):
    """Something that the "new" menu offers to create; the label is the noun alone ("Customer")."""

    __slots__ = ()


_places: list[Place] = []


def register(place: Place) -> None:
    """Add a place; entering the same one twice is a mistake in an app's `ready()`."""
    if place in _places:
        raise ValueError(f"{place.url_name} is already in the navigation.")
    _places.append(place)


def unregister(place: Place) -> None:
    """Take a place out again."""
    _places.remove(place)


def places() -> list[Place]:
    """All places that were entered, whoever may see them."""
    return list(_places)


def navigation_of(user: Person) -> list[NavigationItem]:
    """The navigation this person sees, in order."""
    return _in_order(place for place in _places if isinstance(place, NavigationItem) and place.offered_to(user))


def creatable_by(user: Person) -> list[CreateItem]:
    """What this person may create, in order."""
    return _in_order(place for place in _places if isinstance(place, CreateItem) and place.offered_to(user))


def _in_order(places: Iterable[P]) -> list[P]:
    return sorted(places, key=lambda place: (place.position, place.url_name))
