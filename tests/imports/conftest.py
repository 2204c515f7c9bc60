from typing import Any

import pytest

from crm.changes.current import SystemActor
from crm.env import BASE_DIR
from crm.imports.actions import start_applying
from crm.imports.models import ImportBatch
from staff.actions import create_user
from staff.models import User
from staff.roles import ADMINISTRATOR, SALES, VIEWER
from tests import importing
from tests.importing import Import

CHINOOK = BASE_DIR.parent / "shared" / "data" / "chinook_customers.csv"


@pytest.fixture
def chinook() -> bytes:
    if not CHINOOK.exists():
        pytest.skip(f"the Chinook customers are not in {CHINOOK.parent}")
    return CHINOOK.read_bytes()


@pytest.fixture
def ana(db: None) -> User:
    return create_user(by=SystemActor("tests"), email="ana@example.com", name="Ana Ruiz", roles=[SALES.slug])


@pytest.fixture
def boss(db: None) -> User:
    return create_user(by=SystemActor("tests"), email="boss@example.com", name="Bo Ss", roles=[ADMINISTRATOR.slug])


@pytest.fixture
def viewer(db: None) -> User:
    return create_user(by=SystemActor("tests"), email="vi@example.com", name="Vi Ewer", roles=[VIEWER.slug])


@pytest.fixture
def upload(ana: User) -> Import:
    def upload(content: bytes | str, filename: str = "list.csv", by: User = ana) -> ImportBatch:
        return importing.upload("customers", content, by=by, filename=filename)

    return upload


@pytest.fixture
def check(upload: Import) -> Import:
    """Upload a file and check it with the proposed columns, or the given ones."""

    def check(content: bytes | str, **chosen: Any) -> ImportBatch:
        return importing.checked(upload(content), **chosen)

    return check


@pytest.fixture
def bring_in(check: Import, ana: User) -> Import:
    """Upload, check and apply."""

    def bring_in(content: bytes | str, **chosen: Any) -> ImportBatch:
        return start_applying(check(content, **chosen), by=ana, wait=True)

    return bring_in
