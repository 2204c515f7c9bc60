"""`crm_texts`: the values of custom attributes as one text, for searched columns."""

from django.db import migrations

CREATE = r"""
CREATE FUNCTION crm_texts(document jsonb) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN document = '{}'::jsonb THEN '' ELSE (
    SELECT coalesce(string_agg(value #>> '{}', ' '), '') FROM jsonb_each(document)
    WHERE jsonb_typeof(value) IN ('string', 'number')) END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION crm_texts(jsonb)")]
