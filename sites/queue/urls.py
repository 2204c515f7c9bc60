"""The addresses of the queue."""

from django.urls import path

from crm.pages.bulk import BulkPage
from sites.queue import pages

app_name = "queue"

urlpatterns = [
    path("", pages.QueueList.as_view(), name="list"),
    path("look-up/", pages.LookUpAll.as_view(), name="look_up"),
    path("bulk/<slug:action>/", BulkPage.of(pages.QueueList), name="bulk"),
    path("<int:pk>/", pages.LocatePage.as_view(), name="detail"),
    path("<int:pk>/<slug:part>/", pages.LocatePage.as_view(), name="part"),
]
