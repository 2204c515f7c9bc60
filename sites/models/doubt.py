"""What speaks against the location of a site, as the nightly check found it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sites.models.site import Site
from sites.querysets import LocationDoubtQuerySet


class DoubtKind(models.TextChoices):
    """What is wrong with it."""

    NULL_ISLAND = "zero", gettext_lazy("At 0, 0")
    OUTSIDE = "outside", gettext_lazy("Outside its country")
    FAR = "far", gettext_lazy("Far from its town")
    CODE = "code", gettext_lazy("Another Plus Code in its text")
    SHARED = "shared", gettext_lazy("Several addresses at one pin")


class LocationDoubt(models.Model):
    """One doubt about one site. It is a finding, made anew every night, so it has no history.

    `facts` are the figures of its sentence. A doubt that is found again keeps `found_at` while its facts stay:
    whoever confirms the pin after that has answered it.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="doubts", verbose_name=gettext_lazy("site"))
    kind = models.CharField(gettext_lazy("doubt"), max_length=10, choices=DoubtKind.choices)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField(gettext_lazy("found"))
    checked_at = models.DateTimeField()

    objects: ClassVar[LocationDoubtQuerySet] = LocationDoubtQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("doubtful location")
        verbose_name_plural = gettext_lazy("doubtful locations")
        ordering = ("pk",)
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["site", "kind"], name="one_doubt_of_a_kind")]
        indexes = [models.Index(fields=["kind", "id"], name="doubts_by_kind")]

    def __str__(self) -> str:
        return f"{self.site}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """What is wrong, with its figures."""
        facts: dict[str, Any] = self.facts
        if self.kind == DoubtKind.NULL_ISLAND:
            return _("The pin is at 0, 0 in the sea off Africa: the coordinates were left out somewhere.")
        if self.kind == DoubtKind.OUTSIDE:
            return _("The pin is far outside the country: swapped coordinates, a lost sign, or the wrong country.")
        if self.kind == DoubtKind.FAR:
            return _("The pin is %(km)s km from %(town)s.") % facts
        if self.kind == DoubtKind.CODE:
            return _("The text says %(code)s, which is %(km)s km from the pin.") % facts
        text = ngettext(
            "%(count)s other site with another address stands at this very pin.",
            "%(count)s other sites, not all with this address, stand at this very pin.",
            facts.get("count", 0),
        )
        return text % {"count": facts.get("count", 0)}
