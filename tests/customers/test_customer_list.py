import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.changes.models import ChangeSet
from crm.labels.actions import create_attribute
from crm.numbers.actions import change_series
from crm.numbers.models import NumberSeries
from customers.models import Customer
from staff.models import User
from tests.factories import CustomerFactory, RegionFactory, StatusFactory, TagFactory, person


def names(client: Client, query: str = "") -> list[str]:
    """The names on the list, in order."""
    response = client.get(f"/customers/?{query}")
    assert response.status_code == 200, response.content.decode()[:3000]
    return [record.name for record in response.context["listing"].window.rows]


@pytest.mark.feature("F006")
@pytest.mark.feature("F103")
def test_list_shows_live_customers_by_name_whatever_case_and_accents(browser: Client) -> None:
    for name in ("zebra", "Élan", "apple", "Eland"):
        CustomerFactory(name=name)
    CustomerFactory(name="gone", archived=True)

    assert names(browser) == ["apple", "Élan", "Eland", "zebra"]
    assert names(browser, "archived=only") == ["gone"]
    assert len(names(browser, "archived=all")) == 5


@pytest.mark.feature("F007")
@pytest.mark.feature("F096")
@pytest.mark.parametrize(
    "typed",
    ["goncalves", "GONÇALVES emb", "corredor", "luisg@", "3923-5555", "+55 12 3923", "sao paulo", "ERP-7", "BR123"],
)
def test_search_finds_by_name_alias_number_phone_and_place(browser: Client, typed: str) -> None:
    CustomerFactory(
        name="Embraer Gonçalves",
        internal_name="Corredor",
        email="luisg@embraer.com.br",
        phone="+551239235555",
        city="São Paulo",
        external_number="ERP-7",
        vat_number="BR123",
    )
    CustomerFactory(name="Somebody else")

    assert names(browser, f"q={typed.replace('+', '%2B')}") == ["Embraer Gonçalves"]


@pytest.mark.feature("F007")
def test_search_finds_the_exact_number(browser: Client) -> None:
    customer = CustomerFactory(name="Wanted")
    CustomerFactory()

    assert names(browser, f"q={customer.number}") == ["Wanted"]


@pytest.mark.feature("F095")
def test_our_numbering_and_the_own_reference_find_a_customer(browser: Client, ana: User) -> None:
    CustomerFactory(name="Somebody else")
    change_series(NumberSeries.objects.get(), by=ana, prefix="411-", digits=4, next_value=250)
    CustomerFactory(name="Wanted", internal_reference="Store 17 / North")

    assert Customer.objects.get(name="Wanted").number == "411-0250"
    assert names(browser, "q=411-0250") == ["Wanted"]
    assert names(browser, "q=store+17") == ["Wanted"]


@pytest.mark.feature("F006")
@pytest.mark.feature("F020")
def test_every_filter_narrows_and_they_combine(browser: Client) -> None:
    tag, status, region, sam = TagFactory(), StatusFactory(), RegionFactory(), person("sam")
    CustomerFactory(
        name="Wanted",
        tags=[tag],
        status=status,
        city="Málaga",
        country="ES",
        kind="individual",
        stage="customer",
        roles=["supplier"],
        account_manager=sam,
        region=region,
    )
    CustomerFactory(name="Other")
    filters = [
        f"status={status.pk}",
        f"tag={tag.pk}",
        "city=malaga",
        "country=ES",
        "kind=individual",
        "stage=customer",
        "role=supplier",
        f"account_manager={sam.pk}",
        f"region={region.pk}",
    ]

    for narrowed in (*filters, "&".join(filters)):
        assert names(browser, narrowed) == ["Wanted"], narrowed
    assert names(browser, f"without_tag={tag.pk}") == ["Other"]
    assert names(browser, f"tag={tag.pk}&city=paris") == []


