"""The pages of saved views: keep one, rename or share it, take it away."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.pages.actions import Action
from crm.pages.detail import DetailPage
from crm.pages.edit import EditPage, FormPage
from crm.pages.page import Crumb, SignedInPage
from crm.views.actions import (
    change_saved_view,
    create_saved_view,
    delete_saved_view,
    open_with_view,
    update_saved_view,
)
from crm.views.forms import NameForm, NewViewForm, StateForm
from crm.views.models import SavedView


class NewView(SignedInPage, FormPage):
    """Keep a list as it is under a name."""

    title = gettext_lazy("New view")
    form_class = NewViewForm
    submit_label = gettext_lazy("Save view")

    def form_arguments(self) -> dict[str, Any]:
        """The list and its state from the address, where a link leads here; sharing for those who may."""
        asked = {name: self.request.GET.get(name, "") for name in ("list_key", "query")}
        return {"user": self.request.user, "initial": asked}

    def carry_out(self, form: NewViewForm) -> HttpResponseBase:
        """Keep it and open it."""
        view = create_saved_view(by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The view %(view)s was saved.") % {"view": view})
        return redirect(view.get_absolute_url())


class ViewPage(SignedInPage):
    """What pages of one view share: whose it is decides, no permission."""

    queryset: ClassVar[Any] = SavedView.objects.all()
    object: SavedView

    @property
    def breadcrumbs(self) -> list[Crumb]:
        """The list, as the view shows it."""
        return [Crumb(self.object.name, self.object.get_absolute_url())]

    @property
    def overview_url(self) -> str:
        """The list, as the view shows it."""
        return self.object.get_absolute_url()


class EditView(ViewPage, EditPage):
    """Rename or share a view."""

    form_class = NameForm
    perform = staticmethod(change_saved_view)

    def visible(self) -> QuerySet[Any]:
        """The views this person may change."""
        return self.queryset.editable_by(self.request.user)

    def form_arguments(self) -> dict[str, Any]:
        """The view as it is."""
        return {"user": self.request.user, "view": self.object}


class ViewAction(Action):
    """An action on a view; the domain action asks whose view it is."""

    permission = ""
    on_many = False

    @classmethod
    def allowed(cls, user: Any) -> bool:
        """Whoever sees the view may ask."""
        return True


class OpenWith(ViewAction):
    """Choose the view the list opens with, or none."""

    slug, label, icon = "open", gettext_lazy("Open this list with it"), "pin"
    perform = staticmethod(open_with_view)
    was_done = gettext_lazy("From now on the list opens as you chose.")


class Update(ViewAction):
    """Keep the list as it is now."""

    slug, label, icon = "update", gettext_lazy("Save changes"), "check"
    perform = staticmethod(update_saved_view)
    form_class = StateForm
    was_done = gettext_lazy("The view was saved.")


class Delete(ViewAction):
    """Take a view away."""

    slug, label, icon, danger = "delete", gettext_lazy("Delete view"), "trash", True
    perform = staticmethod(delete_saved_view)
    will_happen = gettext_lazy("The tab goes away, for everybody it is shared with. The rows it shows are not touched.")
    was_done = gettext_lazy("The view was deleted.")


class ViewActions(ViewPage, DetailPage):
    """The actions on one view, each on its page or straight from the tab's menu."""

    actions = (OpenWith, Update, Delete)

    def visible(self) -> QuerySet[Any]:
        """Own views and shared ones."""
        return self.queryset.visible_to(self.request.user)

    def after_action(self) -> str:
        """The view, or the list where it is gone."""
        return self.object.list_url if self.object.pk is None or self.action is Delete else self.overview_url
