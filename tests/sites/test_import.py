"""A file of sites: every line is a site, waits to be located, or is refused with its reason."""

import io
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from crm.env import BASE_DIR
from crm.errors import DomainError
from crm.imports.models import ImportBatch
from crm.imports.states import RowAction
from crm.imports.undoing import undo_import
from customers.actions import archive_customer
from customers.models import Customer
from sites.actions import confirm_location, locate_pending, move_pin, refuse_pending
from sites.models import PendingSite, Site
from staff.models import User
from tests.factories import CustomerFactory, RegionFactory, SiteFactory
from tests.importing import Import, applied, checked, errors, upload, warnings

STORES = BASE_DIR.parent / "shared" / "data" / "store_sites.csv"
HEADER = "Store number,Name,Address,City,Country,Latitude,Longitude\n"
LYON = "12,Lyon,4 rue des Archers,Lyon,FR,45.7601,4.8333\n"
NOWHERE = "13,Reeth,High Row,Reeth,GB,,\n"


@pytest.fixture
def chain(ana: User) -> Customer:
    return CustomerFactory(name="Café Chaîne", external_number="4100", country="FR")


@pytest.fixture
def check(ana: User, chain: Customer) -> Import:
    """Upload a file and check it as sites of the chain."""

    def check(content: str | bytes, **chosen: Any) -> ImportBatch:
        batch = upload("sites", content, by=ana, filename="stores.csv")
        return checked(batch, **{"given": {"customer": chain.number}, **chosen})

    return check


@pytest.fixture
def bring_in(check: Import, ana: User) -> Import:
    def bring_in(content: str | bytes, **chosen: Any) -> ImportBatch:
        return applied(check(content, **chosen), by=ana)

    return bring_in


@pytest.mark.feature("X18")
def test_a_line_with_coordinates_is_a_site_and_one_without_waits(bring_in: Import, chain: Customer) -> None:
    batch = bring_in(HEADER + LYON + NOWHERE)
    assert batch.counts == {"create": 1, "wait": 1}
    site, waiting = Site.objects.get(), PendingSite.objects.get()
    assert (site.customer, site.reference, site.name, site.city) == (chain, "12", "Lyon", "Lyon")
    assert (site.latitude, site.location_source, site.confirmed_at) == (Decimal("45.760100"), "import", None)
    assert site.plus_code == "8FQ6QR6M+28"
    assert (waiting.customer, waiting.reference, waiting.country.code) == (chain, "13", "GB")
    assert waiting.source == "stores.csv, line 3"
    assert Site.history.count() == PendingSite.history.count() == 1


def test_the_same_file_again_changes_nothing(bring_in: Import) -> None:
    bring_in(HEADER + LYON + NOWHERE)
    assert bring_in(HEADER + LYON + NOWHERE).counts == {"skip": 2}
    assert Site.history.count() == PendingSite.history.count() == 1


def test_a_changed_line_updates_its_site(bring_in: Import, ana: User) -> None:
    bring_in(HEADER + LYON)
    confirm_location(Site.objects.get(), by=ana)
    bring_in(HEADER + "12,Lyon Bellecour,5 rue des Archers,Lyon,FR,,\n")
    site = Site.objects.get()
    assert (site.name, site.line1, site.latitude) == ("Lyon Bellecour", "5 rue des Archers", Decimal("45.760100"))
    assert site.to_confirm  # the address is another one


def test_coordinates_of_a_file_never_move_a_confirmed_pin(bring_in: Import, ana: User) -> None:
    bring_in(HEADER + LYON)
    move_pin(Site.objects.get(), by=ana, latitude=45.760222, longitude=4.833444)
    batch = bring_in(HEADER + "12,Lyon,4 rue des Archers,Lyon,FR,45.76,4.83\n")
    assert batch.counts == {"skip": 1}
    assert warnings(batch) == ["Somebody confirmed where the pin of Lyon stands: it stays."]
    assert Site.objects.get().latitude == Decimal("45.760222")


def test_coordinates_of_a_file_move_a_pin_nobody_confirmed(bring_in: Import) -> None:
    bring_in(HEADER + LYON)
    bring_in(HEADER + "12,Lyon,4 rue des Archers,Lyon,FR,45.7701,4.8433\n")
    site = Site.objects.get()
    assert (site.latitude, site.plus_code) == (Decimal("45.770100"), "8FQ6QRCV+28")


