"""The address of an export: `/customers/export.csv` with the query string of the list."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.exports.csv_file import csv_parts
from crm.exports.sources import read_rows, sources_of
from crm.exports.xlsx_file import ROWS_AT_MOST, write_xlsx
from crm.pages.listing import Listing
from crm.pages.lists import EXPORT_FORMATS, ListPage
from crm.pages.page import NounPage

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportPage(NounPage):
    """A list as a file: the same rows, order and columns, for those who may export the noun."""

    list_page: ClassVar[type[ListPage]]
    permission_verb = "export"
    title = gettext_lazy("Export")
    named = ""  # what stands behind the noun in the file's name

    @classmethod
    def of(cls, list_page: type[ListPage]) -> Any:
        """The view for the exports of a list; the route names the format: `export.<str:format>`."""
        attributes = {"list_page": list_page, "queryset": list_page.queryset}
        page: Any = type(f"{list_page.__name__}Export", (cls,), attributes)
        return page.as_view()

    def get(self, request: HttpRequest, format: str, **kwargs: Any) -> HttpResponseBase:
        """The file, or back to the list where its address is wrong or asks for more than a sheet holds."""
        if format not in EXPORT_FORMATS:
            raise Http404
        listing = self.list_page.read(self.visible(), request)
        if not listing.is_valid:
            return self._back()
        return self._csv(listing) if format == "csv" else self._xlsx(listing)

    def table(self, listing: Listing) -> tuple[list[str], Iterable[list[Any]]]:
        """The column names and the rows of the file."""
        sources = sources_of(listing)
        return [source.header for source in sources], read_rows(listing, sources)

    def fits(self, listing: Listing, rows: int) -> bool:
        """Whether the file has at most so many rows."""
        return listing.rows.order_by()[: rows + 1].count() <= rows

    def _csv(self, listing: Listing) -> HttpResponseBase:
        disposition = f'attachment; filename="{self._name("csv")}"'
        return StreamingHttpResponse(
            csv_parts(*self.table(listing)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": disposition},
        )

    def _xlsx(self, listing: Listing) -> HttpResponseBase:
        if not self.fits(listing, ROWS_AT_MOST):
            messages.error(self.request, _("An Excel sheet does not hold so many rows. Filter them, or take a CSV."))
            return self._back()
        file = write_xlsx(*self.table(listing))
        return FileResponse(file, as_attachment=True, filename=self._name("xlsx"), content_type=EXCEL)

    def _name(self, format: str) -> str:
        return f"{slugify(str(self.nouns))}{self.named}-{timezone.localdate():%Y-%m-%d}.{format}"

    def _back(self) -> HttpResponseBase:
        return redirect(f"{self.url('list')}?{self.request.GET.urlencode()}")
