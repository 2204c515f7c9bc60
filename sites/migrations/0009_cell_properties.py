"""Counts by cell told apart by what the list filters by, on more sizes of cell; an index that reads the rest.

Two million sites take about a minute.
"""

from importlib import import_module

import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models.functions import Left

before = import_module("sites.migrations.0007_cells")

KEY = "side, y, x, country, site_type, location_source, accuracy, to_confirm, region, archived"
# The cells of a set of rows: {rows} answers the columns of sites and `sign`, +1 or -1. 180° is −180°.
ADD = """
    INSERT INTO sites_sitecell (""" + KEY + """, sites, latitude, longitude)
    SELECT side,
           least(greatest(floor((row.latitude + 90) * 8000), 0), 1439999)::int / side,
           mod(floor((row.longitude + 180) * 8000), 2880000)::int / side,
           row.country, row.site_type, row.location_source, row.accuracy, row.confirmed_at IS NULL,
           coalesce(row.region_id, 0), row.archived_at IS NOT NULL,
           sum(row.sign), sum(row.sign * row.latitude * 1000000),
           sum(row.sign * CASE row.longitude WHEN 180 THEN -180 ELSE row.longitude END * 1000000)
    FROM ({rows}) AS row, unnest(ARRAY[40000, 8000, 2000, 400, 80]) AS side
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    HAVING sum(row.sign) <> 0 OR sum(row.sign * row.latitude) <> 0 OR sum(row.sign * row.longitude) <> 0;
"""
ROWS = (
    "SELECT latitude, longitude, country, site_type, location_source, accuracy, confirmed_at, region_id, archived_at,"
    " {sign} AS sign FROM {table}"
)
NEW, OLD = ROWS.format(sign=1, table="new_sites"), ROWS.format(sign=-1, table="old_sites")
CHANGES = {"INSERT": NEW, "DELETE": OLD, "UPDATE": f"{NEW} UNION ALL {OLD}"}


def replaced() -> list[migrations.RunSQL]:
    """The body of each trigger's function."""
    made = []
    for kind, rows in CHANGES.items():
        function = f"CREATE OR REPLACE FUNCTION sites_cells_{kind.lower()}() RETURNS trigger LANGUAGE plpgsql AS"
        now, then = (
            f"{function} $$ BEGIN {text} RETURN NULL; END $$"
            for text in (ADD.format(rows=rows), before.ADD.format(rows=before.CHANGES[kind]))
        )
        made.append(migrations.RunSQL(now, then))
    return made


class Migration(migrations.Migration):

    dependencies = [
        ('sites', '0008_city_covered'),
    ]

    operations = [
        migrations.RunSQL(
            migrations.RunSQL.noop,
            before.ADD.format(rows=before.ROWS.format(sign=1, table="sites_site")),
        ),
        migrations.DeleteModel('SiteCell'),
        migrations.CreateModel(
            name='SiteCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.IntegerField()),
                ('y', models.IntegerField()),
                ('x', models.IntegerField()),
                ('country', models.CharField(max_length=2)),
                ('site_type', models.CharField(max_length=12)),
                ('location_source', models.CharField(max_length=8)),
                ('accuracy', models.CharField(max_length=12)),
                ('to_confirm', models.BooleanField()),
                ('region', models.BigIntegerField()),
                ('archived', models.BooleanField()),
                ('sites', models.IntegerField()),
                ('latitude', models.BigIntegerField()),
                ('longitude', models.BigIntegerField()),
            ],
            options={'default_permissions': ()},
        ),
        migrations.RunSQL(ADD.format(rows=ROWS.format(sign=1, table="sites_site")), migrations.RunSQL.noop),
        *replaced(),
        migrations.AddIndex(
            model_name='sitecell',
            index=django.contrib.postgres.indexes.BTreeIndex(fields=['side', 'y', 'x'], include=('country', 'site_type', 'location_source', 'accuracy', 'to_confirm', 'region', 'archived', 'sites', 'latitude', 'longitude'), name='sitecell_by_place'),
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(Left('plus_code', 8), name='site_by_grid', include=('plus_code', 'latitude', 'longitude', 'country', 'site_type', 'location_source', 'accuracy', 'confirmed_at', 'region', 'archived_at')),
        ),
        # The planner must know how many sites a cell holds: without, it takes all of them for one
        migrations.RunSQL("ANALYZE sites_site; ANALYZE sites_sitecell", migrations.RunSQL.noop),
    ]
