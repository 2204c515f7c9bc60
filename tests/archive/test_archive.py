from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from crm.archive.actions import archive, archive_rows
from crm.archive.models import Archivable, ArchiveBatch
from crm.archive.registry import Blocker, blockers_of, register_blocker, register_child
from crm.changes.current import SystemActor, change_set
from crm.changes.models import ChangeSet
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError, Refused
from customers.models import Address, Customer
from staff.models import User

pytestmark = pytest.mark.usefixtures("registered")


def test_archived_row_leaves_with_its_children_in_one_batch(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=2)
    batch = archive(customer, by=ana, reason="Duplicate")

    customer.refresh_from_db()
    assert customer.archive_batch == batch
    assert customer.archived_at == batch.archived_at
    assert set(Address.objects.values_list("archive_batch", "archived_at")) == {(batch.pk, batch.archived_at)}
    assert (batch.archived_by, batch.reason, batch.root_name) == (ana, "Duplicate", "Orange")


def test_one_change_set_holds_the_history_of_every_row_that_left(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=2)
    archive(customer, by=ana, reason="Duplicate")

    customer.refresh_from_db()
    change = ChangeSet.objects.latest("pk")
    assert (change.verb, change.reason, change.actor) == ("archive", "Duplicate", ana)
    assert change.counts == {"customers.customer": {"~": 1}, "customers.address": {"~": 2}}
    assert customer.history.first().archived_at == customer.archived_at
    assert customer.history.first().version == customer.version


def test_children_of_others_and_children_archived_before_stay_as_they_are(ana: User, make_customer: Any) -> None:
    customer, other = make_customer("Orange", addresses=2), make_customer("Lemon", addresses=1)
    first = customer.addresses.first()
    earlier = archive(first, by=ana)
    archive(customer, by=ana)

    first.refresh_from_db()
    assert first.archive_batch == earlier
    assert not other.addresses.get().is_archived


def test_every_blocker_is_named_at_once_and_nothing_changes(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange", addresses=1)
    register_blocker(Customer, lambda ids: {pk: Blocker("It has 2 active services.", 2, "/services/") for pk in ids})
    register_blocker(Customer, lambda ids: {pk: Blocker("It owes 30 €.", 1, "/invoices/") for pk in ids})
    register_blocker(Customer, lambda ids: {})

    with pytest.raises(Refused) as refusal:
        archive(customer, by=ana)

    assert refusal.value.reasons == ["It has 2 active services.", "It owes 30 €."]
    assert [blocker.url for blocker in blockers_of(customer)] == ["/services/", "/invoices/"]
    assert not ArchiveBatch.objects.exists()
    assert not Address.objects.filter(archived_at__isnull=False).exists()
    assert not ChangeSet.objects.filter(verb="archive").exists()


def test_one_blocked_row_holds_back_the_whole_set(ana: User, make_customer: Any) -> None:
    free, held = make_customer("Free"), make_customer("Held")

    def owing(ids: Sequence[int]) -> Mapping[int, Blocker]:
        return {held.pk: Blocker("Held owes 30 €.")} if held.pk in ids else {}

    register_blocker(Customer, owing)
    with pytest.raises(Refused, match="Held owes"):
        archive_rows(Customer.objects.all(), by=ana)

    free.refresh_from_db()
    assert not free.is_archived
    archive_rows(Customer.objects.filter(pk=free.pk), by=ana)


def test_archiving_twice_is_refused_in_words(ana: User, make_customer: Any) -> None:
    customer = make_customer("Orange")
    archive(customer, by=ana)
    with pytest.raises(DomainError, match="Orange is archived already"):
        archive(customer, by=ana)


def test_archiving_what_somebody_changed_meanwhile_is_refused(ana: User, make_customer: Any) -> None:
    mine, theirs = make_customer("Orange"), Customer.objects.get(name="Orange")
    with change_set(by=ana, verb="rename"):
        theirs.name = "Red"
        theirs.save()
    with pytest.raises(StaleVersion):
        archive(mine, by=ana, version=mine.version)
    theirs.refresh_from_db()
    assert not theirs.is_archived


def test_system_actor_archives_without_a_person(make_customer: Any) -> None:
    batch = archive(make_customer("Orange"), by=SystemActor("import 7"))
    assert batch.archived_by is None
    assert ChangeSet.objects.latest("pk").actor_name == "import 7"


def test_many_rows_cost_the_same_statements_as_one(ana: User, make_customer: Any) -> None:
    make_customer("Warm")
    archive_rows(Customer.objects.filter(name="Warm"), by=ana)
    counts = []
    for size in (1, 6):
        names = [f"C{size}{n}" for n in range(size)]
        for name in names:
            make_customer(name, addresses=2)
        with CaptureQueriesContext(connection) as queries:
            batches = archive_rows(Customer.objects.filter(name__in=names), by=ana)
        counts.append(len(queries))
        assert len({batch.pk for batch in batches}) == size
        for customer in Customer.objects.filter(name__in=names):
            assert {address.archive_batch_id for address in customer.addresses.all()} == {customer.archive_batch_id}
    assert counts[0] == counts[1]


def test_only_archivable_models_can_be_children() -> None:
    with pytest.raises(TypeError):
        register_child(Customer, User, "customer")


def test_every_archivable_model_finds_the_rows_of_a_batch_by_an_index() -> None:
    models = [model for model in apps.get_models() if issubclass(model, Archivable)]
    without = [model.__name__ for model in models if f"{model._meta.model_name}_by_batch" not in index_names(model)]
    assert models
    assert without == []


def index_names(model: type[Model]) -> set[str]:
    return {index.name for index in model._meta.indexes}
