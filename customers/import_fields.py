"""The columns a file of customers may have, and the names other systems give them."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from crm.imports import parsers
from crm.imports.kinds import ImportField
from customers.actions.values import compact_vat
from customers.currencies import validate_currency
from customers.models import Kind, Role, Stage

# Names of values that are no label of ours.
KIND_WORDS = {
    "business": Kind.COMPANY, "organisation": Kind.COMPANY, "organization": Kind.COMPANY, "firm": Kind.COMPANY,
    "societe": Kind.COMPANY, "firma": Kind.COMPANY, "empresa": Kind.COMPANY, "b2b": Kind.COMPANY,
    "person": Kind.INDIVIDUAL, "private": Kind.INDIVIDUAL, "residential": Kind.INDIVIDUAL, "b2c": Kind.INDIVIDUAL,
    "particulier": Kind.INDIVIDUAL, "persona": Kind.INDIVIDUAL, "privat": Kind.INDIVIDUAL,
}  # fmt: skip
STAGE_WORDS = {"lead": Stage.PROSPECT, "client": Stage.CUSTOMER, "cliente": Stage.CUSTOMER}
ROLE_WORDS = {"vendor": Role.SUPPLIER, "fournisseur": Role.SUPPLIER, "proveedor": Role.SUPPLIER}


def vat_number(cell: str) -> str:
    """A VAT number without blanks and points."""
    return str(parsers.text(20)(compact_vat(cell)))


def currency(cell: str) -> str:
    """A currency by its three letters."""
    try:
        validate_currency(cell.upper())
    except ValidationError as error:
        raise ValueError(error.message) from error
    return cell.upper()


def roles(cell: str) -> list[str]:
    """Customer, supplier, or both with a comma between."""
    one = parsers.choice(dict(Role.choices), ROLE_WORDS)
    return sorted({one(part.strip()) for part in re.split("[,;/|+]", cell) if part.strip()})


FIELDS = (
    ImportField(
        "external_number",
        gettext_lazy("Customer number elsewhere"),
        parsers.text(60),
        (
            "customer id",
            "client id",
            "customer no",
            "customer number",
            "account number",
            "external id",
            "erp number",
            "numéro client",
            "n° client",
            "code client",
            "kundennummer",
            "número de cliente",
            "código cliente",
            "id",
        ),
        gettext_lazy("The number in your other system; bringing in the same file again then updates."),
    ),
    ImportField(
        "number",
        gettext_lazy("Our number"),
        parsers.text(40),
        ("number", "waypoint number"),
        gettext_lazy("Recognises customers that are here; it never changes."),
        only_key=True,
    ),
    ImportField(
        "company",
        gettext_lazy("Company"),
        parsers.text(200),
        (
            "company name",
            "firma",
            "firmenname",
            "société",
            "raison sociale",
            "entreprise",
            "razón social",
            "empresa",
            "organisation",
            "organization",
            "business name",
            "account name",
        ),
        gettext_lazy("Filled: the customer is a company of this name. Empty: first and last name make a person."),
    ),
    ImportField(
        "name",
        gettext_lazy("Name"),
        parsers.text(200),
        ("customer", "customer name", "client", "client name", "nom du client", "nombre", "nom", "full name"),
    ),
    ImportField("first_name", gettext_lazy("First name"), parsers.text(100), ("given name", "prénom", "vorname")),
    ImportField(
        "last_name",
        gettext_lazy("Last name"),
        parsers.text(100),
        ("surname", "family name", "nom de famille", "nachname", "apellido", "apellidos"),
        gettext_lazy("Of a company, the person's name becomes the internal name, so that search finds it."),
    ),
    ImportField(
        "kind", gettext_lazy("Kind"), parsers.choice(dict(Kind.choices), KIND_WORDS), ("type", "customer type")
    ),
    ImportField("internal_name", gettext_lazy("Internal name"), parsers.text(200), ("alias", "nickname", "trade name")),
    ImportField(
        "internal_reference", gettext_lazy("Internal reference"), parsers.text(60), ("reference", "store code")
    ),
    ImportField("email", gettext_lazy("E-mail"), parsers.text(254), ("email address", "mail", "courriel", "correo")),
    ImportField(
        "phone",
        gettext_lazy("Phone"),
        parsers.text(60),
        ("telephone", "phone number", "téléphone", "tel", "telefon", "teléfono", "mobile"),
        gettext_lazy("A number that cannot be read is kept in the internal note, with a warning."),
    ),
    ImportField("website", gettext_lazy("Website"), parsers.web_address, ("url", "web", "homepage", "site web")),
    ImportField(
        "line1",
        gettext_lazy("Address"),
        parsers.text(200),
        ("address 1", "address line 1", "street", "adresse", "rue", "straße", "dirección", "calle", "street address"),
    ),
    ImportField(
        "line2", gettext_lazy("Address, second line"), parsers.text(200), ("address 2", "address line 2", "complément")
    ),
    ImportField(
        "city",
        gettext_lazy("City"),
        parsers.text(120),
        ("town", "place", "ville", "stadt", "ort", "ciudad", "localidad"),
    ),
    ImportField(
        "state",
        gettext_lazy("State or region"),
        parsers.text(120),
        ("state", "province", "county", "provincia", "land"),
    ),
    ImportField(
        "postal_code",
        gettext_lazy("Postal code"),
        parsers.text(20),
        ("zip", "zip code", "postcode", "code postal", "cp", "plz", "código postal"),
    ),
    ImportField("country", gettext_lazy("Country"), parsers.country, ("country code", "pays", "país", "staat")),
    ImportField(
        "vat_number", gettext_lazy("VAT number"), vat_number, ("vat", "vat id", "tva", "n° tva", "nif", "ust id")
    ),
    ImportField(
        "registration_number",
        gettext_lazy("Registration number"),
        parsers.text(30),
        ("siret", "siren", "company number"),
    ),
    ImportField("status", gettext_lazy("Status"), parsers.text(60), ("statut", "estado")),
    ImportField(
        "stage",
        gettext_lazy("Stage"),
        parsers.choice(dict(Stage.choices), STAGE_WORDS),
        help=gettext_lazy("Prospect or customer."),
    ),
    ImportField("roles", gettext_lazy("Roles"), roles, help=gettext_lazy("Customer, supplier, or both.")),
    ImportField(
        "account_manager",
        gettext_lazy("Account manager"),
        parsers.text(254),
        ("salesperson", "owner", "commercial"),
        gettext_lazy("By e-mail address or name; empty: whoever imports."),
    ),
    ImportField("region", gettext_lazy("Regulatory region"), parsers.text(80)),
    ImportField("language", gettext_lazy("Language"), parsers.choice(dict(settings.LANGUAGES)), ("langue", "idioma")),
    ImportField("currency", gettext_lazy("Currency"), currency, ("devise", "moneda")),
    ImportField(
        "tags",
        gettext_lazy("Tags"),
        parsers.items,
        ("labels", "étiquettes", "etiquetas"),
        gettext_lazy("Added to those there."),
    ),
    ImportField(
        "internal_note",
        gettext_lazy("Internal note"),
        parsers.long_text,
        ("note", "notes", "comment", "comments", "remarks", "commentaire", "notas"),
        gettext_lazy("May take several columns; each is written with its name."),
        joins=True,
    ),
    ImportField("customer_note", gettext_lazy("Customer note"), parsers.long_text),
)
# For files of other nouns, so that all are understood alike
BY_NAME = {field.name: field for field in FIELDS}
PLACE = ("line1", "line2", "city", "state", "postal_code", "country")
