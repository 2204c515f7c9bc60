"""The addresses of what happened."""

from django.urls import path

from crm.activity.views import ActivityPage, ChangeSetPage, UndoPage

app_name = "activity"

urlpatterns = [
    path("", ActivityPage.as_view(), name="list"),
    path("<int:pk>/", ChangeSetPage.as_view(), name="detail"),
    path("<int:pk>/undo/", UndoPage.as_view(), name="undo"),
]
