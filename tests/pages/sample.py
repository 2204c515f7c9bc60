"""Pages declared for the kernel's own tests: a noun with everything the kinds offer."""

import django_filters
from django.db.models import QuerySet
from django.urls import include, path

from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.tracked import StaleVersion
from crm.errors import DomainError
from crm.exports.pages import ExportPage
from crm.labels.models import Colour, Tag
from crm.pages.actions import Action, ReasonForm
from crm.pages.bulk import BulkPage
from crm.pages.detail import DetailPage
from crm.pages.edit import CreatePage, EditPage
from crm.pages.filters import ListFilterSet
from crm.pages.forms import PageModelForm
from crm.pages.lists import ListPage
from crm.pages.tables import Column, Table
from crm.urls import urlpatterns as site_patterns


class TagQuerySet(QuerySet[Tag]):
    """Tags as a page asks for them."""

    def visible_to(self, user: object) -> "TagQuerySet":
        return self.exclude(name="invisible")

    def matching(self, text: str) -> "TagQuerySet":
        return self.filter(name__icontains=text)


@action
def create_tag(*, by: Actor, **values: str) -> Tag:
    tag = Tag(**values)
    tag.save()
    return tag


@action
def change_tag(tag: Tag, *, by: Actor, version: int, **values: str) -> Tag:
    locked = Tag.objects.select_for_update().get(pk=tag.pk)
    if locked.version != version:
        raise StaleVersion("changed")
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save()
    return locked


@action
def paint_tag(tag: Tag, *, by: Actor, reason: str = "") -> Tag:
    if tag.attention:
        raise DomainError(f"{tag.name} must keep its colour.")
    tag.colour = Colour.RED
    tag.save()
    return tag


class Paint(Action):
    slug, label, permission, perform = "paint", "Paint red", "labels.change_tag", staticmethod(paint_tag)
    form_class = ReasonForm


class TagTable(Table):
    name = Column(sort="name", card="name")
    colour = Column(sort="colour", card="status")
    description = Column(shown=False)

    class Meta(Table.Meta):
        order_by = "name"


class TagFilter(ListFilterSet):
    colour = django_filters.MultipleChoiceFilter(choices=Colour.choices)


class TagForm(PageModelForm):
    class Meta:
        model = Tag
        fields = ["name", "colour", "description"]


class TagList(ListPage):
    queryset = TagQuerySet(Tag)
    table_class = TagTable
    filterset_class = TagFilter
    bulk_actions = (Paint,)


class TagPage(DetailPage):
    queryset = TagQuerySet(Tag)
    actions = (Paint,)


class NewTag(CreatePage):
    queryset = TagQuerySet(Tag)
    form_class = TagForm
    perform = staticmethod(create_tag)

    def after(self, record: Tag) -> str:
        return self.url("detail", record.pk)


class EditTag(EditPage):
    queryset = TagQuerySet(Tag)
    form_class = TagForm
    perform = staticmethod(change_tag)

    def after(self, record: Tag) -> str:
        return self.url("detail", record.pk)


tag_patterns = (
    [
        path("", TagList.as_view(), name="list"),
        path("new/", NewTag.as_view(), name="create"),
        path("export.<str:format>", ExportPage.of(TagList), name="export"),
        path("bulk/<slug:action>/", BulkPage.of(TagList), name="bulk"),
        path("<int:pk>/", TagPage.as_view(), name="detail"),
        path("<int:pk>/edit/", EditTag.as_view(), name="edit"),
        path("<int:pk>/<slug:part>/", TagPage.as_view(), name="part"),
    ],
    "tags",
)
urlpatterns = [*site_patterns, path("tags/", include(tag_patterns))]
