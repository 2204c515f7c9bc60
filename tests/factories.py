"""Valid objects for tests, made by the domain actions.

`CustomerFactory(name="Orange")`, `CustomerFactory(archived=True)`, `person("ana")`.
"""

from decimal import Decimal
from typing import Any, TypeVar

import factory
from django.db import models

from contacts.actions import EmailLine, PhoneLine, add_contact, add_warning, archive_contact, create_contact
from contacts.models import Contact, CustomerContact, Warning
from crm.changes.current import SystemActor, change_set
from crm.labels.models import Tag
from customers.actions import (
    add_address,
    add_note,
    archive_customer,
    create_customer,
    create_customer_status,
    create_region,
    force_stage,
)
from customers.models import Address, Customer, CustomerStatus, Note, RegulatoryRegion
from sites.actions import archive_site, create_site
from sites.models import Site
from staff.actions import create_user
from staff.models import User
from staff.roles import ROLES, Role

M = TypeVar("M", bound=models.Model)

TESTS = SystemActor("tests")
OWN_ROLE = "test-"  # begins the slug of a role that one test made

# Everybody the tests know by name: e-mail is NAME@example.com
CAST = {
    "ana": ("Ana Ruiz", ["administrator"]),
    "sam": ("Sam Taylor", ["sales"]),
    "sofia": ("Sofia Martin", ["support"]),
    "theo": ("Theo Bernard", ["technician"]),
    "bea": ("Bea Wright", ["billing"]),
    "vic": ("Vic Moreau", ["viewer"]),
    "nina": ("Nina Nobody", []),
}


def person(name: str) -> User:
    """Somebody of the cast, made on first use."""
    full_name, roles = CAST[name]
    email = f"{name}@example.com"
    return User.objects.filter(email=email).first() or create_user(by=TESTS, email=email, name=full_name, roles=roles)


def grant(user: User, *codenames: str) -> None:
    """Permissions beyond a person's roles: by a role of the test's own, because nobody is given single ones."""
    slug = f"{OWN_ROLE}{len(ROLES)}"
    ROLES[slug] = Role(slug, slug, "What one test needs.", tuple(f"*.{codename}" for codename in codenames))
    user.roles = [*user.roles, slug]
    with change_set(by=TESTS, verb="prepare"):
        user.save(update_fields=["roles"])


class ActionFactory(factory.django.DjangoModelFactory[M]):
    """Makes its object by an action; `by` is Ana unless the test says otherwise."""

    class Meta:
        abstract = True

    by = factory.LazyFunction(lambda: person("ana"))


class StatusFactory(ActionFactory[CustomerStatus]):
    """A status that allows everything."""

    class Meta:
        model = CustomerStatus

    name = factory.Sequence(lambda n: f"Status {n}")

    @classmethod
    def _create(cls, model_class: type[CustomerStatus], *args: Any, **values: Any) -> CustomerStatus:
        return create_customer_status(**values)


class RegionFactory(ActionFactory[RegulatoryRegion]):
    """A regulatory region."""

    class Meta:
        model = RegulatoryRegion

    name = factory.Sequence(lambda n: f"Region {n}")

    @classmethod
    def _create(cls, model_class: type[RegulatoryRegion], *args: Any, **values: Any) -> RegulatoryRegion:
        return create_region(**values)


class TagFactory(factory.django.DjangoModelFactory[Tag]):
    """A tag."""

    class Meta:
        model = Tag

    name = factory.Sequence(lambda n: f"Tag {n}")

    @classmethod
    def _create(cls, model_class: type[Tag], *args: Any, **values: Any) -> Tag:
        with change_set(by=TESTS, verb="create_tag"):
            return super()._create(model_class, *args, **values)


