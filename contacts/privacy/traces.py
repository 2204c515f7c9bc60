"""Where else a person is named without being the subject: lines of files, messages of background work, reasons."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.models import Contact, CustomerContact
from contacts.privacy.held import ERASED
from contacts.privacy.holding import Holding
from contacts.privacy.said import Said
from crm.archive.models import ArchiveBatch
from crm.background.models import BackgroundJob, State
from crm.changes.current import current_change_set
from crm.changes.erasing import erase_values
from crm.changes.models import ChangedCustomer, ChangeSet
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.states import APPLIED, BatchState, RowAction
from crm.pages.models import BulkRun
from crm.views.models import SavedView
from customers.models import Customer
from sites.models import PendingSite, Site

NOTHING: dict[str, Any] = {"raw": [], "values": {}, "changes": {}, "warnings": [], "key": ""}
SHORT = frozenset({"filename", "label", "query"})  # no sentences: the family name alone is enough
WAITING = (BatchState.CHECKED, BatchState.APPLYING, BatchState.CANCELLED)
TOLD = ("raw", "values", "changes", "errors", "warnings")
# Operational records and what stands there instead; none of them has history
MESSAGES: tuple[tuple[Any, dict[str, Any]], ...] = (
    (ImportBatch, {"filename": ERASED, "sentence": ""}),
    (BackgroundJob, {"label": ERASED, "sentence": ""}),
    (BulkRun, {"refusals": [], "query": "", "data": "", "back_url": "/"}),
    (ArchiveBatch, {"reason": ""}),
    (ChangeSet, {"reason": ""}),
)


def of_traces(contact: Contact) -> list[Holding]:
    """Lines of files, messages, searches; and the files that nobody has imported yet."""
    said = Said(contact)
    repeated = _("They repeat what is erased.")
    lines, views = lines_about(contact), SavedView._base_manager.filter(said.loosely("query"))
    served = _customers_of(contact)
    messages = [
        (_naming(said, model, column, served), column, empty)
        for model, columns in MESSAGES
        for column, empty in columns.items()
    ]
    return [
        Holding(_("Lines of imported files"), lines.count(), repeated, partial(_blank, lines)),
        Holding(
            _("Messages, file names and reasons that name them"),
            sum(rows.count() for rows, _column, _empty in messages),
            repeated,
            lambda: sum(_overwrite(*each) for each in messages),
        ),
        Holding(_("Searches kept as views"), views.count(), repeated, lambda: erase_values(views, {"query": ""})),
        *_files(),
    ]


def hold_imports() -> None:
    """Let no import write lines that it read before they were blanked; it goes on behind the erasure.

    An import holds itself, then customers, then people. Whoever erases changes all of these, in that order too.
    """
    waiting = ImportBatch.objects.filter(state__in=WAITING).order_by("pk").select_for_update(of=("self",))
    list(waiting.values_list("pk", flat=True))


def lines_about(contact: Contact) -> QuerySet[ImportRow]:
    """Lines that made or changed their records, and those that name them and became nobody: refused or not applied.

    A line that became somebody else of the same name is that person's.
    """
    kind, customer = "batch__kind", contact.individual_id
    about = Q(**{kind: "contacts"}, object_id=contact.pk)
    if customer is not None:
        sites, waiting = (each._base_manager.filter(customer=customer).values("pk") for each in (Site, PendingSite))
        about |= Q(**{kind: "customers"}, object_id=customer)
        about |= Q(**{kind: "sites"}, object_id__in=waiting, action=RowAction.WAIT)
        about |= Q(~Q(action=RowAction.WAIT), **{kind: "sites"}, object_id__in=sites)
    said = Said(contact)
    told = Concat(*(Cast(column, TextField()) for column in TOLD), output_field=TextField())
    rows = ImportRow.objects.alias(told=told).filter(about | Q(said.condition("told"), object_id__isnull=True))
    return rows.exclude(raw=[], values={}).order_by()


def _blank(lines: QuerySet[ImportRow]) -> int:
    """Empty the lines; one that waits to be applied is refused, so that nobody is made of nothing."""
    waiting = Q(action__in=APPLIED, line__gt=F("batch__position"))
    waiting &= Q(batch__state__in=WAITING)
    ids = list(lines.values_list("pk", flat=True))
    rows = ImportRow.objects.filter(pk__in=ids)
    why = [{"column": "", "message": _("The data of this person were erased.")}]
    rows.filter(waiting).update(action=RowAction.REFUSED)
    return rows.update(errors=why, **NOTHING)


def _naming(said: Said, model: Any, column: str, served: list[int]) -> QuerySet[Any]:
    """Rows with a text that names them; reasons where they concern customers of theirs, as others have their name."""
    rows: QuerySet[Any] = model._base_manager.exclude(**{column: [] if column == "refusals" else ""})
    if model is ChangeSet:
        rows = rows.filter(pk__in=ChangedCustomer.objects.filter(customer_id__in=served).values("change_set"))
    if model is ArchiveBatch:
        rows = rows.filter(root_type=ContentType.objects.get_for_model(Customer), root_id__in=served)
    if model is BulkRun:
        rows = rows.exclude(job__state__in=(State.QUEUED, State.RUNNING))  # it is read again until it is over
    named = said.loosely if column in SHORT else said.condition
    return rows.alias(told=Cast(column, TextField())).filter(named("told"))


def _customers_of(contact: Contact) -> list[int]:
    """Whom they serve or served, and the customer they are."""
    return list(CustomerContact._base_manager.filter(contact=contact).values_list("customer_id", flat=True).distinct())


def _overwrite(rows: QuerySet[Any], column: str, empty: Any) -> int:
    """What this very erasure writes stays: its reason was checked for names."""
    if rows.model is ChangeSet:
        rows = rows.exclude(pk=current_change_set().row.pk)
    return rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**{column: empty})


def _files() -> list[Holding]:
    """Uploaded files are only read line by line when they are checked; until then nobody knows whom they name."""
    files = ImportBatch.objects.exclude(file="")
    newest = files.order_by("-created_at").values_list("created_at", flat=True).first() or timezone.now()
    until = timezone.localdate(newest + timedelta(days=settings.IMPORT_DAYS_KEPT))
    why = _("They may name anybody. Each is deleted when it was imported or given up, at the latest on that day.")
    return [Holding(_("Uploaded files that were not imported yet"), files.count(), why, kept_until=until)]
