"""What can be imported: the contract of a kind, and the list of those that apps registered."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.imports.parsers import join_items
from crm.imports.states import RowAction

Text = str | Promise


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that a column can be mapped to.

    `parse` turns the text of a cell into a JSON value and raises ValueError with a sentence. An empty cell is
    never parsed: it leaves the field alone. Several columns may feed a field that `joins` them. A field that
    is `only_key` recognises a record and is never written.
    """

    name: str
    label: Text
    parse: Callable[[str], Any]
    aliases: tuple[str, ...] = ()
    help: Text = ""
    joins: bool = False
    only_key: bool = False


@dataclass(slots=True)
class StagedRow:
    """A line on its way through the check; `values` holds JSON values by field name."""

    line: int
    raw: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    action: str = RowAction.CREATE
    errors: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
    key: str = ""
    object_id: int | None = None
    object_version: int | None = None

    def refuse(self, message: Text, column: Text = "") -> None:
        """The line cannot be imported, and why; all reasons are shown at once."""
        self.action = RowAction.REFUSED
        self.errors.append({"column": str(column), "message": str(message)})

    def warn(self, message: Text, column: Text = "") -> None:
        """Something is imported otherwise than it stands in the file."""
        self.warnings.append({"column": str(column), "message": str(message)})


@dataclass(frozen=True, slots=True)
class ExistingRecord:
    """A record a line was recognised as; `values` in the same JSON form as those of a line."""

    pk: int
    version: int
    label: str
    values: dict[str, Any]
    archived: bool = False


class ImportKind(ABC):
    """A noun that can be imported; each method sees a batch of lines and asks the database once, not per line."""

    slug: str
    label: Text
    permission: str
    keys: tuple[str, ...]
    title_field: str
    # The same in every installation, in the order of the page
    own_fields: tuple[ImportField, ...]
    # Fields whose value may be typed once for all lines; a line's own cell goes before it
    given: tuple[str, ...] = ()

    def fields(self) -> Sequence[ImportField]:
        """What columns can be mapped to, in the order of the page."""
        return self.own_fields

    @abstractmethod
    def check(self, rows: Sequence[StagedRow]) -> None:
        """Rules over several fields and look-ups: complete the values, refuse and warn."""

    @abstractmethod
    def find(self, key: str, texts: Collection[str]) -> dict[str, list[ExistingRecord]]:
        """The records whose key field has one of these texts (as `key_text` writes them), archived ones included."""

    @abstractmethod
    def check_new(self, rows: Sequence[StagedRow]) -> None:
        """What records that do not exist yet must have.

        A line that lacks what only a person can add may be marked `RowAction.WAIT`: `set_aside` keeps it.
        """

    @abstractmethod
    def merge(self, row: StagedRow, record: ExistingRecord) -> None:
        """Adjust the values of a line to the record it updates, where replacing them would lose something."""

    def hold(self, rows: Sequence[StagedRow]) -> None:  # noqa: B027
        """Lock what lines write into besides their records, where the product locks that before the records."""

    @abstractmethod
    def create(self, rows: Sequence[StagedRow], *, by: Any) -> list[int]:
        """Create one record a line with the bulk functions of crm.changes; answers their ids in order."""

    @abstractmethod
    def update(self, rows: Sequence[StagedRow], *, by: Any) -> None:
        """Write the values of each line on its `object_id`; a record whose version moved on is refused."""

    @abstractmethod
    def url_of(self, pk: int) -> str:
        """The page of a record."""

    def title_of(self, values: dict[str, Any]) -> str:
        """What a line is called on the page of its import."""
        return str(values.get(self.title_field) or "")

    def set_aside(self, rows: Sequence[StagedRow], *, by: Any) -> list[int]:
        """Keep lines until somebody completes them, one record a line; answers their ids in order."""
        raise NotImplementedError(f"{self.slug} has nowhere to keep incomplete lines.")

    def url_of_waiting(self, pk: int) -> str:
        """The page where a line that was set aside is completed."""
        return self.url_of(pk)

    def key_of(self, row: StagedRow, key: str) -> str:
        """What a line is recognised by, as `find` is asked for it; empty where its cell is."""
        value = row.values.get(key)
        return "" if value in (None, "") else self.key_text(key, value)

    def refuse_unknown(self, rows: Sequence[StagedRow], key: str) -> None:
        """Refuse lines whose `only_key` field no record has; those that are left are new records."""
        label = next(field.label for field in self.fields() if field.name == key)
        for row in rows:
            row.refuse(_("No record has this value. Leave the cell empty for a new one."), label)

    def key_text(self, key: str, value: Any) -> str:
        """How a key value is compared."""
        return str(value).casefold()

    def words(self, name: str, value: Any) -> str:
        """A JSON value as people read it."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return "" if value is None else str(value)

    # The way out: a file that holds everything, and is read back to the same

    @abstractmethod
    def written(self, user: Any) -> Sequence[str]:
        """The fields that a file of everything has, in its order, for somebody who may see them."""

    @abstractmethod
    def lines_of(self, records: QuerySet[Any], user: Any) -> Iterator[dict[str, Any]]:
        """Records as lines of a file would say them, in their order, without holding them in memory."""

    def fits(self, records: QuerySet[Any], lines: int) -> bool:
        """Whether the records have at most so many lines."""
        return records.order_by()[: lines + 1].count() <= lines

    def cell(self, name: str, value: Any) -> str:
        """A JSON value as its cell says it."""
        if value.__class__ is str and not value:
            return ""
        return join_items(value) if isinstance(value, list) else self.words(name, value)


KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Offer a kind of import; called by its app in `ready()`."""
    KINDS[kind.slug] = kind


def kinds_for(user: Any) -> list[ImportKind]:
    """The kinds a person may import."""
    return [kind for kind in KINDS.values() if user.has_perm(kind.permission)]
