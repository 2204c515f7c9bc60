"""The base of every form: groups, widgets that look alike, text PostgreSQL can hold."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from crm.pages.page import Text


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; a group with a title is folded until it is opened or has a value."""

    fields: tuple[str, ...]
    title: Text = ""
    help: Text = ""


@dataclass(frozen=True, slots=True)
class BoundGroup:
    """A group with its bound fields."""

    group: Group
    fields: list[forms.BoundField]

    @property
    def is_open(self) -> bool:
        """Whether somebody should see it at once: it holds a value or an error."""
        return not self.group.title or any(field.errors or _filled(field) for field in self.fields)


class FormLayout:
    """Mixin: the fields of a form in groups; those named in no group stand in the first."""

    groups: ClassVar[tuple[Group, ...]] = ()

    @property
    def bound_groups(self) -> list[BoundGroup]:
        """The groups with their fields, the hidden ones left out."""
        form: Any = self
        named = {name for group in self.groups for name in group.fields}
        rest = tuple(name for name in form.fields if name not in named)
        first, *others = self.groups or (Group(()),)
        groups = (Group((*first.fields, *rest), first.title, first.help), *others)
        bound = [
            BoundGroup(group, [form[name] for name in group.fields if name in form.fields and not form[name].is_hidden])
            for group in groups
        ]
        return [group for group in bound if group.fields]


class PageForm(FormLayout, forms.Form):
    """A form of a page."""


class PageModelForm(FormLayout, forms.ModelForm):
    """A form of a page that makes or edits a record. It never saves: the page calls a domain action."""

    def save(self, commit: bool = True) -> Any:
        """Refuse: records change through domain actions only."""
        raise NotImplementedError("Pages call a domain action with cleaned_data.")


def _filled(field: forms.BoundField) -> bool:
    value = field.value()
    return bool(value) and value != field.field.initial
