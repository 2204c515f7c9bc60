"""Tags and custom attributes in forms."""

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.labels.attributes import clean_attributes, definitions_of, loaded
from crm.labels.kinds import kind_of
from crm.labels.models import AttributeDefinition, AttributeType, Tag


class TagSelect(forms.SelectMultiple):
    """A list of tags that the browser turns into a search box with coloured chips; a plain list without script."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-tags": "", "data-remove": _("Take off"), **(attrs or {})})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option that knows its colour."""
        option = super().create_option(name, value, *args, **kwargs)
        if tag := getattr(value, "instance", None):
            option["attrs"]["data-colour"] = tag.colour
        return option


class TagField(forms.ModelMultipleChoiceField):
    """Tags to choose from: those in use, and retired ones the record has."""

    widget = TagSelect

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Tags"))
        options.setdefault("required", False)
        super().__init__(Tag.objects.filter(retired=False), **options)

    def offer(self, record: Any) -> None:
        """Offer the tags that a record has too, retired or not, and select them."""
        held = [tag.pk for tag in record.tags.all()] if record.pk else []
        self.queryset = Tag.objects.filter(Q(retired=False) | Q(pk__in=held))
        self.initial = held


class AttributeFields:
    """Mixin of a form about records with custom attributes: a field for each, and `attributes` in its result.

    The form's record is `instance` (a ModelForm's); `cleaned_data["attributes"]` is the whole document to
    store, and the single fields are taken out of `cleaned_data`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        self.definitions = definitions_of(type(form.instance))
        for definition in self.definitions:
            form.fields[definition.field_name] = attribute_field(definition, form.instance.attributes)

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """The names of the attribute fields, for the form's groups."""
        return tuple(definition.field_name for definition in self.definitions)

    def clean(self) -> dict[str, Any]:
        """Bring the attribute fields together into one document."""
        form: Any = self
        cleaned: dict[str, Any] = super().clean() or form.cleaned_data  # type: ignore[misc]
        typed = {each.key: cleaned.pop(each.field_name) for each in self.definitions if each.field_name in cleaned}
        if not form.errors:
            cleaned["attributes"] = clean_attributes(type(form.instance), typed, current=form.instance.attributes)
        return cleaned


def attribute_field(definition: AttributeDefinition, attributes: dict[str, Any]) -> forms.Field:
    """The form field of an attribute, filled from a record's attributes."""
    field = kind_of(definition).field(definition)
    field.initial = loaded(definition, attributes)
    if definition.type == AttributeType.BOOLEAN and field.initial is not None:
        field.initial = "true" if field.initial else "false"
    if isinstance(field, forms.ChoiceField) and field.initial and definition.type == AttributeType.CHOICE:
        known = list(cast("list[tuple[Any, Any]]", field.choices))
        if field.initial not in dict(known):  # taken off the list since: it may stay on this record
            field.choices = [*known, (field.initial, field.initial)]
    return field
