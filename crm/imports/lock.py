"""One at a time: two workers never carry out the same import."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from crm.errors import TryLater
from crm.imports.models import ImportBatch

SPACE = 0x1A2B  # our part of the numbers of advisory locks


@contextmanager
def alone_with(batch: ImportBatch) -> Iterator[None]:
    """Hold the import for this connection; the database lets go of it when the process dies.

    Raises TryLater while somebody else holds it, such as a worker that was believed dead.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [SPACE, batch.pk % 2**31])
        if not cursor.fetchone()[0]:
            raise TryLater(_("This import is being worked on."), after=10)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SPACE, batch.pk % 2**31])
