"""Where addresses become places: behind one protocol, a real provider and an offline one."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from sites.geocoders.base import Address, Geocoder, Place, Point, Suggestion

__all__ = ["Address", "Geocoder", "Place", "Point", "Suggestion", "geocoder"]


def geocoder() -> Geocoder:
    """The geocoder of this installation, the class that `GEOCODER` names; one for each request or task."""
    return cast(Geocoder, import_string(settings.GEOCODER)())
