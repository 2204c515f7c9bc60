"""What an export holds, an import reads back to the same."""

import pytest
from django.test import Client

from crm.imports.actions import choose_columns
from customers.models import Customer
from customers.tables import CustomerTable
from staff.models import User
from tests.importing import Import

pytestmark = pytest.mark.django_db

HOSTILE = 'id,name,email,city,internal reference\n901,\'=1+1,a@example.com,\'-Lyon,\'@x\n902,"Zoë ""Z"", Ltd",,,\n'


def test_an_exported_list_brought_in_again_changes_nothing(
    chinook: bytes, bring_in: Import, upload: Import, boss: User
) -> None:
    bring_in(chinook)
    bring_in(HOSTILE)
    client = Client()
    client.force_login(boss)
    columns = ",".join(CustomerTable.base_columns)
    exported = client.get(f"/customers/export.csv?columns={columns}").getvalue()
    batch = upload(exported)
    assert set(batch.mapping.values()) >= {"number", "name", "city", "phone", "account_manager", "vat_number"}
    batch = choose_columns(batch, mapping=batch.mapping, key="number", existing="update", wait=True)
    assert batch.counts == {"skip": Customer.objects.count()}, list(batch.rows.values_list("errors", "changes"))[:3]
