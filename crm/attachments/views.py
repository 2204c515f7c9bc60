"""The pages of files."""

from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.attachments.actions import archive_file, attach_files, rename_file, restore_file
from crm.attachments.forms import FilesForm, RenameForm
from crm.attachments.models import Attachment
from crm.attachments.owners import owner_model
from crm.changes.current import Actor
from crm.pages.archiving import ArchiveAction, OnLive, RestoreAction
from crm.pages.detail import DetailPage, Panel
from crm.pages.edit import CreatePage
from crm.pages.page import Button, Crumb, ObjectPage


class RenameFile(OnLive):
    """Give a file another name."""

    slug, label, icon = "rename", gettext_lazy("Rename"), "edit"
    permission = "attachments.change_attachment"
    perform = staticmethod(rename_file)
    form_class = RenameForm
    on_many = False


class ArchiveFile(ArchiveAction):
    """Take a file out of the list."""

    label = gettext_lazy("Archive file")
    permission = "attachments.change_attachment"
    perform = staticmethod(archive_file)
    on_many = False


class RestoreFile(RestoreAction):
    """Bring a file back."""

    label = gettext_lazy("Restore file")
    permission = "attachments.change_attachment"
    perform = staticmethod(restore_file)
    on_many = False


class FilePage(DetailPage):
    """One file: what it is, and what can be done with it."""

    queryset = Attachment.objects.all()
    actions = (RenameFile, ArchiveFile, RestoreFile)
    panels = (Panel("file", gettext_lazy("File"), "attachments/_file.html", lambda file, request: {"file": file}),)

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The record it belongs to."""
        return [owner_crumb(self.object.owner)]

    @property
    def buttons(self) -> list[Button]:  # type: ignore[override]
        """Download."""
        return [Button(_("Download"), self.url("download", self.object.pk), icon="download")]


class DownloadPage(ObjectPage):
    """The content of a file, always as a download: nothing that somebody uploaded is ever shown as a page."""

    queryset = Attachment.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The bytes as they came."""
        attachment: Attachment = self.get_object()
        try:
            content = attachment.file.open("rb")
        except FileNotFoundError as error:
            raise Http404(_("The content of this file is missing from the storage.")) from error
        response = FileResponse(
            content, as_attachment=True, filename=attachment.name, content_type=attachment.content_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


class AttachPage(CreatePage):
    """Adds files to a record."""

    queryset = Attachment.objects.all()
    form_class = FilesForm
    title = gettext_lazy("Add files")
    submit_label = gettext_lazy("Add files")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the record before anything else asks for its name."""
        if request.user.is_authenticated and self.may_open():
            self.owner = self._find_owner(kwargs["noun"], kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def perform(self, *, by: Actor, files: Sequence[File]) -> "Added":
        """Keep them."""
        return Added(attach_files(self.owner, by=by, files=files))

    def after(self, record: Any) -> str:
        """The record's documents."""
        return f"{self.owner.get_absolute_url()}documents/"

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The record."""
        return [owner_crumb(self.owner)]

    def _find_owner(self, noun: str, pk: int) -> Any:
        model = owner_model(noun)
        if model is None:
            raise Http404
        return get_object_or_404(model._default_manager.all().visible_to(self.request.user), pk=pk)


class Added:
    """What was added, as the message names it."""

    def __init__(self, files: list[Attachment]) -> None:
        self.files = files

    def __str__(self) -> str:
        return ", ".join(file.name for file in self.files)


def owner_crumb(owner: Any) -> Crumb:
    """The step back to the record that a file belongs to."""
    return Crumb(str(owner), f"{owner.get_absolute_url()}documents/")
