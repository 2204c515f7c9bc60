"""Setting fields from what people typed: cleaned, checked, refused in words."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from crm.errors import DomainError
from crm.labels.attributes import clean_attributes
from crm.text import clean

ADDRESS_FIELDS = ("line1", "line2", "city", "state", "postal_code", "country")
CUSTOMER_FIELDS = (
    "kind",
    "name",
    "internal_name",
    "external_number",
    "internal_reference",
    "roles",
    "status",
    "account_manager",
    "email",
    "phone",
    "website",
    "language",
    "currency",
    "vat_number",
    "registration_number",
    "region",
    "internal_note",
    "customer_note",
    "attributes",
    *ADDRESS_FIELDS,
)


def set_values(instance: models.Model, values: Mapping[str, Any], *, allowed: Collection[str]) -> list[str]:
    """Set the values, check each field, and answer the names of those that changed.

    Texts are stripped and made storable. Raises DomainError naming the field of the first bad value,
    and TypeError for a name that is not among the allowed ones (a mistake of the caller).
    """
    if unknown := set(values) - set(allowed):
        raise TypeError(f"Not a value that can be set on {instance._meta.verbose_name}: {sorted(unknown)}")
    if "attributes" in values:
        held: dict[str, Any] = instance.attributes  # type: ignore[attr-defined]
        values = {**values, "attributes": clean_attributes(type(instance), values["attributes"], current=held)}
    columns = {name: instance._meta.get_field(name).attname for name in values}  # type: ignore[union-attr]
    before = {name: getattr(instance, column) for name, column in columns.items()}
    for name, value in values.items():
        setattr(instance, name, clean(value).strip() if isinstance(value, str) else value)
    _check(instance, values)
    return [name for name, column in columns.items() if getattr(instance, column) != before[name]]


def _check(instance: models.Model, names: Collection[str]) -> None:
    others = {field.name for field in instance._meta.fields if field.name not in names}
    try:
        instance.clean_fields(exclude=others)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise DomainError(messages[0], field=field) from error


def compact_vat(value: str) -> str:
    """A VAT number without blanks and dots, in capitals: `fr 40 303.265.045` → `FR40303265045`."""
    return "".join(character for character in clean(value).upper() if character.isalnum())
