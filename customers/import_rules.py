"""Rules over several cells of a line: names put together, phone numbers, and what is meant by its name."""

from collections import Counter
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.errors import DomainError
from crm.imports.kinds import StagedRow, Text
from crm.imports.parsers import shorten
from crm.labels.models import Tag
from customers.actions.create import default_status
from customers.models import CustomerStatus, Kind, RegulatoryRegion
from customers.phones import e164
from staff.models import User

KEPT = "kept"  # lines for the internal note, until it is known what stands there already
NAME_AT_MOST = 200
NONE = "-"  # says that there is none, where an empty cell of a new customer would be filled in
HAS_DEFAULT = ("account_manager", "region")
STATUS, REGION = gettext_lazy("Status"), gettext_lazy("Regulatory region")  # translated for bad lines only
ACCOUNT_MANAGER = gettext_lazy("Account manager")


def complete_name(row: StagedRow) -> None:
    """A company keeps its contact's name as internal name; without a company the person is the customer."""
    values = row.values
    company = values.pop("company", "")
    person = " ".join(part for part in (values.pop("first_name", ""), values.pop("last_name", "")) if part)
    if company:
        values["name"] = company
        values.setdefault("kind", Kind.COMPANY.value)
    elif person and "name" not in values:
        values["name"] = person[:NAME_AT_MOST]
        values.setdefault("kind", Kind.INDIVIDUAL.value)
        return
    if person and person != values.get("name"):
        values.setdefault("internal_name", person[:NAME_AT_MOST])


def complete_phone(row: StagedRow) -> None:
    """A phone number as E.164, read as one of the row's country."""
    if not (written := row.values.pop("phone", "")):
        return
    country = row.values.get("country") or settings.PHONENUMBER_DEFAULT_REGION
    if number := e164(written, country):
        row.values["phone"] = number
    else:
        message = _("“%(text)s” is no valid phone number; it is kept in the internal note.")
        keep_in_note(row, _("Phone"), written, message)


def complete_email(row: StagedRow) -> None:
    """An address mail can be sent to."""
    if not (written := row.values.get("email", "")):
        return
    try:
        validate_email(written)
    except ValidationError:
        del row.values["email"]
        message = _("“%(text)s” is no valid e-mail address; it is kept in the internal note.")
        keep_in_note(row, _("E-mail"), written, message)


def keep_in_note(row: StagedRow, label: str, written: str, message: str) -> None:
    """Keep what no field can hold as text, with a warning: a person will understand it, and nothing is lost."""
    row.values.setdefault(KEPT, []).append(f"{label}: {written}")
    row.warn(message % {"text": shorten(written)}, label)


def with_kept_lines(row: StagedRow, present: str) -> None:
    """Put the kept lines below the internal note, unless they stand there already."""
    note = row.values.get("internal_note", present)
    for line in row.values.pop(KEPT, ()):
        if line not in note:
            note = f"{note}\n{line}".strip()
    if note != present:
        row.values["internal_note"] = note


class Relations:
    """Statuses, regions, tags and colleagues by their names, each asked for once a batch of lines."""

    @cached_property
    def statuses(self) -> dict[str, CustomerStatus]:
        """Statuses in use, by name."""
        return {each.name.casefold(): each for each in CustomerStatus.objects.filter(retired=False)}

    @cached_property
    def regions(self) -> dict[str, RegulatoryRegion]:
        """Regions in use, by name."""
        return {each.name.casefold(): each for each in RegulatoryRegion.objects.filter(retired=False)}

    @cached_property
    def tags(self) -> dict[str, Tag]:
        """Tags in use, by name."""
        return {each.name.casefold(): each for each in Tag.objects.filter(retired=False)}

    @cached_property
    def users(self) -> dict[str, User]:
        """Active colleagues, by e-mail address, and by name where no two have it."""
        active = list(User.objects.filter(is_active=True))
        names = Counter(each.name.casefold() for each in active)
        by_name = {each.name.casefold(): each for each in active if names[each.name.casefold()] == 1}
        return by_name | {each.email.casefold(): each for each in active}

    @cached_property
    def new_status(self) -> CustomerStatus:
        """The status of new customers."""
        return default_status()

    @cached_property
    def region_by_country(self) -> dict[str, RegulatoryRegion]:
        """The region new customers of a country get."""
        return {str(each.country): each for each in self.regions.values() if each.country}

    def check(self, row: StagedRow) -> None:
        """Replace what was written by the name as it stands here; refuse what is not here."""
        self._check_one(row, "status", self.statuses, "name", STATUS)
        self._check_one(row, "region", self.regions, "name", REGION)
        self._check_one(row, "account_manager", self.users, "email", ACCOUNT_MANAGER)
        if unknown := [name for name in row.values.get("tags", ()) if name.casefold() not in self.tags]:
            message = _("There is no tag “%(name)s”. Make it first, or leave the column out.")
            row.refuse(message % {"name": ", ".join(unknown)}, _("Tags"))
        elif "tags" in row.values:
            row.values["tags"] = sorted({self.tags[name.casefold()].name for name in row.values["tags"]})

    def defaults(self, by: User, country: str) -> dict[str, int | None]:
        """The relations of a new customer when the file says nothing, by column."""
        region = self.region_by_country.get(country)
        return {
            "status_id": self.new_status.pk,
            "account_manager_id": by.pk,
            "region_id": region.pk if region else None,
        }

    def ids(self, values: dict[str, Any]) -> dict[str, int | None]:
        """The relations a line names, by column. Raises DomainError for one that was retired since the check."""
        known: dict[str, dict[str, Any]] = {
            "status": self.statuses,
            "region": self.regions,
            "account_manager": self.users,
        }
        try:
            named = {field: found[values[field].casefold()].pk for field, found in known.items() if values.get(field)}
        except KeyError as missing:
            message = _("%(name)s is no longer in use; check the file again.")
            raise DomainError(message % {"name": missing.args[0]}) from missing
        none = {field: None for field in HAS_DEFAULT if values.get(field) == ""}
        return {f"{field}_id": pk for field, pk in (named | none).items()}

    def _check_one(self, row: StagedRow, field: str, known: dict[str, Any], name: str, label: Text) -> None:
        if not (written := row.values.get(field)):
            return
        if written == NONE and field in HAS_DEFAULT:
            row.values[field] = ""
        elif found := known.get(written.casefold()):
            row.values[field] = getattr(found, name)
        else:
            row.refuse(_("“%(name)s” is not known here.") % {"name": written}, label)
