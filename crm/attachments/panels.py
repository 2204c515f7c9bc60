"""The tab "Documents" of every record that can have files."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.archive.registry import register_child
from crm.attachments.models import Attachment
from crm.attachments.owners import add_owner
from crm.compiled import SAMPLE_KEY, Compiled
from crm.pages.detail import Tab, register_tab


def register_owner(model: type[models.Model]) -> None:
    """Let records of a model have files, with a tab of their own; the files are archived with the record.

    Called in `apps.ready()` of the app that owns the model.
    """
    add_owner(model)
    own = Q(owner_type__app_label=model._meta.app_label, owner_type__model=model._meta.model_name)
    register_child(model, Attachment, "owner_id", only=own)
    tab = Tab(
        slug="documents",
        label=_("Documents"),
        template="attachments/_documents.html",
        context=documents_of,
        permission="attachments.view_attachment",
        count=count_documents,
        position=80,
    )
    register_tab(model, tab)


# `Compiled` answers records, so the number comes with the first of them.
_numbered = Compiled(
    lambda kind, key: (
        Attachment.objects.filter(owner_type=kind, owner_id=key)
        .live()
        .annotate(number=Window(Count("pk")))
        .only("pk")[:1]
    ),
    -2_147_480_001,  # a key of 32 bits, and one that may not be negative
    -SAMPLE_KEY,
)


def count_documents(record: Any) -> int:
    """How many files a record has, archived ones aside."""
    found = _numbered(ContentType.objects.get_for_model(record).pk, record.pk)
    return found[0].number if found else 0  # type: ignore[attr-defined]


def documents_of(record: Any, request: HttpRequest) -> dict[str, Any]:
    """The files of a record, newest first, and those that were archived."""
    files = list(Attachment.objects.of(record))
    may_add = request.user.has_perm("attachments.add_attachment") and not getattr(record, "is_archived", False)
    return {
        "files": [each for each in files if not each.is_archived],
        "archived": [each for each in files if each.is_archived],
        "add_url": reverse("attachments:create", args=[record._meta.label_lower, record.pk]) if may_add else "",
    }
