"""The site of the administration."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.utils.translation import gettext_lazy as _


class AdministrationSite(AdminSite):
    """Pages for administrators, over models whose pages change data through actions.

    Packages register pages that save on their own (groups, e-mail addresses, jobs); those are left out.
    """

    site_header = _("Waypoint administration")
    site_title = _("Waypoint administration")
    index_title = _("Set up Waypoint")
    site_url = "/"

    def register(
        self,
        model_or_iterable: "type[Model] | Iterable[type[Model]]",
        admin_class: Any = None,
        **options: Any,
    ) -> None:
        """Take the pages that declare themselves ours."""
        if getattr(admin_class, "changes_through_actions", False):
            super().register(model_or_iterable, admin_class, **options)
