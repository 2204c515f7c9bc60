"""What waits to be filed in an index is read by every search, so it may not wait for long."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

INDEXED = """
SELECT DISTINCT pg_class.relname, coalesce(pg_class.reloptions::text, '')
FROM pg_index
JOIN pg_class ON pg_class.oid = pg_index.indrelid
JOIN pg_class AS index ON index.oid = pg_index.indexrelid
JOIN pg_am ON pg_am.oid = index.relam AND pg_am.amname = 'gin'
"""


def test_every_table_with_such_an_index_is_analysed_soon_after_rows_changed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(INDEXED)
        options = dict(cursor.fetchall())
    assert {"customers_customer", "sites_site", "contacts_contact", "changes_changeset"} <= options.keys()
    assert [table for table, said in options.items() if "autovacuum_analyze_scale_factor=0" not in said] == []
