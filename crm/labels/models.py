"""Tags, and the custom attributes an installation adds to its records."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from crm.changes.tracked import History, TrackedModel


class Colour(models.TextChoices):
    """The colours of tags and statuses; each has a pair of readable shades in both themes."""

    GREY = "grey", _("Grey")
    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")
    PINK = "pink", _("Pink")
    PURPLE = "purple", _("Purple")


class Tag(TrackedModel):
    """A coloured label. One marked "attention" stands out wherever its record is shown.

    A retired tag stays where it is and is offered no more.
    """

    name = models.CharField(_("name"), max_length=60)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour.choices, default=Colour.GREY)
    attention = models.BooleanField(_("needs attention"), default=False)
    description = models.CharField(_("description"), max_length=200, blank=True)
    retired = models.BooleanField(_("retired"), default=False)

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="tag_name_once",
                violation_error_message=_("There is already a tag of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TagLink(TrackedModel):
    """Base of the link between a noun and its tags; subclasses add the foreign key to their noun."""

    link_to = "tag"

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="+", verbose_name=_("tag"))

    class Meta(TrackedModel.Meta):
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.tag.name


class AttributeType(models.TextChoices):
    """What a custom attribute holds."""

    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    INTEGER = "integer", _("Whole number")
    DECIMAL = "decimal", _("Decimal number")
    BOOLEAN = "boolean", _("Yes or no")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    URL = "url", _("Web address")


class AttributeDefinition(TrackedModel):
    """A typed field that an administrator added to a noun; values live in the noun's `attributes` under `key`.

    A retired one is no longer asked for; its values stay.
    """

    noun = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("belongs to"))
    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("label"), max_length=80)
    type = models.CharField(_("type"), max_length=10, choices=AttributeType.choices, default=AttributeType.TEXT)
    choices = ArrayField(models.CharField(max_length=80), verbose_name=_("choices"), default=list, blank=True)
    help_text = models.CharField(_("help"), max_length=200, blank=True)
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired = models.BooleanField(_("retired"), default=False)

    history = History()

    class Meta(TrackedModel.Meta):
        verbose_name = _("custom attribute")
        verbose_name_plural = _("custom attributes")
        ordering = ("position", "label")
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "key"],
                name="attribute_key_once_per_noun",
                violation_error_message=_("There is already an attribute with this key."),
            ),
            models.CheckConstraint(
                condition=models.Q(key__regex=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"),
                name="attribute_key_is_a_plain_word",
                violation_error_message=_("A key is made of small letters and digits, with single underscores."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def field_name(self) -> str:
        """Its name in forms, filters and columns, where other fields stand beside it."""
        return f"attribute_{self.key}"
