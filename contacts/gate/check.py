"""The one gate: before a job, an opportunity, a quote or an invoice, whatever warns of it is heard.

Every domain action that makes one of these calls `check_action` inside its own transaction, so a form, a copy, an
import, a bulk action and a command meet the same gate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contacts.models import Contact, CustomerContact, GatedAction, Level, Warning, WarningDecision, strictest_first
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.errors import DomainError
from customers.models import Customer
from customers.rules import refuse_unless
from sites.models import Site

RULES = {
    GatedAction.JOB: "allows_jobs",
    GatedAction.OPPORTUNITY: "allows_opportunities",
    GatedAction.QUOTE: "allows_quotes",
    GatedAction.INVOICE: "allows_invoices",
}
Read = tuple[int, int]  # a warning that was on the screen, and the version that was read
OVERRIDE = "contacts.override_warning"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands before an action, the strictest first."""

    warnings: tuple[Warning, ...] = ()

    @property
    def level(self) -> Level | None:
        """The strictest level; None where nothing stands in the way."""
        return Level(self.warnings[0].level) if self.warnings else None

    @property
    def blocks(self) -> list[Warning]:
        """Those that refuse."""
        return [each for each in self.warnings if each.level == Level.BLOCK]

    @property
    def to_acknowledge(self) -> list[Warning]:
        """Those that somebody must say they have read."""
        return [each for each in self.warnings if each.level == Level.WARNING]


class Stopped(DomainError):
    """The gate refuses; `verdict` holds every warning, `field` says what to do about it."""

    def __init__(self, verdict: Verdict, message: str, *, field: str) -> None:
        super().__init__(message, field=field)
        self.verdict = verdict


class Blocked(Stopped):
    """A block: the action is not for this customer."""


class NotAcknowledged(Stopped):
    """Warnings that nobody said they have read."""


def look(action: str, *, customer: Customer, contact: Contact | None = None, site: Site | None = None) -> Verdict:
    """What stands before an action: the warnings of the customer, the person and the place together."""
    found = Warning.objects.in_force().before(GatedAction(action)).about(customer, contact, site)
    return Verdict(tuple(strictest_first(found)))


def check_action(
    action: str,
    *,
    by: Actor,
    customer: Customer,
    contact: Contact | None = None,
    site: Site | None = None,
    acknowledged: bool | Iterable[Read] = False,
    override_reason: str = "",
) -> Verdict:
    """Pass the gate, or raise; to be called inside the action that passes it, under its change set.

    The status of the customer must allow the action. A block refuses unless `by` may override and gives a reason.
    All three are held until the transaction ends: a block comes before what is done, or after it and names it as open.
    A warning must be `acknowledged`: True, or those that were on the screen, each in the version that was read: a tick
    for one text is none for another. What was decided is stored. Answers everything that was said, for the page to
    show. Raises Blocked, NotAcknowledged, and DomainError for a status, an archived customer, and a person or a place
    that is not the customer's: its own warnings would stay unheard.
    """
    customer, contact, site = locked(customer), contact and locked(contact), site and locked(site)
    refuse_unless(customer, RULES[GatedAction(action)])
    _refuse_foreign(customer, contact, site)
    verdict = look(action, customer=customer, contact=contact, site=site)
    if verdict.blocks:
        _refuse_blocked(verdict, by, override_reason.strip())
    read = frozenset[Read]() if isinstance(acknowledged, bool) else frozenset(acknowledged)
    if acknowledged is not True and any((each.pk, each.version) not in read for each in verdict.to_acknowledge):
        raise NotAcknowledged(verdict, _("Read the warning and tick that you have read it."), field="acknowledged")
    for warning in (*verdict.blocks, *verdict.to_acknowledge):
        WarningDecision(
            warning=warning,
            action=action,
            customer=customer,
            level=warning.level,
            message=warning.message,
            reason=override_reason.strip() if warning.level == Level.BLOCK else "",
            by_id=by.pk,
        ).save()
    return verdict


def in_words(warnings: Sequence[Warning]) -> str:
    """All messages, each with its author and the day."""
    return " ".join(
        _("“%(message)s” (%(author)s, %(day)s)")
        % {
            "message": each.message,
            "author": each.author,
            "day": date_format(localtime(each.created_at), "SHORT_DATE_FORMAT"),
        }
        for each in warnings
    )


def may_override(by: Actor) -> bool:
    """Whether somebody may act in spite of a block; a system actor never may."""
    return by.pk is not None and bool(by.has_perm(OVERRIDE))  # type: ignore[union-attr]


def _refuse_blocked(verdict: Verdict, by: Actor, reason: str) -> None:
    told = in_words(verdict.blocks)
    if not may_override(by):
        raise Blocked(verdict, _("This is blocked: %(messages)s") % {"messages": told}, field="customer")
    if not reason:
        message = _("This is blocked: %(messages)s Give a reason to act in spite of it.")
        raise Blocked(verdict, message % {"messages": told}, field="customer")


def _refuse_foreign(customer: Customer, contact: Contact | None, site: Site | None) -> None:
    if site is not None and (site.customer_id != customer.pk or site.is_archived):
        raise DomainError(_("%(site)s is no site of this customer.") % {"site": site}, field="site")
    if contact is not None and not CustomerContact.objects.live().filter(customer=customer, contact=contact).exists():
        names = {"person": contact, "customer": customer}
        raise DomainError(_("%(person)s is no contact of %(customer)s.") % names, field="contact")
