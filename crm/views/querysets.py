"""Named questions about saved views."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from crm.views.models import SavedView  # noqa: F401 - named in texts alone


class SavedViewQuerySet(QuerySet["SavedView"]):
    """Saved views as lists ask for them."""

    def visible_to(self, user: Any) -> Self:
        """A person's own views, and those that are shared."""
        return self.filter(Q(owner_id=user.pk) | Q(shared=True))

    def editable_by(self, user: Any) -> Self:
        """A person's own views; shared ones for those who may share."""
        own = Q(owner_id=user.pk)
        return self.filter(own | Q(shared=True) if user.has_perm("views.share_savedview") else own)

    def for_tabs(self, user: Any, list_key: str) -> Self:
        """The views of a list."""
        return self.visible_to(user).filter(list_key=list_key).order_by("pk")