@pytest.mark.feature("F004")
@pytest.mark.feature("F021")
def test_custom_attribute_is_a_filter_a_column_and_searched(browser: Client, ana: User) -> None:
    create_attribute(by=ana, noun=Customer, label="Sector", type="text")
    CustomerFactory(name="Wanted", attributes={"sector": "Boulangerie"})
    CustomerFactory(name="Other")

    assert names(browser) == ["Other", "Wanted"]
    assert names(browser, "attribute_sector=boulang") == ["Wanted"]
    assert names(browser, "q=boulang") == ["Wanted"]
    assert "Boulangerie" in browser.get("/customers/?columns=name,attribute_sector").content.decode()


@pytest.mark.feature("F010")
def test_row_shows_prospect_status_and_a_phone_to_tap(browser: Client) -> None:
    CustomerFactory(name="Orange", internal_name="The juice bar", phone="+33142685300")
    page = browser.get("/customers/").content.decode()

    for shown in ("The juice bar", "Prospect", "Active", "tel:+33142685300"):
        assert shown in page


@pytest.mark.feature("F008")
def test_chosen_customers_get_a_tag_in_one_change_set(browser: Client) -> None:
    tag = TagFactory()
    chosen = CustomerFactory.create_batch(2)
    spared = CustomerFactory()
    keys = [customer.pk for customer in chosen]
    asked = browser.post("/customers/bulk/add-tags/", {"pk": keys})
    assert asked.status_code == 200
    browser.post("/customers/bulk/add-tags/", {"pk": keys, "confirm": "1", "seen": "2", "tags": [tag.pk]})

    assert all(list(customer.tags.all()) == [tag] for customer in chosen)
    assert not spared.tags.exists()
    change = ChangeSet.objects.latest("pk")
    assert (change.verb, change.counts, change.route) == ("add_tags", {"customers.customertag": {"+": 2}}, "bulk")


def test_bulk_change_is_undone_from_its_message(browser: Client) -> None:
    old, new = StatusFactory(), StatusFactory()
    chosen = CustomerFactory.create_batch(2, status=old)
    answer = browser.post(
        "/customers/bulk/status/?q=Company",
        {"pk": [customer.pk for customer in chosen], "confirm": "1", "seen": "2", "status": new.pk},
        follow=True,
    )
    change = ChangeSet.objects.latest("pk")
    undo = f"/changes/{change.pk}/undo/?next=%2Fcustomers%2F%3Fq%3DCompany"
    assert change.counts == {"customers.customer": {"~": 2}}
    assert f'href="{undo}"' in answer.text
    assert browser.post(undo)["Location"] == "/customers/?q=Company"
    assert not Customer.objects.exclude(status=old).exists()


@pytest.mark.feature("F008")
def test_all_that_match_the_filter_change_status(browser: Client) -> None:
    status = StatusFactory()
    CustomerFactory.create_batch(2, city="Lyon")
    other = CustomerFactory(city="Paris")
    browser.post("/customers/bulk/status/?city=lyon", {"all": "1", "confirm": "1", "seen": "2", "status": status.pk})

    assert Customer.objects.filter(status=status).count() == 2
    other.refresh_from_db()
    assert other.status != status


@pytest.mark.feature("F010")
def test_customers_are_archived_from_the_list_with_a_reason(browser: Client) -> None:
    chosen, kept = CustomerFactory(), CustomerFactory()
    browser.post("/customers/bulk/archive/", {"pk": [chosen.pk], "confirm": "1", "seen": "1", "reason": "Duplicate"})

    chosen.refresh_from_db()
    assert chosen.archive_batch.reason == "Duplicate"
    assert names(browser) == [kept.name]


def test_statements_of_the_list_do_not_grow_with_its_rows(browser: Client) -> None:
    counts = []
    browser.get("/customers/")  # attributes and views are kept from here on
    for size in (3, 9):
        CustomerFactory.create_batch(size, tags=[TagFactory()], account_manager=person("sam"))
        with CaptureQueriesContext(connection) as asked:
            browser.get("/customers/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_global_search_puts_the_exact_name_first_and_marks_archived(browser: Client) -> None:
    CustomerFactory(name="Orange Juice")
    CustomerFactory(name="Orange")
    CustomerFactory(name="Orange Peel", archived=True)
    found = browser.get("/search/suggest/?q=orange").content.decode()

    assert found.index("Orange <") < found.index("Orange Juice") < found.index("Orange Peel")
    assert "archived" in found
