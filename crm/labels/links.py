"""Finding the link between a noun and its tags."""

from dataclasses import dataclass
from typing import Any, cast

from django.db import models

from crm.labels.models import Tag, TagLink


@dataclass(frozen=True, slots=True)
class Links:
    """The model that links a noun to tags, and the column that holds the noun's id."""

    model: type[TagLink]
    column: str

    def make(self, record_id: int, tag: Tag) -> TagLink:
        """A link that is not saved yet."""
        values: dict[str, Any] = {self.column: record_id, "tag": tag}
        return self.model(**values)


def links_of(noun: type[models.Model]) -> Links:
    """The tag links of a noun: the model behind its `tags` field."""
    through = noun._meta.get_field("tags").remote_field.through  # type: ignore[union-attr]
    if not issubclass(through, TagLink):
        raise TypeError(f"{noun.__name__}.tags goes through no TagLink.")
    key = next(
        field
        for field in through._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is noun
    )
    return Links(cast("type[TagLink]", through), key.attname)
