"""Named questions about people, what they are to customers, and what stands in the way."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from crm.compiled import CompiledArray, CompiledSubquery
from crm.search.matching import email_begun, matches

if TYPE_CHECKING:
    from contacts.models import Consent, Contact, CustomerContact, Warning  # noqa: F401 - named in texts alone
    from customers.models import Customer
    from sites.models import Site

RIGHTS = ("may_order", "may_change", "may_accept_quotes", "may_receive")  # that a link may hold
LINE = ("customer_id", "contact_id", "primary", "archived_at", *RIGHTS)  # of a link that is a line of a page
LINKS_READ = 5  # customers of a person that a list may name
UNSHOWN = frozenset({"search", "reach", "internal_note"})  # long texts that no list shows


class ContactQuerySet(QuerySet["Contact"]):
    """People as the pages ask for them."""

    def visible_to(self, user: Any) -> Self:
        """The people a person may know of; every page and export goes through here."""
        return self if user.has_perm("contacts.view_contact") else self.none()

    def live(self) -> Self:
        """Not archived."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        """Archived only."""
        return self.filter(archived_at__isnull=False)

    def matching(self, text: str) -> Self:
        """Those whose names, work, town, e-mail addresses or numbers hold every word of the text.

        An address typed from its start finds whose address begins so; where nobody's does, those who hold it.
        """
        begun = email_begun(text)
        emails: Any = self.model._meta.get_field("emails").related_model
        owners = emails._base_manager.filter(address__startswith=begun, archived_at__isnull=True)
        if begun and owners.exists():
            return self.filter(pk__in=owners.values("contact"))
        return self.filter(matches("search", text))

    def of_customer(self, customer_id: int) -> Self:
        """The live contacts of a customer."""
        return self.filter(links__customer=customer_id, links__archived_at__isnull=True)

    def consenting(self, purpose: str) -> Self:
        """Those whose newest decision about a purpose is a yes; sends and exports to other services go by it.

        Nobody who was archived or erased: their yes is kept as proof of what was sent, and allows nothing more.
        """
        return self.live().filter(Exists(self._newest_decision(purpose, granted=True)), erased_at__isnull=True)

    def for_list(self) -> Self:
        """With what a row of a list shows, all in one statement.

        `shown_links`: documents with `customer_id`, `customer`, `number` (the customer's), `primary`, `types` (their
        names) and the rights, the primary one first; `shown_phone` a document with `number` and `label`, `shown_email`
        one with `address`, `label` and `usable`, or None.
        """
        shown = [field.attname for field in self.model._meta.concrete_fields if field.name not in UNSHOWN]
        links: Any = self.model._meta.get_field("links").related_model
        type_links: Any = links._meta.get_field("type_links").related_model
        names = type_links._base_manager.filter(link=OuterRef("pk")).order_by("contact_type__position")
        fields = {name: F(name) for name in ("customer_id", "primary", *RIGHTS)}
        types = ArraySubquery(names.values("contact_type__name"))
        rows = links._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True).order_by("-primary", "pk")
        phone = JSONObject(number=Cast("number", CharField()), label=F("label"))
        email = JSONObject(
            address=F("address"), label=F("label"), usable=Q(bounced_at__isnull=True) & Q(suppressed_at__isnull=True)
        )
        return self.only(*shown).annotate(
            shown_links=CompiledArray(
                rows.values(
                    shown=JSONObject(customer=F("customer__name"), number=F("customer__number"), types=types, **fields)
                )[:LINKS_READ]
            ),
            shown_phone=CompiledSubquery(self._first("phones").values(shown=phone)[:1]),
            shown_email=CompiledSubquery(self._first("emails").values(shown=email)[:1]),
        )

    def _first(self, name: str) -> QuerySet[Any]:
        """The live rows of what reaches the person of an outer query, in their order."""
        model: Any = self.model._meta.get_field(name).related_model
        rows: QuerySet[Any] = model._base_manager.filter(contact=OuterRef("pk"), archived_at__isnull=True)
        return rows.order_by("position", "pk")

    def with_reach(self) -> Self:
        """With all that reaches them and whom they serve: `live_emails`, `live_phones`, `live_links`."""
        rows = [Prefetch(name, self._rows(name), to_attr=f"live_{name}") for name in ("links", "emails", "phones")]
        return self.defer("search", "reach").prefetch_related(*rows)

    def for_page(self) -> Self:
        """With what the page of one person shows in its header."""
        return self.defer("search").select_related("individual", "archive_batch__archived_by")

    def _rows(self, name: str) -> QuerySet[Any]:
        """The live rows of a relation of the contact, in their order."""
        model: Any = self.model._meta.get_field(name).related_model
        rows: QuerySet[Any] = model._base_manager.filter(archived_at__isnull=True)
        if name != "links":
            return rows.order_by("position", "pk")
        named = ("contact_id", "customer_id", "primary", "archived_at", "customer__name", "customer__number")
        return rows.order_by("-primary", "pk").select_related("customer").only(*named)

    def _newest_decision(self, purpose: str, *, granted: bool) -> QuerySet[Any]:
        model: Any = self.model._meta.get_field("consents").related_model
        of_person = model._base_manager.filter(contact=OuterRef("contact"), purpose=purpose)
        newest = of_person.order_by("-decided_at", "-pk").values("pk")[:1]
        decided: QuerySet[Any] = model._base_manager.filter(contact=OuterRef("pk"), purpose=purpose, granted=granted)
        return decided.filter(pk=Subquery(newest))


class ReachQuerySet(QuerySet[Any]):
    """E-mail addresses and numbers."""

    def live(self) -> Self:
        """In use."""
        return self.filter(archived_at__isnull=True)


class CustomerContactQuerySet(QuerySet["CustomerContact"]):
    """Who is what to which customer."""

    def visible_to(self, user: Any) -> Self:
        """Those a person may know of."""
        allowed = ("contacts.view_contact", "contacts.view_customercontact", "customers.view_customer")
        return self if user.has_perms(allowed) else self.none()

    def live(self) -> Self:
        """Links in use between a person and a customer; an archived person is nobody's contact."""
        return self.filter(archived_at__isnull=True, contact__archived_at__isnull=True)

    def for_page(self) -> Self:
        """With the person, how to reach them, their types and sites, in a fixed number of statements."""
        contact: Any = self.model._meta.get_field("contact").related_model
        reach = [
            Prefetch(f"contact__{name}", contact.objects.all()._rows(name), to_attr=f"live_{name}")
            for name in ("emails", "phones")
        ]
        return self.select_related("contact", "customer").prefetch_related(*reach, "types", "sites")

    def for_panel(self, day: date) -> Self:
        """With what a line of a customer's contacts shows, all in one statement.

        `shown_phones` (`number` in E.164, `label`), `shown_emails` (`address`, `label`, `usable`), `shown_levels` (of
        the warnings that are in force on the person that day), and what `with_types_and_sites` says.
        """
        person = [f"contact__{name}" for name in ("given_name", "family_name", "job_title", "employer")]
        usable = Q(bounced_at__isnull=True) & Q(suppressed_at__isnull=True)
        read = self.with_types_and_sites().select_related("contact").order_by("-primary", "pk")
        return read.only(
            *LINE,
            *(*person, "contact__archived_at", "contact__individual_id", "contact__erased_at"),
        ).annotate(
            shown_phones=self._reach("phones", number=Cast("number", CharField())),
            shown_emails=self._reach("emails", address=F("address"), usable=usable),
            shown_levels=self._levels("contact", day),
        )

    def for_person(self, day: date) -> Self:
        """With what a line of the page of one person shows of each customer, all in one statement.

        `shown_levels` are those of the warnings that are in force on the customer that day.
        """
        read = self.with_types_and_sites().select_related("customer").order_by("-primary", "pk")
        return read.only(*LINE, "customer__name", "customer__number").annotate(
            shown_levels=self._levels("customer", day)
        )

    def _levels(self, target: str, day: date) -> ArraySubquery:
        """How strict the warnings in force on the person or the customer of a link are."""
        end: Any = self.model._meta.get_field(target).related_model
        rows = end._meta.get_field("warnings").related_model.objects.in_force(day).filter(**{target: OuterRef(target)})
        return ArraySubquery(rows.order_by("level").values("level").distinct())

    def with_types_and_sites(self) -> Self:
        """With `shown_types` (names) and `shown_sites` (`id`, `name`), each in its order."""
        site = JSONObject(id=F("site_id"), name=F("site__name"))
        return self.annotate(
            shown_types=self._tied("type_links", F("contact_type__name"), "contact_type__position"),
            shown_sites=self._tied("site_links", site, "site__sort_name"),
        )

    def _reach(self, name: str, **shown: Any) -> ArraySubquery:
        """The live addresses or numbers of the person of a link, as documents with their label."""
        contact: Any = self.model._meta.get_field("contact").related_model
        rows = contact._meta.get_field(name).related_model._base_manager
        live = rows.filter(contact=OuterRef("contact"), archived_at__isnull=True).order_by("position", "pk")
        return ArraySubquery(live.values(shown=JSONObject(label=F("label"), **shown)))

    def _tied(self, name: str, shown: Any, order: str) -> ArraySubquery:
        """What is tied to a link: its types, its sites."""
        rows: Any = self.model._meta.get_field(name).related_model
        return ArraySubquery(rows._base_manager.filter(link=OuterRef("pk")).order_by(order).values(shown=shown))

    def covering(self, site_id: int) -> Self:
        """Those who answer for a site: it is among theirs, or they have all."""
        links: Any = self.model._meta.get_field("site_links").related_model
        any_site = links._base_manager.filter(link=OuterRef("pk"))
        return self.filter(~Exists(any_site) | Exists(any_site.filter(site=site_id)))


