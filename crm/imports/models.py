"""An import from upload to undo, its staged rows, and the mappings people chose before."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.background.models import BackgroundJob
from crm.changes.models import ChangeSet
from crm.imports.kinds import kinds_for
from crm.imports.reading import DELIMITERS, Shape
from crm.imports.states import APPLIED, BatchState, Existing, RowAction


def file_path(batch: "ImportBatch", filename: str) -> str:
    """A name nobody can guess; the person's own file name is kept in the row only."""
    return f"imports/{uuid.uuid4()}.csv"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Imports as the pages ask for them."""

    def visible_to(self, user: Any) -> Self:
        """Those of kinds the person may import."""
        return self.filter(kind__in=[kind.slug for kind in kinds_for(user)])

    def matching(self, text: str) -> Self:
        """By a part of the file's name, or of the name of whoever imported it."""
        return self.filter(Q(filename__icontains=text.strip()) | Q(owner__name__icontains=text.strip()))


class ImportBatch(models.Model):
    """One file of rows of one kind. It is an operational record: what it changes has its history.

    `mapping` leads from the number of a column (as text) to a field of the kind, `given` from a field to the text
    that holds for all lines. `position` is the last
    line that was applied, moved in the same transaction as the rows: each line is applied once.
    """

    kind = models.SlugField(_("kind"), max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.UPLOADED)
    sentence = models.TextField(_("message"), blank=True)

    filename = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to=file_path, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20)
    delimiter = models.CharField(_("separator"), max_length=1, choices=list(DELIMITERS.items()))
    header = models.JSONField(default=list)

    mapping = models.JSONField(default=dict)
    key = models.CharField(_("recognised by"), max_length=60, blank=True)
    existing = models.CharField(_("already there"), max_length=10, choices=Existing.choices, default=Existing.UPDATE)
    given = models.JSONField(default=dict)

    counts = models.JSONField(default=dict)
    warned = models.PositiveBigIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    applied = models.PositiveBigIntegerField(default=0)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, related_name="+")
    job = models.ForeignKey(BackgroundJob, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[ImportBatchQuerySet] = ImportBatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        """The page of the step it stands at."""
        return reverse("imports:detail", args=[self.pk])

    @property
    def shape(self) -> Shape:
        """How its file is written."""
        return Shape(self.encoding, self.delimiter)

    @property
    def is_at_work(self) -> bool:
        """Whether a background job is busy with it."""
        return self.job is not None and not self.job.is_over

    @property
    def lines(self) -> int:
        """How many lines were checked."""
        return sum(self.counts.values())

    @property
    def to_apply(self) -> int:
        """How many lines write something."""
        return sum(int(self.counts.get(action, 0)) for action in APPLIED)

    @property
    def refused(self) -> int:
        """How many lines are refused."""
        return int(self.counts.get(RowAction.REFUSED, 0))

    @property
    def can_be_undone(self) -> bool:
        """Whether it changed something that was not undone yet, and nothing is at work on it."""
        over = self.state in (BatchState.APPLIED, BatchState.CANCELLED) or self.is_stopped
        return over and self.change_set_id is not None and (self.job is None or self.job.is_over)

    @property
    def is_stopped(self) -> bool:
        """Whether applying ended half-way and can go on."""
        return self.state == BatchState.APPLYING and self.job is not None and self.job.is_over


class ImportRow(models.Model):
    """One line of a file as it was read, what it means, and what becomes of it.

    `errors` and `warnings` are lists of `{"column": label, "message": sentence}`; `changes` maps the label
    of a field to its words before and after. `object_version` is the version the preview was made from.
    """

    batch = models.ForeignKey(  # line_once_per_import begins with it
        ImportBatch, models.CASCADE, related_name="rows", db_index=False
    )
    line = models.PositiveBigIntegerField(_("line"))
    raw = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    action = models.CharField(_("what happens"), max_length=8, choices=RowAction.choices)
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    key = models.TextField(blank=True)
    object_id = models.BigIntegerField(null=True)
    object_version = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("line",)
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="line_once_per_import")]
        indexes = [
            models.Index(fields=["batch", "action", "line"], name="import_rows_by_action"),
            models.Index(fields=["batch", "line"], name="import_rows_warned", condition=~Q(warnings=[])),
        ]

    def __str__(self) -> str:
        return f"{self.line}"


class ImportMapping(models.Model):
    """The columns that were chosen for a header last time; the next file of this shape starts with them."""

    kind = models.SlugField(max_length=40)
    header_hash = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    key = models.CharField(max_length=60, blank=True)
    existing = models.CharField(max_length=10, choices=Existing.choices, default=Existing.UPDATE)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "header_hash"], name="one_mapping_per_header")]

    def __str__(self) -> str:
        return f"{self.kind} {self.header_hash[:8]}"