class CustomerFactory(ActionFactory[Customer]):
    """A company, live and a prospect."""

    class Meta:
        model = Customer

    class Params:
        individual = factory.Trait(kind="individual", name=factory.Sequence(lambda n: f"Person {n}"))

    kind = "company"
    name = factory.Sequence(lambda n: f"Company {n}")

    @classmethod
    def _create(cls, model_class: type[Customer], *args: Any, **values: Any) -> Customer:
        by = values["by"]
        archived = values.pop("archived", False)
        forced = values.pop("forced_stage", None)
        customer = create_customer(**values)
        if forced:
            customer = force_stage(customer, by=by, stage=forced)
        return archive_customer(customer, by=by, reason="Not needed") if archived else customer


class AddressFactory(ActionFactory[Address]):
    """A further address."""

    class Meta:
        model = Address

    customer = factory.SubFactory(CustomerFactory)
    address_type = "other"
    line1 = "12 rue des Lilas"
    postal_code = "69003"
    city = "Lyon"
    country = "FR"

    @classmethod
    def _create(cls, model_class: type[Address], *args: Any, **values: Any) -> Address:
        return add_address(values.pop("customer"), **values)


class NoteFactory(ActionFactory[Note]):
    """A note."""

    class Meta:
        model = Note

    customer = factory.SubFactory(CustomerFactory)
    body = "Called about the invoice."

    @classmethod
    def _create(cls, model_class: type[Note], *args: Any, **values: Any) -> Note:
        return add_note(values.pop("customer"), **values)


class SiteFactory(ActionFactory[Site]):
    """A site in Lyon that nobody confirmed yet."""

    class Meta:
        model = Site

    customer = factory.SubFactory(CustomerFactory)
    name = factory.Sequence(lambda n: f"Site {n}")
    line1 = "4 rue des Archers"
    postal_code = "69002"
    city = "Lyon"
    country = "FR"
    latitude = Decimal("45.760100")
    longitude = Decimal("4.833300")
    location_source = "search"
    accuracy = "rooftop"

    @classmethod
    def _create(cls, model_class: type[Site], *args: Any, **values: Any) -> Site:
        archived = values.pop("archived", False)
        site = create_site(values.pop("customer"), **values)
        return archive_site(site, by=values["by"]) if archived else site


class ContactFactory(ActionFactory[Contact]):
    """A person nobody is tied to yet; `email` and `phone` are one each."""

    class Meta:
        model = Contact

    given_name = "Marie"
    family_name = factory.Sequence(lambda n: f"Dubois {n}")
    email = ""
    phone = ""

    @classmethod
    def _create(cls, model_class: type[Contact], *args: Any, **values: Any) -> Contact:
        archived = values.pop("archived", False)
        contact = create_contact(**_reached(values))
        return archive_contact(contact, by=values["by"]) if archived else contact


class LinkFactory(ActionFactory[CustomerContact]):
    """A new person who is a contact of a customer; `link` holds their types, rights and sites."""

    class Meta:
        model = CustomerContact

    customer = factory.SubFactory(CustomerFactory)
    given_name = "Paul"
    family_name = factory.Sequence(lambda n: f"Morel {n}")
    email = ""
    phone = ""
    link: dict[str, Any] = {}

    @classmethod
    def _create(cls, model_class: type[CustomerContact], *args: Any, **values: Any) -> CustomerContact:
        return add_contact(values.pop("customer"), **_reached(values))


class WarningFactory(ActionFactory[Warning]):
    """A warning before everything on a customer; `target` may be a person or a site."""

    class Meta:
        model = Warning

    target = factory.SubFactory(CustomerFactory)
    message = "Pays late: ask for half in advance."

    @classmethod
    def _create(cls, model_class: type[Warning], *args: Any, **values: Any) -> Warning:
        return add_warning(values.pop("target"), **values)


def _reached(values: dict[str, Any]) -> dict[str, Any]:
    """The one e-mail address and the one number of a person, as the actions take them."""
    emails = [EmailLine(address)] if (address := values.pop("email", "")) else []
    phones = [PhoneLine(number)] if (number := values.pop("phone", "")) else []
    return {**values, "emails": emails, "phones": phones}