class WarningQuerySet(QuerySet["Warning"]):
    """What stands before what staff do."""

    def visible_to(self, user: Any) -> Self:
        """The warnings a person may read."""
        return self if user.has_perm("contacts.view_warning") else self.none()

    def in_force(self, on: date | None = None) -> Self:
        """Neither lifted nor past their last day."""
        last_day = Q(valid_until__isnull=True) | Q(valid_until__gte=on or timezone.localdate())
        return self.filter(last_day, lifted_at__isnull=True)

    def before(self, action: str) -> Self:
        """Those that stand before an action."""
        return self.filter(actions__contains=[action])

    def about(self, customer: "Customer", contact: "Contact | None" = None, site: "Site | None" = None) -> Self:
        """Those on a customer, and on the person and the place where they are named; the oldest first."""
        on = Q(customer=customer)
        on |= Q(contact=contact) if contact else Q()
        on |= Q(site=site) if site else Q()
        return self.filter(on).select_related("author", "customer", "contact", "site").order_by("pk")


class ConsentQuerySet(QuerySet["Consent"]):
    """What people decided."""

    def visible_to(self, user: Any) -> Self:
        """The decisions a person may read."""
        return self if user.has_perm("contacts.view_consent") else self.none()

    def newest(self) -> Self:
        """The decision that counts, of each person and purpose."""
        return self.order_by("contact_id", "purpose", "-decided_at", "-pk").distinct("contact_id", "purpose")
