"""The pages of customers: list, record, new, edit."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _

from crm.labels.actions import set_tags
from crm.labels.tables import with_attributes
from crm.pages.detail import DetailPage
from crm.pages.edit import CreatePage, EditPage, RecordFormPage
from crm.pages.lists import ListPage
from crm.pages.page import NounPage, Text, htmx_redirect
from customers.actions import change_customer, create_customer
from customers.duplicates import find_duplicates
from customers.filters import CustomerFilter
from customers.forms import CustomerForm, NewCustomerForm, TagsForm
from customers.models import Customer, Note
from customers.pages import ON_LIST, ON_PAGE
from customers.panels import first_notes
from customers.tables import CustomerTable

COMPARED = ("name", "internal_name", "email", "phone", "vat_number", "external_number", "city", "country")


class CustomerList(ListPage):
    """All customers."""

    queryset = Customer.objects.all()
    filterset_class = CustomerFilter
    bulk_actions = ON_LIST
    empty_text = _("Companies and people you have a relationship with, and whom you invoice.")
    empty_icon = "users"

    @classproperty
    def table_class(cls) -> type[CustomerTable]:
        """The columns, those of custom attributes among them."""
        return with_attributes(CustomerTable, Customer)


class CustomerPage(DetailPage):
    """One customer."""

    queryset = Customer.objects.for_page()
    actions = ON_PAGE
    header_template_name = "customers/_header.html"
    template_name = "customers/detail.html"

    def may(self, permission: str) -> bool:
        """Whether the person may do this here: not on an archived customer."""
        return not self.object.is_archived and self.request.user.has_perm(f"customers.{permission}")

    @cached_property
    def attention_tags(self) -> list[dict[str, Any]]:
        """The customer's tags that ask for attention and say why."""
        return [tag for tag in self.object.shown_tags if tag["attention"] and tag["description"]]

    @cached_property
    def pinned_notes(self) -> list[Note]:
        """What colleagues pinned, for those who may read notes."""
        may_read = self.request.user.has_perm("customers.view_note")
        return [note for note in first_notes(self.object) if note.pinned] if may_read else []

    @property
    def tells_status(self) -> bool:
        """Whether the status means something out of the ordinary."""
        status = self.object.status
        return bool(status.description) and not status.is_default


class NewCustomer(CreatePage):
    """A new customer, with those it may be already beside the fields."""

    queryset = Customer.objects.all()
    form_class = NewCustomerForm
    perform = staticmethod(create_customer)
    template_name = "customers/new.html"

    def form_arguments(self) -> dict[str, Any]:
        """Whoever creates looks after them, unless somebody else is chosen."""
        return {"by": self.request.user}

    def form_context(self, form: Any) -> dict[str, Any]:
        """The likely duplicates of what was typed, for a page that comes back with errors."""
        typed = {name: str(form.data.get(name, "")) for name in COMPARED} if form.is_bound else {}
        return {**super().form_context(form), "matches": likely(self, typed)}


class LikelyDuplicates(NounPage):
    """The part beside the form that htmx asks for while somebody types."""

    queryset = Customer.objects.all()
    permission_verb = "add"
    title = _("Likely duplicates")
    template_name = "customers/_duplicates.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Those that may be the same."""
        return self.render(matches=likely(self, {name: request.GET.get(name, "") for name in COMPARED}))


class EditCustomer(EditPage):
    """A customer's values."""

    queryset = Customer.objects.all()
    form_class = CustomerForm
    perform = staticmethod(change_customer)


class EditTags(RecordFormPage):
    """The tags of a customer, in place or on a page of their own."""

    queryset = Customer.objects.all()
    permission_verb = "change"
    form_class = TagsForm
    submit_label: Text = _("Save tags")

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Whose tags."""
        return _("Tags of %(customer)s") % {"customer": self.object}

    def form_arguments(self) -> dict[str, Any]:
        """Whose tags."""
        return {"customer": self.object}

    def carry_out(self, form: Any) -> HttpResponseBase:
        """Put on and take off."""
        set_tags(self.object, by=self.request.user, tags=form.cleaned_data["tags"])
        return htmx_redirect(self.request, self.next_url(self.object.get_absolute_url()))


def likely(page: NounPage, typed: dict[str, Any]) -> list[Any]:
    """The customers somebody may be about to create again, as far as the person may see them."""
    return find_duplicates(**typed, among=page.visible()) if any(typed.values()) else []
