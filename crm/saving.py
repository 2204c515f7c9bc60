"""Saving a record after its fields and constraints were checked, refusing in words."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from crm.errors import DomainError
from crm.text import clean


def checked_save(instance: models.Model) -> None:
    """Strip its texts, check every field and constraint, and save.

    Raises DomainError with the first thing that is wrong, naming its field.
    """
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(value, str):
            setattr(instance, field.attname, clean(value).strip())
    try:
        instance.full_clean()
    except ValidationError as error:
        field_name, messages = next(iter(error.message_dict.items()))
        raise DomainError(messages[0], field=None if field_name == NON_FIELD_ERRORS else field_name) from error
    instance.save()
