"""The user: a member of staff who signs in with an e-mail address."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from crm.changes.current import SystemActor, change_set
from crm.changes.tracked import History, TrackedModel
from staff.roles import ROLES, choices


class UserManager(BaseUserManager["User"]):
    """Users are made by actions (`staff.actions`); this answers the questions packages ask."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in does not mind the case of the address."""
        return self.get(email__iexact=username)

    def create_superuser(self, email: str, name: str, password: str | None = None) -> "User":
        """What Django's command `createsuperuser` calls: the first person, who may do everything."""
        user = self.model(email=email, name=name, is_staff=True, is_superuser=True)
        user.set_password(password)
        with change_set(by=SystemActor("createsuperuser"), verb="create_user"):
            user.save(using=self._db)
        return user


class Theme(models.TextChoices):
    """Which colours a person wants."""

    AUTO = "auto", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(TrackedModel, AbstractBaseUser, PermissionsMixin):
    """A member of staff.

    `roles` is the truth, kept in history; the groups of the database follow it.
    """

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    roles = ArrayField(
        models.CharField(max_length=20, choices=choices()), verbose_name=_("roles"), default=list, blank=True
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme.choices, default=Theme.AUTO)

    objects: ClassVar[UserManager] = UserManager()
    undoable = False  # roles live in groups too
    history = History(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta(TrackedModel.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as Django's own pages ask for it."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.name.partition(" ")[0]

    @property
    def role_names(self) -> str:
        """The roles in words."""
        return ", ".join(str(ROLES[slug].name) for slug in self.roles if slug in ROLES)

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
