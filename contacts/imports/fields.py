"""The columns a file of people may have, and the names other systems give them."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.imports.consents import CONSENT_FIELDS
from contacts.models.authorisation import RIGHTS_IN_WORDS
from crm.imports import parsers
from crm.imports.kinds import ImportField
from crm.text import whole_number
from customers.import_fields import BY_NAME, PLACE

WORK, PRIVATE, MOBILE = gettext_lazy("Work"), gettext_lazy("Private"), gettext_lazy("Mobile")
# The columns that feed the addresses and the numbers, each with the label it gives them
EMAILS = {"emails": "", "emails_labelled": "", "emails_work": WORK, "emails_private": PRIVATE}
PHONES = {"phones": "", "phones_labelled": "", "phones_mobile": MOBILE, "phones_work": WORK, "phones_private": PRIVATE}
RIGHT_WORDS = dict(RIGHTS_IN_WORDS)

_one_right = parsers.choice(RIGHT_WORDS)


def rights(cell: str) -> list[str]:
    """Some of `may_order`, `may_change`, …, by these codes or in words, with a comma between."""
    return sorted({_one_right(name) for name in parsers.items(cell)})


def _our_number(cell: str) -> int:
    """What an export says in its column of this name."""
    if (number := whole_number(cell)) is None:
        raise ValueError(_("“%(cell)s” is no number of ours.") % {"cell": parsers.shorten(cell)})
    return number


FIELDS = (
    ImportField(
        "customer",
        gettext_lazy("Customer"),
        parsers.text(200),
        ("customer number", "customer name", "client", "cliente", "account", "account name", "company", "company name"),
        gettext_lazy("By our number, the number elsewhere, our reference, or the name."),
    ),
    ImportField(
        "number",
        gettext_lazy("Our number"),
        _our_number,
        ("waypoint number",),
        gettext_lazy("Recognises people who are here; exports have it."),
        only_key=True,
    ),
    ImportField(
        "person",
        gettext_lazy("Number in another installation"),
        parsers.text(60),
        (),
        gettext_lazy("Lines with the same one are one person; nobody is recognised by it, and it is not kept."),
        only_key=True,
    ),
    ImportField(
        "individual",
        gettext_lazy("Is the customer"),
        parsers.text(200),
        (),
        gettext_lazy("The individual customer who this person is, by number or name."),
    ),
    ImportField(
        "external_number",
        gettext_lazy("Contact number elsewhere"),
        parsers.text(60),
        ("contact id", "person id", "contact number", "external id", "crm id", "record id", "id"),
        gettext_lazy("The number in your other system; bringing in the same file again then updates."),
    ),
    ImportField(
        "name",
        gettext_lazy("Name"),
        parsers.text(200),
        ("full name", "contact", "contact name", "person", "nom complet", "nombre completo", "ansprechpartner"),
        gettext_lazy("Where given and family name stand in one column; the last word is the family name."),
    ),
    ImportField(
        "given_name", gettext_lazy("Given name"), parsers.text(100), ("first name", "prénom", "vorname", "nombre")
    ),
    ImportField(
        "family_name",
        gettext_lazy("Family name"),
        parsers.text(100),
        ("last name", "surname", "nom", "nom de famille", "nachname", "apellido", "apellidos"),
    ),
    ImportField(
        "job_title",
        gettext_lazy("Job title"),
        parsers.text(120),
        ("title", "position", "function", "fonction", "poste", "cargo", "puesto"),
    ),
    ImportField(
        "employer",
        gettext_lazy("Works for"),
        parsers.text(200),
        ("employer", "employeur", "empleador"),
        gettext_lazy("Where that is not the customer: a service provider, a property manager."),
    ),
    ImportField(
        "emails",
        gettext_lazy("E-mail"),
        parsers.long_text,
        ("email", "email address", "emails", "mail", "courriel", "correo"),
        gettext_lazy("Several with a comma between; several columns are labelled with their names."),
        joins=True,
    ),
    ImportField("emails_work", gettext_lazy("E-mail at work"), parsers.long_text, ("work email", "business email")),
    ImportField("emails_private", gettext_lazy("Private e-mail"), parsers.long_text, ("personal email", "home email")),
    ImportField("emails_labelled", gettext_lazy("E-mail with labels"), parsers.long_text),
    ImportField(
        "phones",
        gettext_lazy("Phone"),
        parsers.long_text,
        ("telephone", "phone number", "phones", "téléphone", "tel", "telefon", "teléfono"),
        gettext_lazy("A number that cannot be read is kept in the internal note, with a warning."),
        joins=True,
    ),
    ImportField(
        "phones_mobile",
        gettext_lazy("Mobile"),
        parsers.long_text,
        ("mobile phone", "mobile number", "cell", "cell phone", "portable", "móvil", "handy"),
    ),
    ImportField(
        "phones_work",
        gettext_lazy("Phone at work"),
        parsers.long_text,
        ("work phone", "business phone", "office phone", "direct line"),
    ),
    ImportField("phones_private", gettext_lazy("Private phone"), parsers.long_text, ("home phone", "personal phone")),
    ImportField("phones_labelled", gettext_lazy("Phone with labels"), parsers.long_text),
    ImportField(
        "types",
        gettext_lazy("Types"),
        parsers.items,
        ("type", "contact type", "role", "rôle", "rol"),
        gettext_lazy("Added to those there."),
    ),
    ImportField(
        "sites",
        gettext_lazy("Sites"),
        parsers.items,
        ("covered sites", "site"),
        gettext_lazy("Those the person answers for, by reference or name; added to those there. None means all."),
    ),
    ImportField(
        "primary", gettext_lazy("Primary contact"), parsers.yes_or_no, ("primary", "main contact", "contact principal")
    ),
    ImportField(
        "rights",
        gettext_lazy("May"),
        rights,
        help=gettext_lazy("What the person may do, with a comma between; what is not named, they may not."),
    ),
    *(ImportField(name, capfirst(words), parsers.yes_or_no) for name, words in RIGHT_WORDS.items()),
    BY_NAME["language"],
    *(BY_NAME[name] for name in PLACE),
    *CONSENT_FIELDS,
    BY_NAME["internal_note"],
)
LABELS = {field.name: field.label for field in FIELDS}
