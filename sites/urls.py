"""The addresses of sites."""

from django.urls import include, path

from crm.exports.pages import ExportPage
from crm.pages.bulk import BulkPage
from sites import views

app_name = "sites"

urlpatterns = [
    path("", views.SiteList.as_view(), name="list"),
    path("new/", views.NewSite.as_view(), name="create"),
    path("export.<str:format>", ExportPage.of(views.SiteList), name="export"),
    path("bulk/<slug:action>/", BulkPage.of(views.SiteList), name="bulk"),
    path("to-locate/", include("sites.queue.urls")),
    # One site
    path("<int:pk>/", views.SitePage.as_view(), name="detail"),
    path("<int:pk>/edit/", views.EditSite.as_view(), name="edit"),
    path("<int:pk>/<slug:part>/", views.SitePage.as_view(), name="part"),
]
