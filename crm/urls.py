"""Every address of the site, by app."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic.base import RedirectView

from crm.health import health
from crm.pages.bulk_runs import BulkRunPage
from crm.pages.search import SearchPage, SuggestPage

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "crm.failures.broken"

urlpatterns = [
    path("", RedirectView.as_view(url="/customers/"), name="home"),
    path("healthz", health, name="health"),
    path("search/", SearchPage.as_view(), name="search"),
    path("search/suggest/", SuggestPage.as_view(), name="suggest"),
    path("customers/", include("customers.urls")),
    path("sites/", include("sites.urls")),
    path("contacts/", include("contacts.urls")),
    path("attachments/", include("crm.attachments.urls")),
    path("changes/", include("crm.activity.urls")),
    path("imports/", include("crm.imports.urls")),
    path("background/", include("crm.progress.urls")),
    path("me/", include("staff.urls")),
    path("bulk/<int:pk>/", BulkRunPage.as_view(), name="bulk-run"),
    path("views/", include("crm.views.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
