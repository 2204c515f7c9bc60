"""The addresses of pages about oneself."""

from django.urls import path

from staff import views

app_name = "me"

urlpatterns = [
    path("", views.Preferences.as_view(), name="preferences"),
    path("language/", views.change_language, name="language"),
    path("theme/", views.ChangeTheme.as_view(), name="theme"),
]
