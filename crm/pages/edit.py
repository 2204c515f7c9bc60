"""Pages with a form: create once, edit without overwriting anybody."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.changes.conflict import compare
from crm.changes.current import change_set
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError, Refused
from crm.pages.page import Crumb, NounPage, ObjectPage, Page, Text, htmx_redirect
from crm.pages.telling import tell_done
from crm.pages.tokens import AlreadyUsed, new_token, remember_result, result_of, use_token
from crm.text import whole_number


class FormPage(Page):
    """Shows a form, and carries it out by one domain action."""

    form_class: ClassVar[type[forms.BaseForm]]
    template_name = "pages/form.html"
    submit_label: Text = gettext_lazy("Save")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty form."""
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Carry out, or show what is wrong with everything kept as typed."""
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            return self.carry_out(form)
        except DomainError as error:
            add_domain_error(form, error)
            return self.show(form, status=422)

    def form(self, *data: Any) -> Any:
        """The form, bound where there is data."""
        return self.form_class(*data, **self.form_arguments())

    def form_arguments(self) -> dict[str, Any]:
        """Further arguments of the form."""
        return {}

    def carry_out(self, form: Any) -> HttpResponseBase:
        """Do it and answer where to go."""
        raise NotImplementedError

    def show(self, form: Any, *, status: int = 200) -> HttpResponseBase:
        """The page with the form; for htmx the form alone."""
        template = "pages/_form.html" if self.is_partial else None
        return self.render(template, status=status, form=form, **self.form_context(form))

    def form_context(self, form: Any) -> dict[str, Any]:
        """What else the form's template needs."""
        return {}

    @property
    def cancel_url(self) -> str:
        """Where "Cancel" leads."""
        return self.next_url(self.breadcrumbs[-1].url if self.breadcrumbs else "/")


class CreatePage(FormPage, NounPage):
    """Makes a record: `form_class` and `perform(*, by, **values) -> record`."""

    perform: ClassVar[Callable[..., Any]]
    permission_verb = "add"

    @property
    def title(self) -> Text:  # type: ignore[override]
        """New customer."""
        return _("New %(noun)s") % {"noun": self.model()._meta.verbose_name}

    @property
    def submit_label(self) -> Text:  # type: ignore[override]
        """Create customer."""
        return _("Create %(noun)s") % {"noun": self.model()._meta.verbose_name}

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The list."""
        return [Crumb(self.plural, self.url("list"))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Create, unless this very form was carried out before."""
        former = result_of(request.POST.get("form_token", ""), by=request.user)
        return super().post(request, *args, **kwargs) if former is None else self.already_made(former)

    def already_made(self, url: str) -> HttpResponseBase:
        """Lead to what the first sending made."""
        messages.info(self.request, _("This form had been sent already; here is what it made."))
        return htmx_redirect(self.request, url or self.url("list"))

    def carry_out(self, form: Any) -> HttpResponseBase:
        """Create once for each shown form."""
        try:
            with transaction.atomic():
                token = use_token(self.request.POST.get("form_token", ""), by=self.request.user)
                record = self.perform(by=self.request.user, **form.cleaned_data)
                url = self.next_url(self.after(record))
                remember_result(token, url)
        except AlreadyUsed as used:
            return self.already_made(used.url)
        messages.success(self.request, self.done(record))
        return htmx_redirect(self.request, url)

    def done(self, record: Any) -> str:
        """What the toast says."""
        return _("%(record)s was created.") % {"record": record}

    def after(self, record: Any) -> str:
        """Where to go once it is made."""
        return str(record.get_absolute_url())

    def form_context(self, form: Any) -> dict[str, Any]:
        """The token of this form: the same when it comes back with errors."""
        return {"form_token": self.request.POST.get("form_token") or new_token()}


class RecordFormPage(FormPage, ObjectPage):
    """A form about one record, which is read before the form is shown or carried out."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Carry it out on the record."""
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)


class EditPage(RecordFormPage):
    """Changes a record: `form_class` and `perform(record, *, by, version, **values) -> record`."""

    perform: ClassVar[Callable[..., Any]]
    permission_verb = "change"
    conflict_template_name = "pages/conflict.html"

    @property
    def title(self) -> Text:  # type: ignore[override]
        """Edit NAME."""
        return _("Edit %(record)s") % {"record": self.object}

    def form_arguments(self) -> dict[str, Any]:
        """The form shows a copy of the record: validation must not touch what the page's title shows."""
        return {"instance": self.get_object()} if issubclass(self.form_class, forms.ModelForm) else {}

    def form_context(self, form: Any) -> dict[str, Any]:
        """The version that was read."""
        return {"version": self.base_version}

    @property
    def base_version(self) -> int:
        """The version the person's form was made from."""
        sent = whole_number(self.request.POST.get("version", ""), at_most=9)
        return int(self.object.version) if sent is None else sent

    def carry_out(self, form: Any) -> HttpResponseBase:
        """Save what was typed unless somebody saved in between."""
        by = self.request.user
        try:
            with change_set(by=by, verb=self.perform.__name__) as changes:
                record = self.perform(self.get_object(), by=by, version=self.base_version, **form.cleaned_data)
        except StaleVersion:
            return self.show_conflict(form)
        url = self.next_url(self.after(record))
        tell_done(self.request, self.done(record), changes.row, back=url)
        return htmx_redirect(self.request, url)

    def done(self, record: Any) -> str:
        """What the toast says."""
        return _("%(record)s was saved.") % {"record": record}

    def after(self, record: Any) -> str:
        """Where to go once it is saved."""
        return str(record.get_absolute_url())

    def show_conflict(self, form: Any) -> HttpResponseBase:
        """Theirs beside yours, with the whole form kept; saving again compares with the newest version."""
        self.object = self.get_object()
        conflict = compare(self.object, base_version=self.base_version, submitted=form.cleaned_data)
        return self.render(
            self.conflict_template_name, status=409, form=form, conflict=conflict, version=self.object.version
        )


def add_domain_error(form: Any, error: DomainError) -> None:
    """Put a refusal beside its field, or above the form."""
    field = error.field if error.field in form.fields else None
    for reason in error.reasons if isinstance(error, Refused) else [error.message]:
        form.add_error(field, reason)
