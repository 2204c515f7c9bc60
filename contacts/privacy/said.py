"""Whether a text names a person: by all parts of a name they have or had, an address or a number of theirs."""

from functools import reduce
from operator import and_, or_
from urllib.parse import quote_plus

from django.db.models import Q

from contacts.models import Contact, ContactEmail, ContactPhone
from crm.changes.kept import history_of_model
from crm.text import digits, fold

SHORTEST = 4  # letters of a name that is looked for in texts: a shorter one is found in other words


class Said:
    """What a person is called and reached by, read before it is erased; history and archived rows included."""

    def __init__(self, contact: Contact) -> None:
        names = history_of_model(Contact).objects.filter(id=contact.pk).values_list("given_name", "family_name")
        kept = {tuple(f"{given} {family}".split()) for given, family in names.distinct().order_by()}
        self.names = [words for words in sorted(kept) if len("".join(words)) >= SHORTEST]
        self.emails = sorted({each.address for each in ContactEmail._base_manager.filter(contact=contact)})
        self.phones = sorted({str(each.number) for each in ContactPhone._base_manager.filter(contact=contact)} - {""})

    def condition(self, *columns: str) -> Q:
        """Rows with a text column that names the person, as it is written or as it stands in an address."""
        either = [reduce(and_, [_holds(columns, word) for word in words]) for words in self.names]
        either += [_holds(columns, text) for text in (*self.emails, *self.phones)]
        return reduce(or_, either, Q(pk__in=[]))

    def loosely(self, *columns: str) -> Q:
        """The same where the family name alone is enough: what somebody called a file, or searched for."""
        families = {words[-1] for words in self.names if len(words[-1]) >= SHORTEST}
        return reduce(or_, [_holds(columns, each) for each in sorted(families)], self.condition(*columns))

    def is_in(self, text: str) -> bool:
        """Whether one text does; any single part of a name counts, as nobody else is meant."""
        words = {fold(word) for name in self.names for word in name if len(word) > 2}
        told, number = set(fold(text).replace(",", " ").replace(".", " ").split()), digits(text)
        reached = any(email in text.lower() for email in self.emails)
        return bool(words & told) or reached or any(phone.lstrip("+") in number for phone in self.phones)


def _holds(columns: tuple[str, ...], text: str) -> Q:
    return reduce(or_, [Q(**{f"{column}__icontains": each}) for column in columns for each in {text, quote_plus(text)}])
