"""The verbs of tags and custom attributes."""

from crm.labels.actions.attributes import change_attribute, create_attribute, reinstate_attribute, retire_attribute
from crm.labels.actions.tagging import add_tags, remove_tags, set_tags
from crm.labels.actions.tags import change_tag, create_tag

__all__ = [
    "add_tags",
    "change_attribute",
    "change_tag",
    "create_attribute",
    "create_tag",
    "reinstate_attribute",
    "remove_tags",
    "retire_attribute",
    "set_tags",
]
