"""The trigram extension and `crm_fold`, which every searched column is built with."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

CREATE = r"""
CREATE FUNCTION crm_fold(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT replace(replace(replace(replace(translate(
    regexp_replace(normalize(lower(normalize(value, NFKC)), NFKD), '[\u0300-\u036f]', '', 'g'),
    'øđðłıħ', 'oddlih'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
$$
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [TrigramExtension(), migrations.RunSQL(CREATE, "DROP FUNCTION crm_fold(text)")]
