"""Handing a site over from its page, and who had it when."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.compiled import SAMPLE_KEY, Compiled
from crm.pages.actions import ActionForm
from crm.pages.archiving import OnLive
from crm.pages.detail import Panel
from customers.models import Customer
from customers.naming import customers_called
from sites.actions import hand_over_site
from sites.actions.hand_over import told_by_movers
from sites.models import Site, SiteOccupancy

SHOWN = 10  # occupants, the latest first
OFFERED = 5  # customers whose name is like what was typed


class CustomerByName(forms.CharField):
    """A live customer by number or name; what is not clear is answered with those it could be."""

    def clean(self, value: Any) -> Any:
        """The customer. Raises ValidationError with up to five that are called alike."""
        text = super().clean(value)
        if not text:
            return None
        found = [each for each in customers_called({text}).get(text, []) if not each.is_archived]
        if len(found) == 1:
            return found[0]
        alike = found or list(Customer.objects.live().matching(text).only("number", "name")[:OFFERED])
        if not alike:
            raise ValidationError(_("No customer is called “%(name)s”."), params={"name": text})
        names = "; ".join(f"{each.number} {each.name}" for each in alike[:OFFERED])
        raise ValidationError(_("Which one is it? Write the number: %(names)s"), params={"names": names})


class HandOverForm(ActionForm):
    """To whom, from which day on, and why."""

    customer = CustomerByName(
        label=gettext_lazy("New customer"), max_length=200, help_text=gettext_lazy("Its number or its name.")
    )
    on = forms.DateField(
        label=gettext_lazy("Day of the hand-over"),
        initial=timezone.localdate,
        help_text=gettext_lazy("From this day on the site is the new customer's."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class HandOver(OnLive):
    """One customer moves out, another moves in; the place stays."""

    slug = "hand-over"
    label = gettext_lazy("Hand over to another customer")
    icon = "arrows-exchange"
    permission = "sites.hand_over_site"
    form_class = HandOverForm
    perform = staticmethod(hand_over_site)
    undoable = False
    on_many = False
    was_done = gettext_lazy("The site was handed over.")

    @classmethod
    def change_of(cls, record: Site, **values: Any) -> str:
        """What goes along with the place, and what stays with the customer who moves out."""
        moves = _("%(site)s passes from %(former)s to the customer named here, with its pin, notes and history.")
        stays = _("%(former)s keeps its contacts and documents, and stays in the history of the site.")
        names = {"site": record, "former": record.customer}
        last = _("A hand-over is not undone: hand the site back instead.")
        return " ".join((moves % names, *told_by_movers(), stays % names, last))


_latest_of = Compiled(
    lambda site: (
        SiteOccupancy.objects.filter(site=site)
        .select_related("customer")
        .only("moved_in_on", "moved_out_on", "customer__name")
        .order_by("-pk")[:SHOWN]
    ),
    SAMPLE_KEY,
)


def occupants(site: Site) -> list[dict[str, Any]]:
    """Who has it and who had it, the latest first; the first customer has it since the site was entered."""
    known = [
        {"customer": each.customer, "since": each.moved_in_on, "until": each.moved_out_on}
        for each in _latest_of(site.pk)
    ]
    since: date = timezone.localdate(site.created_at)
    return known or [{"customer": site.customer, "since": since, "until": None}]


def _context(site: Site, request: HttpRequest) -> dict[str, Any]:
    return {"occupants": occupants(site)}


OCCUPANTS = Panel(
    "occupants",
    gettext_lazy("Customers here"),
    "sites/_occupants.html",
    _context,
    permission="sites.view_siteoccupancy",
    side=True,
    position=30,
)
