"""Counts of live sites by cell of the Plus Code grid, kept up to date by triggers.

A trigger of each statement adds the difference it made: one row a cell, country and size of cell. Nothing is
updated in place, so an import that writes for a minute holds nobody up.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models


# The cells of a set of rows: {rows} answers latitude, longitude, country and +1 or -1.
ADD = """
    INSERT INTO sites_sitecell (side, y, x, country, sites, latitude, longitude)
    SELECT side,
           least(greatest(floor((row.latitude + 90) * 8000), 0), 1439999)::int / side,
           mod(floor((row.longitude + 180) * 8000), 2880000)::int / side,
           row.country, sum(row.sign), sum(row.sign * row.latitude * 1000000), sum(row.sign * row.longitude * 1000000)
    FROM ({rows}) AS row, unnest(ARRAY[8000, 400, 80]) AS side
    GROUP BY 1, 2, 3, 4
    HAVING sum(row.sign) <> 0 OR sum(row.sign * row.latitude) <> 0 OR sum(row.sign * row.longitude) <> 0;
"""
# 180° is −180°: in one cell the two would have their middle at 0
ROWS = (
    "SELECT latitude, CASE longitude WHEN 180 THEN -180 ELSE longitude END AS longitude, country, {sign} AS sign"
    " FROM {table} WHERE archived_at IS NULL"
)
NEW, OLD = ROWS.format(sign=1, table="new_sites"), ROWS.format(sign=-1, table="old_sites")
CHANGES = {"INSERT": NEW, "DELETE": OLD, "UPDATE": f"{NEW} UNION ALL {OLD}"}
SEES = {
    "INSERT": "REFERENCING NEW TABLE AS new_sites",
    "DELETE": "REFERENCING OLD TABLE AS old_sites",
    "UPDATE": "REFERENCING NEW TABLE AS new_sites OLD TABLE AS old_sites",
}


def triggers() -> list[migrations.RunSQL]:
    """A function and a trigger for each kind of statement."""
    made = []
    for kind, rows in CHANGES.items():
        name = f"sites_cells_{kind.lower()}"
        body = f"BEGIN {ADD.format(rows=rows)} RETURN NULL; END"
        made.append(
            migrations.RunSQL(
                [
                    f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
                    f"CREATE TRIGGER cells_{kind.lower()} AFTER {kind} ON sites_site {SEES[kind]}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                ],
                f"DROP FUNCTION {name}() CASCADE",
            )
        )
    return made


class Migration(migrations.Migration):

    dependencies = [
        ('sites', '0006_doubts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.PositiveSmallIntegerField()),
                ('y', models.IntegerField()),
                ('x', models.IntegerField()),
                ('country', models.CharField(max_length=2)),
                ('sites', models.IntegerField()),
                ('latitude', models.BigIntegerField()),
                ('longitude', models.BigIntegerField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [django.contrib.postgres.indexes.BTreeIndex(fields=['side', 'y', 'x'], include=('country', 'sites', 'latitude', 'longitude'), name='sitecell_by_place')],
            },
        ),
        migrations.RunSQL(ADD.format(rows=ROWS.format(sign=1, table="sites_site")), migrations.RunSQL.noop),
        *triggers(),
    ]
