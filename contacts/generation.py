"""Measurement data: two people for each generated customer, with what reaches them and what they may do."""

from typing import Any

from django.db import connection, models

from contacts.models import Contact, ContactEmail, ContactPhone, ContactType, ContactTypeLink, CustomerContact
from crm.changes.current import SystemActor, begin_change_set
from crm.changes.kept import history_of_model, kept_fields
from crm.changes.models import Route
from crm.demo.generation import Generation

TRACKED: tuple[type[models.Model], ...] = (Contact, ContactEmail, ContactPhone, CustomerContact, ContactTypeLink)
FILLS = (*TRACKED, *(history_of_model(model) for model in TRACKED))
GIVEN = (
    *("Camille", "Hugo", "Inès", "Louis", "Manon", "Théo", "Zoé", "Lucía", "Pablo", "Carmen", "Diego", "Elena"),
    *("Harriet", "Owen", "Priya", "George", "Isla", "Anke", "Jörg", "Søren", "Maja", "Luca", "Chiara", "Noor"),
)
FAMILY = (
    *("Moreau", "Lefèvre", "Garnier", "Chevalier", "Roux", "Serrano", "Vidal", "Iglesias", "Prieto", "Soto", "Cole"),
    *("Blythe", "Shah", "Marsh", "Fenwick", "Köhler", "Weiß", "Jensen", "Nowak", "Rossi", "Bianchi", "de Vries"),
    *("Okafor", "Haddad", "Nguyen", "Yilmaz", "Petrov", "Horvat", "Silva"),
)
# Most names of families are rare: two syllables make 1,600 of them, and one person in five has a name of the list
SYLLABLES = (
    *("Al", "Bar", "Ber", "Bri", "Cal", "Car", "Cha", "Cor", "Dal", "Des", "Dor", "Du", "Fal", "Fer", "Gal", "Gar"),
    *("Gri", "Hal", "Hei", "Jan", "Kel", "Kra", "Lan", "Le", "Lor", "Mal", "Mar", "Mon", "Nor", "Pal", "Per", "Ram"),
    *("Ros", "San", "Sta", "Tor", "Val", "Vas", "Wil", "Zan"),
)
ENDINGS = (
    *("bach", "bert", "bois", "court", "dal", "dini", "don", "ez", "feld", "ford", "gues", "ham", "hurst", "ier"),
    *("ini", "kov", "land", "ley", "man", "mer", "mont", "nay", "nen", "quist", "rand", "riguez", "roy", "sen"),
    *("ski", "son", "stein", "ter", "theau", "ton", "vault", "ville", "wald", "well", "wood", "zano"),
)
TITLES = ("", "Owner", "Bookkeeper", "Manager", "IT manager", "Receptionist")
# The first person of an individual is the customer, under the customer's name
PEOPLE = """
CREATE TEMPORARY TABLE generated_people ON COMMIT DROP AS
SELECT id, customer_id, nth, country, created_at, individual_id, given, family,
  crm_fold(replace(family, ' ', '')) || '.' || id || '@example.com' AS email,
  '+336' || lpad((id * 7919 %% 100000000)::text, 8, '0') AS phone
FROM (
  SELECT nextval(pg_get_serial_sequence('contacts_contact', 'id')) AS id, c.id AS customer_id, nth, c.country,
    c.created_at, CASE WHEN c.kind = 'individual' AND nth = 0 THEN c.id END AS individual_id,
    CASE WHEN c.kind = 'individual' AND nth = 0 THEN regexp_replace(c.name, ' ?[^ ]+$', '')
      ELSE (%(given)s::text[])[1 + (c.id * 31 + nth * 7) %% %(given_count)s] END AS given,
    CASE WHEN c.kind = 'individual' AND nth = 0 THEN substring(c.name FROM '[^ ]+$')
      WHEN (c.id + nth * 3) %% 5 = 0 THEN (%(family)s::text[])[1 + (c.id * 17 + nth * 5) / 3 %% %(family_count)s]
      ELSE (%(syllables)s::text[])[1 + (c.id * 7919 + nth * 11) / 7 %% %(syllable_count)s]
        || (%(endings)s::text[])[1 + (c.id * 104729 + nth * 13) / 11 %% %(ending_count)s] END AS family
  FROM customers_customer c CROSS JOIN generate_series(0, 1) AS nth
  WHERE c.archived_at IS NULL AND NOT EXISTS (SELECT FROM contacts_customercontact l WHERE l.customer_id = c.id)
  ORDER BY c.id, nth
) AS made
"""
CONTACTS = """
INSERT INTO contacts_contact (id, created_at, updated_at, version, given_name, family_name, job_title, employer,
  external_number, language, internal_note, line1, line2, city, state, postal_code, country, individual_id, reach)
SELECT id, created_at, created_at, 1, given, family, (%(titles)s::text[])[1 + id %% %(title_count)s],
  CASE WHEN id %% 20 = 0 THEN 'Fix-IT Managed Services' ELSE '' END, '', '', '', '', '', '', '', '', '', individual_id,
  email || ' ' || substring(phone FROM 2)
FROM generated_people
"""
EMAILS = """
INSERT INTO contacts_contactemail (created_at, updated_at, version, contact_id, label, position, address)
SELECT created_at, created_at, 1, id, '', 0, email FROM generated_people
"""
PHONES = """
INSERT INTO contacts_contactphone (created_at, updated_at, version, contact_id, label, position, number)
SELECT created_at, created_at, 1, id, '', 0, phone FROM generated_people
"""
LINKS = """
INSERT INTO contacts_customercontact (created_at, updated_at, version, customer_id, contact_id, "primary",
  may_order, may_change, may_accept_quotes, may_receive)
SELECT created_at, created_at, 1, customer_id, id, nth = 0, nth = 0, nth = 0, nth = 0, id %% 2 = 0
FROM generated_people
"""
TYPES = """
INSERT INTO contacts_contacttypelink (created_at, updated_at, version, link_id, contact_type_id)
SELECT l.created_at, l.created_at, 1, l.id, (%(types)s::bigint[])[1 + l.id * 7919 / 64 %% %(type_count)s]
FROM contacts_customercontact l JOIN generated_people p ON p.id = l.contact_id
"""


