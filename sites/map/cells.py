"""Housekeeping of the counts by cell."""

from django.db import connection

from crm.background.registry import daily_task
from sites.models.cell import PROPERTIES

KEY = ", ".join(("side", "y", "x", *PROPERTIES))
FOLD = f"""
    WITH gone AS (
        DELETE FROM sites_sitecell WHERE ({KEY}) IN (
            SELECT {KEY} FROM sites_sitecell GROUP BY {KEY} HAVING count(*) > 1
        ) RETURNING *
    )
    INSERT INTO sites_sitecell ({KEY}, sites, latitude, longitude)
    SELECT {KEY}, sum(sites), sum(latitude), sum(longitude)
    FROM gone GROUP BY {KEY} HAVING sum(sites) <> 0
"""


@daily_task
def fold_cells() -> int:
    """Make one row of the rows of each cell; answers how many cells had several.

    Rows that somebody adds meanwhile stay beside it, so it is safe at any time, and twice at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return int(cursor.rowcount)
