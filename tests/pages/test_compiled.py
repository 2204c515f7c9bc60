"""Statements compiled once answer what their querysets answer."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F, OuterRef, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.compiled import SAMPLE_KEY, Compiled, CompiledArray, CompiledSubquery
from customers.models import Customer, CustomerTag
from tests.factories import CustomerFactory, TagFactory, person

pytestmark = pytest.mark.django_db


def test_same_records_as_the_queryset_with_related_and_computed_values() -> None:
    ask = Compiled(lambda key: Customer.objects.for_page().filter(pk=key), SAMPLE_KEY)
    for _ in range(2):
        customer = CustomerFactory(tags=[TagFactory()], account_manager=person("sam"))
        (found,) = ask(customer.pk)
        expected = Customer.objects.for_page().get(pk=customer.pk)
        assert vars(found).keys() == vars(expected).keys()
        assert {**vars(found), "_state": None} == {**vars(expected), "_state": None}
        assert (found.status, found.account_manager.name) == (customer.status, person("sam").name)
        assert found.shown_tags == expected.shown_tags != []
        assert found.name == customer.name


def test_values_are_exchanged_in_all_their_places_and_nowhere_else() -> None:
    def since(key: int, day: date) -> object:
        return Customer.objects.filter(pk__gte=key, created_at__date__gte=day).exclude(pk=key).order_by("pk")

    ask = Compiled(since, SAMPLE_KEY, date.min)
    made = [CustomerFactory() for _ in range(3)]
    today = timezone.localdate()
    assert ask(made[0].pk, today) == made[1:]
    assert ask(made[1].pk, today) == made[2:]
    assert ask(made[0].pk, today + timedelta(days=2)) == []


def test_relations_asked_for_come_along() -> None:
    ask = Compiled(lambda key: Customer.objects.filter(pk=key).prefetch_related("notes"), SAMPLE_KEY)
    (found,) = ask(CustomerFactory().pk)
    with CaptureQueriesContext(connection) as asked:
        assert list(found.notes.all()) == []
    assert len(asked) == 0


def test_value_that_is_changed_on_its_way_to_the_database_is_refused() -> None:
    ask = Compiled(lambda name: Customer.objects.filter(name__icontains=name), "zzz")
    with pytest.raises(ValueError, match="cannot be exchanged"):
        ask("Orange")


@pytest.mark.parametrize("key", ["0", "9223372036854775807", "9223372036854775808", "9" * 40])
def test_record_that_is_not_there_is_404_however_large_its_number(key: str) -> None:
    client = Client()
    client.force_login(person("ana"))
    assert client.get(f"/customers/{key}/").status_code == 404


def test_subquery_of_a_queryset_that_is_kept_is_compiled_once() -> None:
    names = CustomerTag.objects.filter(customer=OuterRef("pk")).order_by("tag__name").values("tag__name")
    kept = Customer.objects.annotate(tag_names=CompiledArray(names), first_tag=CompiledSubquery(names[:1]))
    customer = CustomerFactory(tags=[TagFactory(name="Fibre"), TagFactory(name="VIP")])
    for _ in range(2):
        (found,) = kept.filter(pk=customer.pk)
        assert (found.tag_names, found.first_tag) == (["Fibre", "VIP"], "Fibre")
    expressions = kept.query.annotations.values()
    assert all(each.kept is not None for each in expressions)
    assert all(each.copy().kept is None for each in expressions)


def test_subquery_of_a_kept_queryset_is_right_under_another_name_of_its_table() -> None:
    names = CustomerTag.objects.filter(customer=OuterRef("pk")).order_by("tag__name").values("tag__name")
    kept = Customer.objects.annotate(first_tag=CompiledSubquery(names[:1]))
    tagged, _other = CustomerFactory(tags=[TagFactory(name="Fibre")]), CustomerFactory()
    assert [each.first_tag for each in kept.order_by("pk")] == ["Fibre", None]
    within = kept.filter(first_tag="Fibre", pk=OuterRef("pk"))
    assert list(Customer.objects.filter(pk__in=kept.filter(first_tag="Fibre").values("pk"))) == [tagged]
    assert list(Customer.objects.annotate(same=CompiledSubquery(within.values("pk"))).filter(same=F("pk"))) == [tagged]
    both = kept.filter(Q(first_tag="Fibre")) | kept.filter(first_tag=None)
    assert both.count() == 2
