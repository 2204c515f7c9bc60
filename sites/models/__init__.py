"""The nouns of this app."""

from sites.models.cell import SiteCell
from sites.models.doubt import DoubtKind, LocationDoubt
from sites.models.occupancy import SiteOccupancy
from sites.models.pending import PendingSite
from sites.models.site import Accuracy, LocationSource, Site, SiteType

__all__ = [
    "Accuracy",
    "DoubtKind",
    "LocationDoubt",
    "LocationSource",
    "PendingSite",
    "Site",
    "SiteCell",
    "SiteOccupancy",
    "SiteType",
]
