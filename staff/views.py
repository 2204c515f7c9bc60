"""Pages about oneself."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST

from crm.pages.page import SignedInPage
from staff.actions import change_user
from staff.forms import PreferencesForm
from staff.models import Theme, User

YEAR = 365 * 24 * 60 * 60


class Preferences(SignedInPage):
    """Language, time zone and theme of the person who is signed in."""

    title = gettext_lazy("Preferences")
    template_name = "staff/preferences.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form with what stands now."""
        return self.render(form=PreferencesForm(initial=model_to_dict(self.person())))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the choice, and say so in the language just chosen."""
        form = PreferencesForm(request.POST)
        if not form.is_valid():
            return self.render(form=form, status=422)
        person = self.person()
        change_user(person, by=person, **form.cleaned_data)
        with override(form.cleaned_data["language"] or None):
            messages.success(request, _("Your preferences are saved."))
        return redirect("me:preferences")

    def person(self) -> User:
        """The person's own row."""
        return User.objects.get(pk=cast(User, self.request.user).pk)


@method_decorator(require_POST, name="dispatch")
class ChangeTheme(SignedInPage):
    """Light, dark, or as the system: the menu on every page."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the choice and go back."""
        theme = request.POST.get("theme", "")
        if theme in Theme.values:
            person = cast(User, request.user)
            change_user(person, by=person, theme=theme)
        return redirect(self.next_url("/"))


@require_POST
def change_language(request: HttpRequest) -> HttpResponse:
    """Another language, from here on: kept with the person, and in a cookie for the sign-in page."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if ours else "/")
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            change_user(request.user, by=request.user, language=language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
