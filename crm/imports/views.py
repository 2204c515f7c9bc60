"""The pages of an import: upload, columns, preview, result."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.changes.undo import may_undo
from crm.errors import DomainError
from crm.exports.csv_file import csv_parts
from crm.imports.actions import change_shape, choose_columns, discard_import, start_applying, upload_file
from crm.imports.forms import ColumnsForm, ShapeForm, UploadForm
from crm.imports.kinds import kinds_for
from crm.imports.mapping import kind_of
from crm.imports.models import ImportBatch
from crm.imports.preview import Lines, refused_lines
from crm.imports.reading import read_preview
from crm.imports.states import BatchState
from crm.imports.tables import ImportFilter, ImportTable
from crm.imports.undoing import undo_import
from crm.pages.edit import FormPage
from crm.pages.lists import ListPage
from crm.pages.page import Button, ObjectPage, Page

TO_CHOOSE = (BatchState.UPLOADED, BatchState.FAILED)


class ImporterPage(Page):
    """Open to whoever may import anything; imports of other kinds are not visible."""

    permission = "import something"

    def may_open(self) -> bool:
        """Whether any kind is open to this person."""
        return bool(kinds_for(self.request.user))


class ImportList(ImporterPage, ListPage):
    """All imports."""

    queryset = ImportBatch.objects.select_related("owner")
    table_class = ImportTable
    filterset_class = ImportFilter
    empty_text = gettext_lazy("Bring in a list from another system: customers with their addresses, from a CSV file.")
    empty_icon = "file-import"

    @property
    def can_create(self) -> bool:
        """Whoever sees the list may import."""
        return True


class UploadPage(ImporterPage, FormPage):
    """A file, and what it holds."""

    form_class = UploadForm
    title = gettext_lazy("Import a file")
    submit_label = gettext_lazy("Upload and choose columns")

    def form_arguments(self) -> dict[str, Any]:
        """The kinds this person may import."""
        return {"kinds": kinds_for(self.request.user)}

    def carry_out(self, form: UploadForm) -> HttpResponseBase:
        """Keep the file and go on to its columns."""
        file = form.cleaned_data["file"]
        batch = upload_file(form.cleaned_data["kind"], file, by=self.request.user, filename=file.name)
        return redirect("imports:columns", batch.pk)


class ImportPage(ImporterPage, ObjectPage):
    """One import at the step where it stands: preview, progress or result."""

    queryset = ImportBatch.objects.select_related("owner", "job", "change_set")
    template_name = "imports/detail.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name of the file."""
        return str(self.object)

    @property
    def buttons(self) -> list[Button]:  # type: ignore[override]
        """What one likely wants next."""
        if self.object.state == BatchState.CHECKED:
            return [Button(_("Change columns"), self.url("columns", self.pk), icon="columns")]
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The step's page."""
        batch = self.object = self.get_object()
        if batch.state in TO_CHOOSE and not batch.sentence:
            return redirect("imports:columns", batch.pk)
        by: Any = request.user
        undo = batch.can_be_undone and may_undo(by, batch.change_set)
        return self.render(batch=batch, lines=Lines(batch, request.GET), may_undo=undo)


class ColumnsPage(ImporterPage, ObjectPage, FormPage):
    """What the columns of a file mean."""

    queryset = ImportPage.queryset
    form_class = ColumnsForm
    template_name = "imports/columns.html"
    submit_label = gettext_lazy("Check all lines")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Columns of the file."""
        return _("Columns of %(file)s") % {"file": self.object.filename}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only before anything was applied."""
        if request.user.is_authenticated and self.may_open():
            self.object = self.get_object()
            if self.object.state not in (*TO_CHOOSE, BatchState.CHECKED):
                return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """The file's header and first lines."""
        batch = self.object
        preview = read_preview(Path(batch.file.path), batch.shape)
        return {"batch": batch, "kind": kind_of(batch), "preview": preview}

    def form_context(self, form: Any) -> dict[str, Any]:
        """The file's encoding and separator, to be changed."""
        batch = self.object
        return {
            "batch": batch,
            "shape_form": ShapeForm(initial={"encoding": batch.encoding, "delimiter": batch.delimiter}),
        }

    def carry_out(self, form: ColumnsForm) -> HttpResponseBase:
        """Check every line, and show what would happen."""
        chosen = form.cleaned_data
        batch = choose_columns(
            self.object, mapping=form.mapping, key=chosen["key"], existing=chosen["existing"], given=form.given
        )
        return redirect(batch)


class StepPage(ImporterPage, ObjectPage):
    """A step that is one button; what is refused is said on the import's page."""

    queryset = ImportPage.queryset
    http_method_names = ["post"]
    back = "imports:detail"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the step."""
        self.object = self.get_object()
        try:
            self.take()
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(self.back, self.pk)

    def take(self) -> None:
        """Do it, or raise DomainError."""
        raise NotImplementedError


class ChangeShape(StepPage):
    """Read the file with another encoding or separator."""

    back = "imports:columns"

    def take(self) -> None:
        """Read it again."""
        form = ShapeForm(self.request.POST)
        if not form.is_valid():
            raise DomainError(_("Choose an encoding and a separator."))
        change_shape(self.object, **form.cleaned_data)


class Apply(StepPage):
    """Write the checked lines."""

    def take(self) -> None:
        """Apply, or go on where it stopped."""
        start_applying(self.object, by=self.request.user)


class Discard(StepPage):
    """Give up."""

    def take(self) -> None:
        """Forget file and lines."""
        discard_import(self.object)
        messages.success(self.request, _("The import was given up; nothing was changed."))


class UndoPage(StepPage):
    """Asks before an import is undone, and undoes it."""

    http_method_names = ["get", "post"]
    template_name = "imports/undo.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Undo the import of the file."""
        return _("Undo the import of %(file)s") % {"file": self.object.filename}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What will happen."""
        self.object = self.get_object()
        if not self.object.can_be_undone:
            return redirect(self.object)
        return self.render(batch=self.object)

    def take(self) -> None:
        """Undo."""
        undo_import(self.object, by=self.request.user)


class RefusedLines(ImporterPage, ObjectPage):
    """The refused lines as a file to mend and bring in again."""

    queryset = ImportPage.queryset
    title = gettext_lazy("Refused lines")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        """The lines as they were, with their number and what is wrong."""
        batch = self.get_object()
        headers = [*batch.header, _("Line"), _("What is wrong")]
        name = f"refused-{batch.pk}.csv"
        return StreamingHttpResponse(
            csv_parts(headers, refused_lines(batch)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
