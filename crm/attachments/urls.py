"""The addresses of files."""

from django.urls import path

from crm.attachments.views import AttachPage, DownloadPage, FilePage

app_name = "attachments"

urlpatterns = [
    path("new/<str:noun>/<int:pk>/", AttachPage.as_view(), name="create"),
    path("<int:pk>/", FilePage.as_view(), name="detail"),
    path("<int:pk>/download/", DownloadPage.as_view(), name="download"),
    path("<int:pk>/<slug:part>/", FilePage.as_view(), name="part"),
]
