"""The addresses of customers."""

from django.urls import path

from crm.exports.pages import ExportPage
from crm.imports.transfer import TransferPage
from crm.pages.bulk import BulkPage
from customers import belongings, views

app_name = "customers"

urlpatterns = [
    path("", views.CustomerList.as_view(), name="list"),
    path("new/", views.NewCustomer.as_view(), name="create"),
    path("duplicates/", views.LikelyDuplicates.as_view(), name="duplicates"),
    path("export.<str:format>", ExportPage.of(views.CustomerList), name="export"),
    path("all.<str:format>", TransferPage.of(views.CustomerList, "customers"), name="transfer"),
    path("bulk/<slug:action>/", BulkPage.of(views.CustomerList), name="bulk"),
    # What belongs to a customer
    path("<int:customer_pk>/addresses/new/", belongings.AddAddress.as_view(), name="add_address"),
    path("addresses/<int:pk>/edit/", belongings.EditAddress.as_view(), name="edit_address"),
    path("addresses/<int:pk>/<slug:verb>/", belongings.DoAddress.as_view(), name="do_address"),
    path("<int:customer_pk>/notes/new/", belongings.AddNote.as_view(), name="add_note"),
    path("notes/<int:pk>/edit/", belongings.EditNote.as_view(), name="edit_note"),
    path("notes/<int:pk>/<slug:verb>/", belongings.DoNote.as_view(), name="do_note"),
    # One customer
    path("<int:pk>/", views.CustomerPage.as_view(), name="detail"),
    path("<int:pk>/edit/", views.EditCustomer.as_view(), name="edit"),
    path("<int:pk>/tags/", views.EditTags.as_view(), name="edit_tags"),
    path("<int:pk>/<slug:part>/", views.CustomerPage.as_view(), name="part"),
]
