"""What a person is to a customer: made a contact, changed, taken off, brought back."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from contacts.actions.refusals import refuse_erased
from contacts.models import RIGHTS, Contact, ContactType, ContactTypeLink, CoveredSite, CustomerContact
from crm.archive.actions import archive, restore
from crm.archive.refusing import refuse_archived
from crm.changes.action import action
from crm.changes.bulk import create_rows, remove_rows, update_rows
from crm.changes.locking import locked, unchanging
from crm.errors import DomainError
from customers.actions.values import set_values
from customers.models import Customer
from sites.models import Site
from staff.models import User


@action
def link_contact(
    contact: Contact,
    *,
    by: User,
    customer: Customer,
    types: Iterable[ContactType] = (),
    sites: Iterable[Site] = (),
    primary: bool = False,
    **rights: bool,
) -> CustomerContact:
    """Make a person a contact of a customer; the first one is the primary contact.

    `rights` are `may_order`, `may_change`, `may_accept_quotes`, `may_receive`. Raises DomainError for an archived
    person or customer, a person who is one already, a retired type or a site of another customer.
    """
    customer, contact = locked(customer), locked(contact)
    _refuse_archived(customer, contact)
    held = CustomerContact.objects.filter(customer=customer, archived_at__isnull=True)
    if held.filter(contact=contact).exists():
        raise DomainError(
            _("%(person)s is a contact of %(customer)s already.") % {"person": contact, "customer": customer},
            field="contact",
        )
    link = CustomerContact(customer=customer, contact=contact)
    set_values(link, rights, allowed=RIGHTS)
    _set_primary(link, primary or not held.filter(primary=True).exists())
    link.save()
    _replace_types(link, types)
    _replace_sites(link, sites)
    return link


@action
def change_link(
    link: CustomerContact,
    *,
    by: User,
    version: int | None = None,
    types: Iterable[ContactType] | None = None,
    sites: Iterable[Site] | None = None,
    primary: bool | None = None,
    **rights: bool,
) -> CustomerContact:
    """Change what a person is to a customer. Raises as `link_contact` does, and StaleVersion."""
    customer = locked(link.customer)
    link = locked(link, version=version)
    if link.is_archived:
        raise DomainError(_("%(person)s is no contact of %(customer)s any more.") % _names(link))
    _refuse_archived(customer, link.contact)
    changed = set_values(link, rights, allowed=RIGHTS)
    if primary is not None and primary != link.primary:
        _set_primary(link, primary)
        changed.append("primary")
    replaced = [
        types is not None and _replace_types(link, types),
        sites is not None and _replace_sites(link, sites),
    ]
    if changed or any(replaced):
        link.save()
    return link


@action
def unlink_contact(link: CustomerContact, *, by: User, reason: str = "") -> CustomerContact:
    """Take a person off a customer; what they did stays in the history, and they can come back.

    Raises DomainError for the person who is the customer, and who was taken off already.
    """
    link = locked(link)
    if link.is_archived:
        raise DomainError(_("%(person)s is no contact of %(customer)s any more.") % _names(link))
    if link.contact.individual_id == link.customer_id:
        raise DomainError(_("%(person)s is the customer: archive the customer instead.") % _names(link))
    archive(link, by=by, reason=reason)
    return locked(link)


@action
def restore_link(link: CustomerContact, *, by: User) -> CustomerContact:
    """Make a person a contact again, as they were; not the primary one where another is.

    Raises DomainError where the person or the customer is archived.
    """
    customer = locked(link.customer)
    link = locked(link)
    if link.archive_batch is None:
        return link
    _refuse_archived(customer, locked(link.contact))
    others = CustomerContact.objects.filter(customer=customer, archived_at__isnull=True)
    if link.primary and others.filter(primary=True).exists():
        link.primary = False
        link.save()
    restore(link.archive_batch, by=by)
    return locked(link)


def _set_primary(link: CustomerContact, primary: bool) -> None:
    """At most one primary contact: the one before gives way."""
    if primary:
        others = CustomerContact.objects.filter(customer=link.customer, archived_at__isnull=True, primary=True)
        update_rows(others.exclude(pk=link.pk), primary=False)
    link.primary = primary


def _replace_types(link: CustomerContact, types: Iterable[ContactType]) -> bool:
    wanted = dict.fromkeys(each.pk for each in types)
    rows = ContactTypeLink.objects.filter(link=link)
    held = set(rows.values_list("contact_type", flat=True))
    missing = unchanging(ContactType, wanted.keys() - held)
    for each in missing:
        if each.retired:
            raise DomainError(_("The type “%(type)s” is no longer in use.") % {"type": each}, field="types")
    removed = remove_rows(rows.exclude(contact_type__in=wanted))
    create_rows([ContactTypeLink(link=link, contact_type=each) for each in missing])
    return bool(removed or missing)


def _replace_sites(link: CustomerContact, sites: Iterable[Site]) -> bool:
    wanted = dict.fromkeys(each.pk for each in sites)
    rows = CoveredSite.objects.filter(link=link)
    held = set(rows.values_list("site", flat=True))
    missing = unchanging(Site, wanted.keys() - held)
    for each in missing:
        if each.customer_id != link.customer_id or each.is_archived:
            raise DomainError(_("%(site)s is no site of this customer.") % {"site": each}, field="sites")
    removed = remove_rows(rows.exclude(site__in=wanted))
    create_rows([CoveredSite(link=link, site=each) for each in missing])
    return bool(removed or missing)


def _refuse_archived(customer: Customer, contact: Contact) -> None:
    refuse_erased(contact)
    refuse_archived(customer, contact)


def _names(link: CustomerContact) -> dict[str, Any]:
    return {"person": link.contact, "customer": link.customer}
