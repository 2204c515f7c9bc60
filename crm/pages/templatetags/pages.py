"""Tags and filters every template may use."""

import datetime as dt
import re
from collections.abc import Hashable, Iterable
from decimal import Decimal
from functools import lru_cache

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, Select
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crm.pages import marks
from crm.pages.macros import draw

COMPONENTS = "components/marks.jinja"

register = template.Library()
register.simple_tag(marks.icon)
register.simple_tag(draw)
register.filter(marks.international)
register.filter(marks.country_name)

_CAPITALISED = re.compile(r"(?<=[\s-])[A-Z][a-z]+\b")


@register.simple_tag
def state(label: object, colour: str = "grey") -> SafeString:
    """A status: a dot in its colour, and the word."""
    return draw(COMPONENTS, "state", label, colour)


@register.simple_tag
def tags(labels: Iterable[object], shown: int = 3) -> SafeString:
    """Coloured labels, at most `shown` of them, then "+2" with the names of the rest."""
    return draw(COMPONENTS, "tags", labels, shown)


@register.simple_tag
def named(record: object) -> SafeString:
    """A record's name, and what tells it from its namesakes."""
    return draw(COMPONENTS, "named", record)


@register.simple_tag
def moment(when: dt.datetime | dt.date | None) -> SafeString:
    """A date as short as it stays clear, with the full date and time on hover."""
    return draw(COMPONENTS, "moment", when)


@register.simple_tag
def kept(template: str, **values: Hashable) -> SafeString:
    """A template that sees these values and nothing else, drawn once for each of them in each language.

    The frame around pages is the same for everybody who may go to the same places; drawing it each time took as long
    as reading a list's rows. A template that needs the request or its token is not for this.
    """
    if settings.DEBUG:
        return render_to_string(template, values)
    return _kept(template, tuple(sorted(values.items())), get_language() or "")


@lru_cache(512)
def _kept(template: str, values: tuple[tuple[str, Hashable], ...], language: str) -> SafeString:
    return render_to_string(template, dict(values))


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """`1,204.50 EUR`: an amount in the reader's notation with its currency."""
    if amount is None:
        return ""
    number = formats.number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return _("%(amount)s %(currency)s") % {"amount": number, "currency": currency}


@register.filter
def undo_address(message: Message) -> str:
    """Where the "Undo" of a message leads, from its extra tag `undo:/…`; empty without one."""
    tag = next((tag for tag in (message.extra_tags or "").split() if tag.startswith("undo:/")), "")
    return tag.removeprefix("undo:")


CONTROLS = {"checkbox": "form-check-input", "select": "form-select"}


@register.filter
def control(field: BoundField) -> SafeString:
    """A form's field with the look of its kind, and with its error pointed out."""
    widget = field.field.widget
    look = CONTROLS.get(field.widget_type, "form-select" if isinstance(widget, Select) else "form-control")
    classes = [widget.attrs.get("class", ""), look, "is-invalid" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def alert_level(level: str) -> str:
    """The alert that a message's level is drawn as."""
    return {"error": "danger", "debug": "info", "": "info"}.get(level or "", level)


@register.filter(is_safe=True)
def sentence_case(title: str) -> str:
    """`Change Password` → `Change password`: packages write titles in capitals, we write sentences.

    Words that are not plainly capitalised ("TOTP") stay as they are.
    """
    return _CAPITALISED.sub(lambda word: word[0].lower(), title.strip())
