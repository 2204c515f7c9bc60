"""Addresses of saved views."""

from django.urls import path

from crm.views.pages import EditView, NewView, ViewActions

app_name = "views"
urlpatterns = [
    path("new/", NewView.as_view(), name="create"),
    path("<int:pk>/edit/", EditView.as_view(), name="edit"),
    path("<int:pk>/<slug:part>/", ViewActions.as_view(), name="part"),
]
