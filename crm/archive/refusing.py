"""What every action says of an archived record."""

from typing import Any

from django.utils.translation import gettext as _

from crm.errors import DomainError


def refuse_archived(*records: Any) -> None:
    """Raise DomainError for the first of these that is archived; what is never archived passes."""
    for record in records:
        if getattr(record, "is_archived", False):
            raise DomainError(_("%(name)s is archived. Restore it first.") % {"name": record})
