"""Housekeeping of the counts by cell."""

from django.db import connection

from crm.background.registry import daily_task

FOLD = """
    WITH gone AS (
        DELETE FROM sites_sitecell WHERE (side, y, x, country) IN (
            SELECT side, y, x, country FROM sites_sitecell GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
        ) RETURNING *
    )
    INSERT INTO sites_sitecell (side, y, x, country, sites, latitude, longitude)
    SELECT side, y, x, country, sum(sites), sum(latitude), sum(longitude)
    FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(sites) <> 0
"""


@daily_task
def fold_cells() -> int:
    """Make one row of the rows of each cell; answers how many cells had several.

    Rows that somebody adds meanwhile stay beside it, so it is safe at any time, and twice at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return int(cursor.rowcount)
