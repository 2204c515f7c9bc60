"""Plus Codes and points on a sphere, computed by the database.

Bodies in SQL-standard form are bound when they are created, so they need no search path: a restore, or a
maintenance command with an empty one, computes the same columns.
"""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

# Ten digits are five pairs in base 20 of units of 1/8000 degree; with six decimals the product is exact.
PLUS_CODE = """
CREATE FUNCTION sites_plus_code(latitude numeric, longitude numeric) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
  SELECT string_agg(
    substr('23456789CFGHJMPQRVWX', (y / power(20::numeric, place)::bigint % 20)::int + 1, 1)
    || substr('23456789CFGHJMPQRVWX', (x / power(20::numeric, place)::bigint % 20)::int + 1, 1)
    || CASE place WHEN 1 THEN '+' ELSE '' END, '' ORDER BY place DESC)
  FROM (SELECT least(greatest(floor((latitude + 90) * 8000), 0), 1439999)::bigint AS y,
               mod(floor((longitude + 180) * 8000), 2880000)::bigint AS x) AS units,
       generate_series(0, 4) AS place;
END
"""
POSITION = """
CREATE FUNCTION sites_position(latitude double precision, longitude double precision) RETURNS cube
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN cube(ARRAY[6371.0088 * cosd(latitude) * cosd(longitude),
                  6371.0088 * cosd(latitude) * sind(longitude),
                  6371.0088 * sind(latitude)])
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [
        CreateExtension("cube"),
        migrations.RunSQL(PLUS_CODE, "DROP FUNCTION sites_plus_code(numeric, numeric)"),
        migrations.RunSQL(POSITION, "DROP FUNCTION sites_position(double precision, double precision)"),
    ]