def generate_contacts(generation: Generation) -> None:
    """Write the people, what ties them to customers, and one change set with the history of all of it."""
    types = list(ContactType.objects.filter(retired=False).values_list("pk", flat=True))
    lists: dict[str, tuple[str, list[Any]]] = {
        "given": ("given_count", list(GIVEN)),
        "family": ("family_count", list(FAMILY)),
        "syllables": ("syllable_count", list(SYLLABLES)),
        "endings": ("ending_count", list(ENDINGS)),
        "titles": ("title_count", list(TITLES)),
        "types": ("type_count", types),
    }
    params: dict[str, Any] = {name: values for name, (_count, values) in lists.items()}
    params |= {count: len(values) for count, values in lists.values()}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, params)
        _reach_is_written(cursor, "DISABLE")
    steps = ((Contact, CONTACTS), (ContactEmail, EMAILS), (ContactPhone, PHONES), (CustomerContact, LINKS))
    for model, sql in (*steps, (ContactTypeLink, TYPES)):
        generation.run(model, sql, params)
    _record(generation)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
        _reach_is_written(cursor, "ENABLE")
        cursor.execute("DROP TABLE generated_people")


def _reach_is_written(cursor: Any, verb: str) -> None:
    """The column that the triggers keep comes with the rows: computing it again for millions takes minutes."""
    for table in ("contacts_contactemail", "contacts_contactphone"):
        cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER reach_insert")


def _record(generation: Generation) -> None:
    """A history row for each row, under one change set."""
    opened = begin_change_set(by=SystemActor("generate_data"), verb="import_file", route=Route.COMMAND)
    by_link = "(SELECT contact_id FROM contacts_customercontact WHERE id = r.link_id)"
    own = {"Contact": "r.id", "ContactTypeLink": by_link}
    for model in TRACKED:
        names = [f'"{field.column}"' for field in kept_fields(model)]
        history = history_of_model(model)
        owner = own.get(model.__name__, "r.contact_id")
        generation.run(
            history,
            f'INSERT INTO "{history._meta.db_table}" ({", ".join(names)}, history_date, history_type, change_set_id)'
            f" SELECT {', '.join(f'r.{name}' for name in names)}, r.created_at, '+', %s"
            f' FROM "{model._meta.db_table}" r JOIN generated_people p ON p.id = {owner}',
            [opened.pk],
        )
