"""Django's own administration with our site in place of the default one."""

from django.contrib.admin.apps import AdminConfig


class SiteConfig(AdminConfig):
    """Stands in INSTALLED_APPS for `django.contrib.admin`."""

    default_site = "crm.administration.site.AdministrationSite"
