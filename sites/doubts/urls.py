"""The addresses of doubtful locations."""

from django.urls import path

from crm.pages.bulk import BulkPage
from sites.doubts import pages

app_name = "doubts"

urlpatterns = [
    path("", pages.DoubtList.as_view(), name="list"),
    path("check/", pages.CheckAgain.as_view(), name="check"),
    path("bulk/<slug:action>/", BulkPage.of(pages.DoubtList), name="bulk"),
]
