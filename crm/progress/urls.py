"""The addresses of background jobs."""

from django.urls import path

from crm.progress.views import CancelJob, JobPage

app_name = "background"

urlpatterns = [
    path("<int:pk>/", JobPage.as_view(), name="detail"),
    path("<int:pk>/cancel/", CancelJob.as_view(), name="cancel"),
]
