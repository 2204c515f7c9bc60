"""Pages of what belongs to a customer: addresses and notes."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.errors import DomainError
from crm.pages.edit import CreatePage, EditPage
from crm.pages.page import Crumb, ObjectPage, Page, Text, htmx_redirect
from customers import actions
from customers.forms import AddressForm, NoteForm
from customers.models import Address, Customer, Note


def way_to(customer: Customer) -> list[Crumb]:
    """Customers › the customer."""
    return [Crumb(_("Customers"), reverse("customers:list")), Crumb(str(customer), customer.get_absolute_url())]


class UnderCustomer:
    """Breadcrumbs of a page below a customer's."""

    customer: Customer

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """Customers › the customer."""
        return way_to(self.customer)


class OfCustomer(UnderCustomer, Page):
    """A page about one of `customers`, whose key stands in the address."""

    customers: ClassVar[Any] = Customer.objects.live()

    @cached_property
    def customer(self) -> Customer:  # type: ignore[override]
        """The customer, if the person may see it."""
        found: Customer = get_object_or_404(self.customers.visible_to(self.request.user), pk=self.kwargs["customer_pk"])
        return found


class AddPage(OfCustomer, CreatePage):
    """Adds something to the customer of the address."""

    add: ClassVar[Callable[..., Any]]

    def perform(self, *, by: Any, **values: Any) -> Any:
        """Add it."""
        return type(self).add(self.customer, by=by, **values)


class ChangePage(UnderCustomer, EditPage):
    """Edits something of a customer."""

    @property
    def customer(self) -> Customer:  # type: ignore[override]
        """Whose it is."""
        owner: Customer = self.object.customer
        return owner


class DoPage(ObjectPage):
    """Does something to one record at once; only by POST."""

    http_method_names = ["post"]
    permission_verb = "change"
    verbs: ClassVar[dict[str, tuple[Callable[..., Any], Text]]]
    title = ""

    def post(self, request: HttpRequest, *args: Any, verb: str, **kwargs: Any) -> HttpResponseBase:
        """Do it and go back to where the record stands."""
        self.object = self.get_object()
        if verb not in self.verbs:
            raise Http404
        perform, done = self.verbs[verb]
        try:
            perform(self.object, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(done))
        return htmx_redirect(request, self.next_url(self.object.get_absolute_url()))


class AddAddress(AddPage):
    """A further address."""

    queryset = Address.objects.all()
    form_class = AddressForm
    add = staticmethod(actions.add_address)
    title = _("New address")
    submit_label = _("Add address")

    def done(self, record: Address) -> str:
        """An address may be no more than a country, and says nothing then."""
        return gettext("The address was added.")


class EditAddress(ChangePage):
    """A further address."""

    queryset = Address.objects.live().select_related("customer")
    form_class = AddressForm
    perform = staticmethod(actions.change_address)

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Whose; the address stands in the form."""
        return gettext("Edit an address of %(customer)s") % {"customer": self.customer}

    def done(self, record: Address) -> str:
        """As short as when it was added."""
        return gettext("The address was saved.")


class DoAddress(DoPage):
    """Archive and restore an address."""

    queryset = Address.objects.select_related("customer")
    verbs = {
        "archive": (actions.archive_address, _("The address was archived.")),
        "restore": (actions.restore_address, _("The address is back.")),
    }


class AddNote(AddPage):
    """A note."""

    queryset = Note.objects.all()
    form_class = NoteForm
    add = staticmethod(actions.add_note)
    title = _("New note")
    submit_label = _("Add note")


class EditNote(ChangePage):
    """A note."""

    queryset = Note.objects.live().select_related("customer")
    form_class = NoteForm
    perform = staticmethod(actions.change_note)


class DoNote(DoPage):
    """Pin, archive and restore a note."""

    queryset = Note.objects.select_related("customer")
    verbs = {
        "pin": (actions.pin_note, _("The note stands above the others now.")),
        "unpin": (lambda note, *, by: actions.pin_note(note, by=by, pinned=False), _("The note is no longer pinned.")),
        "archive": (actions.archive_note, _("The note was archived.")),
        "restore": (actions.restore_note, _("The note is back.")),
    }
