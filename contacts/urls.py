"""The addresses of contacts and warnings."""

from django.urls import path

from contacts import belongings, consent_pages, guided_pages, routing_pages, views
from contacts.gate import pages as gate_pages
from contacts.gate import warnings as warning_pages
from contacts.privacy import pages as privacy_pages
from crm.exports.pages import ExportPage
from crm.imports.transfer import TransferPage
from crm.pages.bulk import BulkPage

app_name = "contacts"

urlpatterns = [
    path("", views.ContactList.as_view(), name="list"),
    path("new/", views.NewContact.as_view(), name="create"),
    path("export.<str:format>", ExportPage.of(views.ContactList), name="export"),
    path("all.<str:format>", TransferPage.of(views.ContactList, "contacts"), name="transfer"),
    path("bulk/<slug:action>/", BulkPage.of(views.ContactList), name="bulk"),
    path("guided/", guided_pages.GuidedStart.as_view(), name="guided_start"),
    path("guided/<int:customer_pk>/", guided_pages.GuidedPage.as_view(), name="guided"),
    # Of a customer
    path("of/<int:customer_pk>/new/", belongings.AddContact.as_view(), name="add"),
    path("of/<int:customer_pk>/link/<int:contact_pk>/", belongings.LinkContact.as_view(), name="link"),
    path("of/<int:customer_pk>/told/", routing_pages.WhoIsTold.as_view(), name="told"),
    path("links/<int:pk>/edit/", belongings.EditLink.as_view(), name="edit_link"),
    path("links/<int:pk>/<slug:verb>/", belongings.DoLink.as_view(), name="do_link"),
    # Warnings
    path("gate/<slug:action>/", gate_pages.GatePart.as_view(), name="gate"),
    path("warnings/<slug:kind>/<int:target_pk>/new/", warning_pages.AddWarning.as_view(), name="add_warning"),
    path("warnings/<int:pk>/", warning_pages.WarningPage.as_view(), name="warning"),
    path("warnings/<int:pk>/edit/", warning_pages.ChangeWarning.as_view(), name="edit_warning"),
    path("warnings/<int:pk>/lift/", warning_pages.LiftWarning.as_view(), name="lift_warning"),
    # One person
    path("<int:contact_pk>/consents/new/", consent_pages.AddConsent.as_view(), name="add_consent"),
    path("<int:pk>/data.zip", privacy_pages.Disclosure.as_view(), name="disclose"),
    path("<int:pk>/erase/", privacy_pages.ErasePage.as_view(), name="erase"),
    path("<int:pk>/certificate/", privacy_pages.Certificate.as_view(), name="certificate"),
    path("<int:pk>/", views.ContactPage.as_view(), name="detail"),
    path("<int:pk>/edit/", views.EditContact.as_view(), name="edit"),
    path("<int:pk>/<slug:part>/", views.ContactPage.as_view(), name="part"),
]
