"""The addresses of sites."""

from django.urls import include, path

from crm.exports.pages import ExportPage
from crm.imports.transfer import TransferPage
from crm.pages.bulk import BulkPage
from sites import lookup_pages, views
from sites.map import views as map_views

app_name = "sites"

urlpatterns = [
    path("", views.SiteList.as_view(), name="list"),
    path("new/", views.NewSite.as_view(), name="create"),
    path("export.<str:format>", ExportPage.of(views.SiteList), name="export"),
    path("all.<str:format>", TransferPage.of(views.SiteList, "sites"), name="transfer"),
    path("bulk/<slug:action>/", BulkPage.of(views.SiteList), name="bulk"),
    path("to-locate/", include("sites.queue.urls")),
    path("doubts/", include("sites.doubts.urls")),
    # What the form's script asks for
    path("lookup/suggestions/", lookup_pages.SuggestPlaces.as_view(), name="suggestions"),
    path("lookup/place/", lookup_pages.ChoosePlace.as_view(), name="place"),
    path("lookup/here/", lookup_pages.AddressHere.as_view(), name="here"),
    path("lookup/customs/", lookup_pages.CountryCustoms.as_view(), name="customs"),
    path("map/", map_views.SiteMap.as_view(), name="map"),
    path("map/pins/", map_views.MapPins.as_view(), name="pins"),
    # One site
    path("<int:pk>/", views.SitePage.as_view(), name="detail"),
    path("<int:pk>/edit/", views.EditSite.as_view(), name="edit"),
    path("<int:pk>/<slug:part>/", views.SitePage.as_view(), name="part"),
]
