"""The addresses of imports."""

from django.urls import path

from crm.imports import views

app_name = "imports"

urlpatterns = [
    path("", views.ImportList.as_view(), name="list"),
    path("new/", views.UploadPage.as_view(), name="create"),
    path("<int:pk>/", views.ImportPage.as_view(), name="detail"),
    path("<int:pk>/columns/", views.ColumnsPage.as_view(), name="columns"),
    path("<int:pk>/shape/", views.ChangeShape.as_view(), name="shape"),
    path("<int:pk>/apply/", views.Apply.as_view(), name="apply"),
    path("<int:pk>/discard/", views.Discard.as_view(), name="discard"),
    path("<int:pk>/undo/", views.UndoPage.as_view(), name="undo"),
    path("<int:pk>/refused.csv", views.RefusedLines.as_view(), name="refused"),
]
