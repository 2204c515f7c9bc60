"""The gate: warnings of customer, person and place together, the strictest deciding."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from contacts.actions import add_warning, archive_contact, change_warning, lift_warning, link_contact
from contacts.gate.check import Blocked, NotAcknowledged, Verdict, check_action, look
from contacts.models import GatedAction, Level, Warning, WarningDecision
from crm.changes.current import change_set
from crm.changes.timeline import activity_of
from crm.errors import DomainError
from customers.models import Customer, Note
from staff.models import User
from tests.contacts.gated import book_visit
from tests.factories import CustomerFactory, LinkFactory, SiteFactory, StatusFactory, WarningFactory, grant, person

ACTIONS = list(GatedAction.values)


def passes(which: str, customer: Customer, by: User, **passed: object) -> Verdict:
    with change_set(by=by, verb="try_gate"):
        return check_action(which, by=by, customer=customer, **passed)


@pytest.mark.feature("F089", "F090", "F091")
@pytest.mark.parametrize("which", ACTIONS)
def test_block_refuses_each_action_and_names_author_and_day(ana: User, which: str) -> None:
    customer = CustomerFactory()
    sofia = person("sofia")
    add_warning(customer, by=ana, level="block", message="Mauvais payeur")
    with pytest.raises(Blocked, match=r"Mauvais payeur.*Ana Ruiz") as refusal:
        passes(which, customer, sofia)
    assert refusal.value.field == "customer"


@pytest.mark.feature("F090", "X9")
def test_blocked_action_leaves_no_row(ana: User) -> None:
    customer = CustomerFactory()
    WarningFactory(target=customer, level="block")
    with pytest.raises(Blocked):
        book_visit(customer, by=person("sofia"))
    assert not Note.objects.exists()
    assert not WarningDecision.objects.exists()


def test_block_before_one_action_leaves_the_others_free(ana: User) -> None:
    customer = CustomerFactory()
    add_warning(customer, by=ana, level="block", message="Unpaid", actions=["job"])
    with pytest.raises(Blocked):
        passes("job", customer, ana)
    assert passes("invoice", customer, ana).level is None


@pytest.mark.feature("X26")
def test_warnings_of_customer_person_and_place_all_count_and_the_strictest_decides(ana: User) -> None:
    link = LinkFactory()
    site = SiteFactory(customer=link.customer)
    add_warning(link.customer, by=ana, level="info", message="Ring first")
    add_warning(link.contact, by=ana, level="warning", message="Hard of hearing")
    add_warning(site, by=ana, level="block", message="Asbestos")
    verdict = look("job", customer=link.customer, contact=link.contact, site=site)
    assert verdict.level == Level.BLOCK
    assert [each.message for each in verdict.warnings] == ["Asbestos", "Hard of hearing", "Ring first"]
    with pytest.raises(Blocked, match="Asbestos"):
        passes("job", link.customer, person("sofia"), contact=link.contact, site=site)
    assert look("job", customer=link.customer).level == Level.INFO


def test_warning_must_be_read_and_that_is_kept(ana: User) -> None:
    warning = WarningFactory(level="warning")
    customer = warning.customer
    with pytest.raises(NotAcknowledged) as refusal:
        book_visit(customer, by=ana)
    assert refusal.value.field == "acknowledged"
    book_visit(customer, by=ana, acknowledged=True)
    decision = WarningDecision.objects.get()
    assert (decision.warning, decision.by, decision.message) == (warning, ana, warning.message)
    visit = Note.objects.get()
    assert decision.history.get().change_set == visit.history.get().change_set


def test_tick_counts_for_the_warnings_that_were_on_the_screen_alone(ana: User) -> None:
    seen = WarningFactory(level="warning")
    WarningFactory(target=seen.customer, level="warning", message="Came since")
    with pytest.raises(NotAcknowledged):
        passes("job", seen.customer, ana, acknowledged=[(seen.pk, seen.version)])


def test_tick_for_a_text_that_was_changed_since_is_none(ana: User) -> None:
    warning = WarningFactory(level="warning", message="Dog barks")
    read = [(warning.pk, warning.version)]
    passes("job", warning.customer, ana, acknowledged=read)
    change_warning(warning, by=ana, message="Dog bites")
    with pytest.raises(NotAcknowledged):
        passes("job", warning.customer, ana, acknowledged=read)


def test_place_and_person_of_somebody_else_do_not_pass_for_the_customers(ana: User) -> None:
    customer, other = CustomerFactory(), LinkFactory()
    place = SiteFactory(customer=other.customer)
    add_warning(other.customer, by=ana, level="block", message="Mauvais payeur")
    for about, field in (({"site": place}, "site"), ({"contact": other.contact}, "contact")):
        with pytest.raises(DomainError, match=r"is no (site|contact) of") as refusal:
            passes("job", customer, ana, **about)
        assert refusal.value.field == field


def test_archived_customer_person_and_place_do_not_pass(ana: User) -> None:
    link = LinkFactory()
    place = SiteFactory(customer=link.customer, archived=True)
    archive_contact(link.contact, by=ana)
    for about in ({"site": place}, {"contact": link.contact}):
        with pytest.raises(DomainError, match=r"is no (site|contact) of"):
            passes("job", link.customer, ana, **about)
    with pytest.raises(DomainError, match="is archived"):
        passes("job", CustomerFactory(archived=True), ana)


def test_last_day_is_the_day_where_the_reader_is(ana: User) -> None:
    """At 23:30 in Paris it is still the last day; in Auckland and, of UTC's midnight, in Tokyo it is over."""
    customer = CustomerFactory()
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False):
        add_warning(customer, by=ana, level="block", message="Until the 10th", valid_until=date(2026, 3, 10))
    with time_machine.travel(datetime(2026, 3, 10, 22, 30, tzinfo=UTC), tick=False):
        for zone, in_force in (("Europe/Paris", True), ("UTC", True), ("Asia/Tokyo", False)):
            with timezone.override(zone):
                assert bool(look("job", customer=customer).blocks) is in_force
    with time_machine.travel(datetime(2026, 3, 10, 23, 0, tzinfo=UTC), tick=False), timezone.override("Europe/Paris"):
        assert not look("job", customer=customer).blocks


