"""Saved views, and the view a person's list opens with."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from crm.changes.tracked import History, TrackedModel
from crm.views.querysets import SavedViewQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class SavedView(TrackedModel):
    """A list's address under a name: its filters, search, order and columns, never its page.

    `list_key` is the route of the list, such as `customers:list`.
    """

    list_key = models.CharField(_("list"), max_length=80, editable=False)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters and display"), max_length=2000, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"), editable=False
    )
    shared = models.BooleanField(_("everybody sees it"), default=False)

    objects: ClassVar[SavedViewQuerySet] = SavedViewQuerySet.as_manager()  # type: ignore[assignment]
    history = History()

    opens: bool  # set by the tabs of a list
    openings: "RelatedManager[OpeningView]"

    class Meta(TrackedModel.Meta):
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        default_permissions = ("view", "change")  # of the history: the pages ask whose view it is
        permissions = [("share_savedview", _("Can share saved views"))]
        indexes = [models.Index(fields=["list_key", "owner"], name="saved_views_of_a_list")]
        constraints = [
            models.UniqueConstraint(
                "owner",
                "list_key",
                Lower("name"),
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def list_url(self) -> str:
        """The bare list; the start page where a list of that name is no more."""
        try:
            return reverse(self.list_key)
        except NoReverseMatch:
            return "/"

    def get_absolute_url(self) -> str:
        """The list as this view shows it."""
        return f"{self.list_url}?{f'{self.query}&' if self.query else ''}view={self.pk}"


class OpeningView(TrackedModel):
    """The view a person's list opens with."""

    link_to = "view"

    list_key = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    view = models.ForeignKey(SavedView, models.PROTECT, related_name="openings")

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("opening view")
        verbose_name_plural = _("opening views")
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(fields=["owner", "list_key"], name="one_opening_view_a_list")]

    def __str__(self) -> str:
        return str(self.view)
