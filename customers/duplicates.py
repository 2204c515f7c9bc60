"""Is this customer here already? Looked for while a new one is typed; archived ones count too."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy

from crm.search.expressions import Fold
from crm.text import clean, fold
from customers.actions.values import compact_vat
from customers.models import Customer

AT_MOST = 5
CANDIDATES = 20  # per condition: enough to judge, few enough to read
WHOLE = 3  # letters in the shortest word that has a trigram of its own
# Up to this many letters, this share of trigrams: one slip costs a short name more of them. At 0.3,
# PostgreSQL's own, common words made it read a tenth of a million rows.
ALIKE = ((10, 0.45), (18, 0.6), (400, 0.7))
# The legal form says little: Acme Ltd and ACME Limited may be one firm, Acme Ltd and Zeta Ltd are not
LEGAL_FORMS = frozenset(
    re.findall(
        r"\w+",
        "ab ag bv co company corp eirl eurl gmbh inc kg limited llc llp lp ltd ltda "
        "nv oy plc sa sarl sas sasu sci sl slu snc spa srl",
    )
)

Customers = QuerySet[Customer]
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
    phone is read as one of `country` (ISO code) unless it begins with +. At most three questions to the database.
    """
    customers = (Customer.objects.all() if among is None else among).order_by()
    if exclude_pk is not None:
        customers = customers.exclude(pk=exclude_pk)
    names = [typed for typed in dict.fromkeys((telling(name), telling(internal_name))) if len(typed) > 1]
    equal = {
        "email": clean(email).strip().lower(),
        "phone": international(phone, country),
        "vat_number": compact_vat(vat_number),
        "external_number": clean(external_number).strip(),
    }
    found = _collect([*_with_same(customers, equal), *_with_words(customers, names)])
    by_name = [pk for pk, keys in found.items() if keys & {"name", "alias"}]
    if any(len(typed) > WHOLE for typed in names) and len(by_name) < AT_MOST:
        for pk, keys in _collect_alike(customers, names).items():
            found[pk] |= keys
    rows = customers.filter(pk__in=found).select_related("status") if found else []
    matches = [Match(row, _reasons(row, found[row.pk], names, city)) for row in rows]
    return sorted(matches, key=_likeliest_first)[:AT_MOST]


def _likeliest_first(match: Match) -> tuple[int, bool, str]:
    return (-match.weight, match.customer.is_archived, match.customer.sort_name)


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


def _with_same(customers: Customers, equal: dict[str, str]) -> list[Customers]:
    """Those with an equal value, one question a value so that each uses its own index."""
    parts = []
    for key, value in equal.items():
        if value and key == "email":
            found = customers.alias(address=Lower("email")).filter(address=value).exclude(email="")
            parts.append(_marked(found, key))
        elif value:
            parts.append(_marked(customers.filter(**{key: value}), key))
    return parts


def _with_words(customers: Customers, names: list[str]) -> list[Customers]:
    """Those whose name or internal name holds every word typed so far, in any order; short ones must be equal."""
    parts = []
    for name in names:
        words = [word for word in name.split() if len(word) >= WHOLE]
        for key, found in _searched(customers).items():
            for word in words:
                found = found.filter(searched__contains=word)
            parts.append(_marked(found if words else found.filter(searched=name), key))
    return parts


def _collect_alike(customers: Customers, names: list[str]) -> dict[int, set[str]]:
    """Those whose name or internal name is spelt much like one typed."""
    longest = max(len(name) for name in names)
    threshold = next((share for letters, share in ALIKE if longest <= letters), ALIKE[-1][1])
    parts = [
        _marked(found.filter(searched__trigram_similar=name).order_by(TrigramSimilarity("searched", name).desc()), key)
        for name in names
        for key, found in _searched(customers).items()
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(threshold)])
        return _collect(parts)


def _searched(customers: Customers) -> dict[str, QuerySet[Any]]:
    """The two names of a customer as `searched`, each with a trigram index."""
    return {
        "name": customers.alias(searched=F("sort_name")),
        "alias": customers.exclude(internal_name="").alias(searched=Fold(F("internal_name"))),
    }


def _marked(customers: QuerySet[Any], key: str) -> Any:
    return customers.annotate(found_by=Value(key)).values_list("pk", "found_by")[:CANDIDATES]


def _collect(parts: list[Any]) -> dict[int, set[str]]:
    """Ask everything at once; answers the keys by which each customer was found."""
    found: dict[int, set[str]] = defaultdict(set)
    if parts:
        for pk, key in parts[0].union(*parts[1:], all=True):
            found[pk].add(key)
    return found


def _reasons(customer: Customer, keys: set[str], names: list[str], city: str) -> tuple[str, ...]:
    """Which of the keys hold on a closer look: an equal name says more than a similar one."""
    keys = set(keys)
    if {telling(customer.name), telling(customer.internal_name)} & set(names):
        keys = keys - {"name", "alias"} | {"same"}
    if keys & {"name", "alias", "same"} and city and fold(clean(city)).strip() == fold(customer.city):
        keys.add("city")
    return tuple(sorted(keys, key=lambda key: -REASONS[key][0]))