def test_message_names_the_day_it_was_written_where_the_reader_is(ana: User) -> None:
    with time_machine.travel(datetime(2026, 3, 10, 23, 30, tzinfo=UTC), tick=False):
        customer = WarningFactory(level="block", message="Mauvais payeur").customer
        with timezone.override("Europe/Paris"), pytest.raises(Blocked, match=r"11"):
            passes("job", customer, person("sofia"))


def test_information_stands_in_nobodys_way_and_leaves_no_decision(ana: User) -> None:
    warning = WarningFactory(level="info")
    assert passes("job", warning.customer, ana).warnings == (warning,)
    assert not WarningDecision.objects.exists()


def test_block_is_overridden_with_permission_and_reason_alone(ana: User) -> None:
    customer = WarningFactory(level="block").customer
    sofia = person("sofia")
    with pytest.raises(Blocked):
        passes("job", customer, sofia, override_reason="They paid this morning")
    grant(sofia, "override_warning")
    sofia = User.objects.get(pk=sofia.pk)  # permissions are remembered on the object
    with pytest.raises(Blocked, match="Give a reason"):
        passes("job", customer, sofia, override_reason="  ")
    passes("job", customer, sofia, override_reason="They paid this morning")
    assert WarningDecision.objects.get().reason == "They paid this morning"


def test_warning_ends_after_its_last_day_or_when_lifted(ana: User) -> None:
    today = date.today()
    customer = CustomerFactory()
    until = add_warning(customer, by=ana, level="block", message="Until today", valid_until=today)
    assert list(Warning.objects.in_force(today)) == [until]
    assert not Warning.objects.in_force(today + timedelta(days=1)).exists()
    lift_warning(until, by=ana)
    assert passes("job", customer, ana).level is None
    with pytest.raises(DomainError, match="lifted already"):
        change_warning(until, by=ana, message="Again")


def test_status_of_the_customer_is_part_of_the_gate(ana: User) -> None:
    customer = CustomerFactory(status=StatusFactory(name="On hold", allows_jobs=False))
    with pytest.raises(DomainError, match="does not allow jobs"):
        passes("job", customer, ana)
    assert passes("invoice", customer, ana).level is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"message": " "}, "message"),
        ({"actions": []}, "actions"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
        ({"level": "fatal"}, "level"),
    ],
)
def test_bad_warning_is_refused_by_its_field(ana: User, values: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        add_warning(CustomerFactory(), by=ana, **{"message": "Careful", **values})
    assert refusal.value.field == field


def test_database_wants_exactly_one_target(ana: User) -> None:
    both = Warning(message="Two", author=ana, customer=CustomerFactory(), site=SiteFactory())
    for warning in (both, Warning(message="None", author=ana)):
        refused = pytest.raises(IntegrityError, match="warning_on_one_thing")
        with refused, transaction.atomic(), change_set(by=ana, verb="x"):
            warning.save()
    connection.check_constraints()


def test_lifting_for_two_customers_is_told_with_the_noun_once(ana: User) -> None:
    link = LinkFactory()
    link_contact(link.contact, by=ana, customer=CustomerFactory())
    lift_warning(WarningFactory(target=link.contact), by=ana, reason="Paid")
    entry = activity_of(link.customer_id, about=link.customer).days[0].entries[0]
    assert entry.sentence == "lifted 1 warning"
