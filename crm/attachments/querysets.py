"""Named questions about files."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from crm.attachments.owners import owner_models

if TYPE_CHECKING:
    from crm.attachments.models import Attachment  # noqa: F401 - named in texts alone


class AttachmentQuerySet(QuerySet["Attachment"]):
    """Files as the pages ask for them."""

    def visible_to(self, user: Any) -> Self:
        """Those of records the person may know of, for whoever may see files at all."""
        if not user.has_perm("attachments.view_attachment"):
            return self.none()
        visible = Q(pk__in=[])
        for model in owner_models():
            owners = model._default_manager.all().visible_to(user)
            visible |= Q(owner_type=ContentType.objects.get_for_model(model), owner_id__in=owners.values("pk"))
        return self.filter(visible)

    def of(self, owner: Any) -> Self:
        """The files of one record."""
        return self.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)

    def live(self) -> Self:
        """Not archived."""
        return self.filter(archived_at__isnull=True)
