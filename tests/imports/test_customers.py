from typing import Any

import pytest

from customers.models import Customer, Kind


@pytest.mark.django_db
def test_the_chinook_customers_come_in_whole(chinook: bytes, bring_in: Any) -> None:
    batch = bring_in(chinook)
    assert batch.counts == {"create": 59}
    assert Customer.objects.count() == 59
    embraer = Customer.objects.get(external_number="1")
    assert (embraer.kind, embraer.name) == (Kind.COMPANY, "Embraer - Empresa Brasileira de Aeronáutica S.A.")
    assert embraer.internal_name == "Luís Gonçalves"
