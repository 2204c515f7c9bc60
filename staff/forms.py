"""What a person chooses for themselves."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm.pages.forms import PageForm
from staff.models import Theme


def zone_choices() -> list[tuple[str, str]]:
    """The time zones of places, as `Europe/Paris`, after the installation's own."""
    areas = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    names = sorted(name for name in available_timezones() if name.startswith(areas) or name == "UTC")
    own = _("As the company: %(zone)s") % {"zone": settings.TIME_ZONE}
    return [("", own), *((name, name.replace("_", " ")) for name in names)]


class PreferencesForm(PageForm):
    """Language, time zone and theme."""

    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser")), *settings.LANGUAGES]
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=zone_choices,
        help_text=_("Times on every page are shown in this zone."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
