"""Whether a person may ask for something in a customer's name, and who did.

Every domain action that orders, changes, accepts a quote or hands something over calls `authorise` inside its own
transaction: the right is asked of the person's link to that customer, and who authorised it is stored with what was
done.
"""

from django.utils.translation import gettext as _

from contacts.models import RIGHTS, Authorisation, Contact, CustomerContact
from contacts.querysets import CustomerContactQuerySet
from crm.changes.current import Actor
from crm.errors import DomainError
from customers.models import Customer
from sites.models import Site


def has_authority(contact: Contact, right: str, *, customer: Customer, site: Site | None = None) -> bool:
    """Whether a live contact of the customer has a right (`may_order`, …), and for this site where one is named.

    Whoever answers for some sites only has no right for the customer as a whole.
    """
    links = _links(contact, right, customer)
    if site is None:
        return links.filter(site_links__isnull=True).exists()
    return site.customer_id == customer.pk and links.covering(site.pk).exists()


def authorise(
    contact: Contact, right: str, *, by: Actor, customer: Customer, site: Site | None = None
) -> Authorisation:
    """Keep who asked for what is being done, under the change set of the action that calls it.

    Raises DomainError, naming the field `authorised_by`, unless the person may ask for this.
    """
    refuse_without_authority(contact, right, customer=customer, site=site)
    authorisation = Authorisation(contact=contact, right=right, customer=customer, site=site, by_id=by.pk)
    authorisation.save()
    return authorisation


def refuse_without_authority(contact: Contact, right: str, *, customer: Customer, site: Site | None = None) -> None:
    """Raise DomainError, naming the field `authorised_by`, unless the person may ask for this."""
    if has_authority(contact, right, customer=customer, site=site):
        return
    names = {"person": contact, "customer": site or customer}
    words = {**names, "right": CustomerContact._meta.get_field(right).verbose_name}  # type: ignore[union-attr]
    told = _("%(person)s has no right “%(right)s” with %(customer)s.")
    if site is None and _links(contact, right, customer).exists():
        told = _("%(person)s has the right “%(right)s” with %(customer)s for some sites only.")
    raise DomainError(told % words, field="authorised_by")


def _links(contact: Contact, right: str, customer: Customer) -> CustomerContactQuerySet:
    if right not in RIGHTS:
        raise KeyError(right)
    return CustomerContact.objects.live().filter(customer=customer, contact=contact, **{right: True})
