"""The nouns of this app."""

from sites.models.site import Accuracy, LocationSource, Site, SiteType

__all__ = ["Accuracy", "LocationSource", "Site", "SiteType"]