def test_coordinates_that_arrive_later_take_the_place_out_of_the_queue(bring_in: Import) -> None:
    bring_in(HEADER + NOWHERE)
    batch = bring_in(HEADER + "13,Reeth,High Row,Reeth,GB,54.389,-1.943\n")
    assert batch.counts == {"create": 1}
    assert PendingSite.objects.get().site == Site.objects.get()
    assert not PendingSite.objects.waiting()


def test_a_waiting_place_is_corrected_and_not_doubled(bring_in: Import) -> None:
    bring_in(HEADER + NOWHERE)
    assert bring_in(HEADER + NOWHERE.replace("High Row", "1 High Row")).counts == {"wait": 1}
    assert PendingSite.objects.get().line1 == "1 High Row"


def test_a_located_place_is_recognised_as_its_site(bring_in: Import, ana: User) -> None:
    bring_in(HEADER + NOWHERE)
    locate_pending(PendingSite.objects.get(), by=ana, latitude=54.389, longitude=-1.943)
    assert bring_in(HEADER + NOWHERE).counts == {"skip": 1}


def test_a_refused_place_stays_refused(bring_in: Import, ana: User) -> None:
    bring_in(HEADER + NOWHERE)
    refuse_pending(PendingSite.objects.get(), by=ana, reason="Closed in 2019")
    batch = bring_in(HEADER + NOWHERE)
    assert errors(batch) == ["This was refused as a site: Closed in 2019"]


def test_undoing_takes_back_sites_and_waiting_places(bring_in: Import, ana: User) -> None:
    batch = bring_in(HEADER + LYON + NOWHERE)
    undo_import(batch, by=ana, wait=True)
    assert not Site.objects.live()
    assert not PendingSite.objects.waiting()
    again = bring_in(HEADER + LYON + NOWHERE)
    assert again.counts == {"create": 1, "wait": 1}
    assert (Site.objects.live().count(), PendingSite.objects.waiting().count()) == (1, 1)


def test_undoing_puts_a_located_place_back_into_the_queue(bring_in: Import, ana: User) -> None:
    bring_in(HEADER + NOWHERE)
    undo_import(bring_in(HEADER + "13,Reeth,High Row,Reeth,GB,54.389,-1.943\n"), by=ana, wait=True)
    assert PendingSite.objects.waiting().count() == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("14,A,,,FR,45.76,\n", "One coordinate is given without the other."),
        ("14,A,,,FR,91,4\n", "Latitude goes from −90 to 90, longitude from −180 to 180."),
        ("14,A,,,FR,north,4\n", "Write coordinates as decimal degrees, such as 48.8566: north"),
        ("14,A,,,Atlantis,45,4\n", "There is no country of this name: Atlantis"),
        (",,,,FR,45,4\n", "A site needs a name."),
    ],
)
@pytest.mark.feature("F054")
def test_a_bad_line_is_refused_with_its_reason(check: Import, line: str, reason: str) -> None:
    batch = check(HEADER + line)
    assert (batch.counts, errors(batch)) == ({"refused": 1}, [reason])


@pytest.mark.feature("X19")
def test_null_island_means_unknown(check: Import) -> None:
    batch = check(HEADER + "14,A,High Row,Reeth,GB,0,0\n")
    assert batch.counts == {"wait": 1}
    assert warnings(batch) == ["0, 0 is in the sea off Africa: it is taken as unknown."]


def test_swapped_coordinates_are_warned_of(check: Import) -> None:
    assert "far outside the country" in warnings(check(HEADER + "14,A,High Row,Reeth,GB,-1.943,54.389\n"))[0]


@pytest.mark.parametrize(
    ("header", "cells", "latitude"),
    [
        ("Latitude,Longitude", '"48,8566","2,3522"', "48.856600"),
        ("Latitude,Longitude", "48.8566 N,2.3522 W", "48.856600"),
        ("GPS", '"48.8566, 2.3522"', "48.856600"),
        ("GPS", '"48,8566 2,3522"', "48.856600"),
        ("Plus Code", "8FW4V942+JV", "48.856562"),
        ("Plus Code", '"V942+JV Paris"', "48.856562"),
    ],
)
def test_places_are_read_as_people_write_them(bring_in: Import, header: str, cells: str, latitude: str) -> None:
    bring_in(f"Name,Country,{header}\nParis,FR,{cells}\n")
    assert str(Site.objects.get().latitude) == latitude


