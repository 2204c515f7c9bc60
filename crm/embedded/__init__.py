"""A PostgreSQL of our own under `.local/`, socket only, for development and tests without `DATABASE_URL`.

Only the standard library, so that it can be used before Django is set up.
"""

from crm.embedded.programs import EmbeddedError
from crm.embedded.server import DATABASE, USER, EmbeddedPostgres

__all__ = ["DATABASE", "USER", "EmbeddedError", "EmbeddedPostgres"]
