"""The change set: one action of one actor."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Route(models.TextChoices):
    """The door a change came through."""

    FORM = "form", _("Form")
    BULK = "bulk", _("Bulk action")
    IMPORT = "import", _("Import")
    COMMAND = "command", _("Command")
    ADMIN = "admin", _("Administration")
    BACKGROUND = "background", _("Background job")
    UNDO = "undo", _("Undo")


class ChangeSet(models.Model):
    """One action of one actor, and what it changed; its history rows point here.

    `counts` maps a model label to rows created, changed and removed:
    `{"customers.customer": {"+": 1, "~": 0, "-": 0}}`.
    """

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    actor_name = models.CharField(_("actor's name"), max_length=200)
    route = models.CharField(_("route"), max_length=12, choices=Route.choices)
    verb = models.CharField(_("action"), max_length=80)
    reason = models.TextField(_("reason"), blank=True)
    counts = models.JSONField(default=dict, editable=False)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by", editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-pk",)
        default_permissions = ("view",)
        permissions = [("undo_changeset", _("Can undo changes"))]
        indexes = [
            models.Index(fields=["actor", "-id"], name="change_set_by_actor"),
            GinIndex(fields=["counts"], name="change_set_kinds"),  # a rare kind among millions: 24 ms, not 600
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(actor_name=""), name="change_set_has_an_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once: who, when and why never change, and what was counted is written by the kernel alone."""
        if not self._state.adding:
            raise RuntimeError("A change set is never changed.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page with its fields before and after."""
        return reverse("activity:detail", args=[self.pk])

    def get_undo_url(self) -> str:
        """The page that asks before it is undone."""
        return reverse("activity:undo", args=[self.pk])

    def narrow(self, seen: Collection[str]) -> None:
        """Forget, in memory, the kinds of record that a reader may not view."""
        self.counts = {label: kinds for label, kinds in self.counts.items() if label in seen}

    @property
    def rows(self) -> int:
        """How many rows it wrote."""
        return sum(sum(kinds.values()) for kinds in self.counts.values())

    @property
    def by_system(self) -> bool:
        """Whether no person acted."""
        return self.actor_id is None


class ChangedCustomer(models.Model):
    """A customer that a change set touched; the activity timeline reads this index.

    The kernel knows customers by number alone, so this is no foreign key.
    """

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="customers")
    customer_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["customer_id", "-change_set"], name="changes_of_a_customer")]
        constraints = [
            models.UniqueConstraint(fields=["change_set", "customer_id"], name="customer_once_per_change_set")
        ]