@pytest.mark.parametrize(
    ("pair", "accuracy"), [("48.86,2.35", "approximate"), ("48.856,2.352", "centre"), ("48.8566,2.3522", "unknown")]
)
def test_few_decimals_are_an_approximate_place(bring_in: Import, pair: str, accuracy: str) -> None:
    bring_in(f"Name,Country,Latitude,Longitude\nParis,FR,{pair}\n")
    assert Site.objects.get().accuracy == accuracy


def test_a_column_names_the_customer_by_number_elsewhere_number_or_name(bring_in: Import, chain: Customer) -> None:
    other = CustomerFactory(name="Ana's Bar")
    batch = bring_in(
        "Customer,Name,Country,Latitude,Longitude\n"
        f"4100,A,FR,45,4\n{other.number},B,FR,45,4\ncafé chaine,C,FR,45,4\n,D,FR,45,4\nNobody,E,FR,45,4\n"
    )
    assert errors(batch) == ["No customer is called “Nobody”."]
    owners = dict(Site.objects.values_list("name", "customer__name"))
    assert owners == {"A": "Café Chaîne", "B": "Ana's Bar", "C": "Café Chaîne", "D": "Café Chaîne"}


def test_two_customers_may_both_have_a_store_12(bring_in: Import) -> None:
    SiteFactory(customer=CustomerFactory(), reference="12")
    assert bring_in(HEADER + LYON).counts == {"create": 1}
    assert Site.objects.filter(reference="12").count() == 2


def test_a_name_that_two_customers_have_is_not_guessed(check: Import) -> None:
    CustomerFactory(name="Twin")
    CustomerFactory(name="Twin")
    batch = check("Customer,Name,Country,Latitude,Longitude\nTwin,A,FR,45,4\n", given={})
    assert "2 customers are called “Twin”" in errors(batch)[0]


def test_a_customer_for_all_lines_that_is_not_there_is_refused_at_once(check: Import) -> None:
    with pytest.raises(DomainError, match="No customer is called “Nobody”") as refusal:
        check(HEADER + LYON, given={"customer": "Nobody"})
    assert refusal.value.field == "given-customer"


def test_nobody_else_is_made_owner_of_a_line_without_customer(check: Import) -> None:
    assert "Whose site is it?" in errors(check(HEADER + LYON, given={}))[0]


def test_an_archived_customer_gets_no_sites(check: Import, chain: Customer, ana: User) -> None:
    archive_customer(chain, by=ana)
    with pytest.raises(DomainError, match="is archived"):
        check(HEADER + LYON)


def test_a_new_site_has_the_region_of_its_customer_unless_the_file_names_one(bring_in: Import, ana: User) -> None:
    north, south = RegionFactory(name="North"), RegionFactory(name="South")
    CustomerFactory(name="Northern", region=north)
    bring_in(
        "Customer,Name,Country,Latitude,Longitude,Regulatory region\nNorthern,A,FR,45,4,\nNorthern,B,FR,45,4,south\n"
    )
    assert dict(Site.objects.values_list("name", "region")) == {"A": north.pk, "B": south.pk}


def test_the_command_imports_the_same(ana: User, chain: Customer, tmp_path: Path) -> None:
    path = tmp_path / "stores.csv"
    path.write_text(HEADER + LYON + NOWHERE)
    said = io.StringIO()
    options: dict[str, Any] = {"by": ana.email, "given": ["customer=4100"], "stdout": said, "stderr": said}
    call_command("import_file", "sites", str(path), **options)
    assert said.getvalue().strip() == "2 lines imported. 1 waits to be completed."
    with pytest.raises(CommandError, match="There is no field"):
        call_command("import_file", "sites", str(path), **{**options, "given": ["colour=red"]})


@pytest.mark.feature("F033")
def test_every_line_of_the_real_stores_is_accounted_for(bring_in: Import, chain: Customer) -> None:
    if not STORES.exists():
        pytest.skip(f"the stores are not in {STORES.parent}")
    batch = bring_in(STORES.read_bytes())
    counts = Counter({str(action): 0 for action in RowAction}) + Counter(batch.counts)
    assert counts["create"] + counts["wait"] + counts["refused"] == 1421
    assert Site.objects.filter(customer=chain).count() == counts["create"] == 1420
    assert PendingSite.objects.waiting().filter(customer=chain).count() == counts["wait"] == 1
    assert batch.rows.count() == 1421
    assert bring_in(STORES.read_bytes()).counts == {"skip": 1421}
