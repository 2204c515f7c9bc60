"""The nouns of this app."""

from sites.models.occupancy import SiteOccupancy
from sites.models.pending import PendingSite
from sites.models.site import Accuracy, LocationSource, Site, SiteType

__all__ = ["Accuracy", "LocationSource", "PendingSite", "Site", "SiteOccupancy", "SiteType"]
