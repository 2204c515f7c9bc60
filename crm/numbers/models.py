"""Number series: customer numbers, and later invoice numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.changes.tracked import History, TrackedModel


class NumberSeries(TrackedModel):
    """A counter with a prefix: `C-000123`. Its numbers are taken under lock and never given twice."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    digits = models.PositiveSmallIntegerField(_("digits"), default=6)
    next_value = models.PositiveBigIntegerField(_("next value"), default=1)

    undoable = False
    history = History(excluded_fields=["next_value"])

    class Meta(TrackedModel.Meta):
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self) -> str:
        return self.key

    def written(self, value: int) -> str:
        """A value as it is printed."""
        return f"{self.prefix}{value:0{self.digits}d}"
