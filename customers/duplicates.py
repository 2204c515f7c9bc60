"""Is this customer here already? Looked for while a new one is typed; archived ones count too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import phonenumbers
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from crm.search.expressions import Fold
from crm.text import clean, fold
from customers.actions.values import compact_vat
from customers.models import Customer

AT_MOST = 5
CANDIDATES = 20  # per condition: enough to judge, few enough to read
ALIKE = 0.6  # share of trigrams; at 0.3, PostgreSQL's own, common words make it read a tenth of a million rows
WHOLE = 3  # letters in the shortest word that has a trigram of its own
# The legal form says little: Acme Ltd and ACME Limited may be one firm, Acme Ltd and Zeta Ltd are not
LEGAL_FORMS = frozenset(
    "ab ag bv co company corp eirl eurl gmbh inc kg limited llc llp lp ltd ltda nv oy plc "
    "sa sarl sas sasu sci sl slu snc spa srl".split()
)


REASONS = {
    "name": (20, gettext_lazy("A similar name.")),
    "alias": (20, gettext_lazy("A similar internal name.")),
    "email": (50, gettext_lazy("The same e-mail address.")),
    "phone": (40, gettext_lazy("The same phone number.")),
    "vat_number": (60, gettext_lazy("The same VAT number.")),
    "external_number": (10, gettext_lazy("The same number elsewhere.")),
    "same": (40, gettext_lazy("The same name.")),
    "city": (10, gettext_lazy("In the same city.")),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A customer that may be the same, and why: keys of REASONS, the weightiest first."""

    customer: Customer
    found_by: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        """Why, each a sentence."""
        return [str(REASONS[key][1]) for key in self.found_by]

    @property
    def weight(self) -> int:
        """How likely, compared with other matches."""
        return sum(REASONS[key][0] for key in self.found_by)


def find_duplicates(
    *,
    name: str = "",
    internal_name: str = "",
    email: str = "",
    phone: str = "",
    vat_number: str = "",
    external_number: str = "",
    city: str = "",
    country: str = "",
    among: QuerySet[Customer] | None = None,
    exclude_pk: int | None = None,
) -> list[Match]:
    """Customers that may be the one described, the likeliest first, each with its reasons.

    `among` narrows to what the reader may see. Names are compared without accents, case and legal form; a
    phone is read as one of `country` (ISO code) unless it begins with +. At most three statements.
    """
    customers = Customer.objects.all() if among is None else among
    if exclude_pk is not None:
        customers = customers.exclude(pk=exclude_pk)
    names = [typed for typed in dict.fromkeys((telling(name), telling(internal_name))) if len(typed) > 1]
    found = _found(_exactly(customers, email, international(phone, country), vat_number, external_number, names))
    if names and sum("name" in keys or "alias" in keys for keys in found.values()) < AT_MOST:
        _add_alike(found, customers, names)
    rows = customers.filter(pk__in=found).select_related("status") if found else []
    matches = [Match(row, _judged(row, found[row.pk], names, city)) for row in rows]
    return sorted(matches, key=lambda match: (-match.weight, match.customer.sort_name))[:AT_MOST]


def telling(name: str) -> str:
    """The words of a name that tell it apart: folded, without punctuation and legal form."""
    words = "".join(c if c.isalnum() else " " for c in fold(clean(name)).replace(".", "")).split()
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


def international(phone: str, country: str = "") -> str:
    """A phone as it is stored, `+33142685300`; empty when it cannot be one."""
    try:
        parsed = phonenumbers.parse(clean(phone), country or settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _exactly(
    customers: Customers, email: str, phone: str, vat_number: str, external_number: str, names: list[str]
) -> list[Customers]:
    """Who has the same value, or a name with every word typed; each condition has an index of its own."""
    parts = []
    if email := clean(email).strip().lower():
        parts.append(customers.alias(address=Lower("email")).exclude(email="").filter(address=email).found("email"))
    equal = {"phone": phone, "vat_number": compact_vat(vat_number), "external_number": clean(external_number).strip()}
    parts += [_marked(customers.filter(**{key: value}), key) for key, value in equal.items() if value]
    for name in names:
        words = [word for word in name.split() if len(word) >= WHOLE]
        for key, column in COLUMNS.items():
            conditions = {}
    return parts
