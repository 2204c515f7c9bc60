"""Keeping files with records."""

import hashlib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from crm.archive.actions import archive, restore
from crm.archive.refusing import refuse_archived
from crm.attachments.models import Attachment
from crm.attachments.sniffing import content_type_of
from crm.changes.action import action
from crm.changes.current import Actor
from crm.changes.locking import locked
from crm.errors import DomainError, Refused
from crm.saving import checked_save
from crm.text import clean

LONGEST_NAME = 200


@action
def attach_files(owner: Any, *, by: Actor, files: Sequence[File]) -> list[Attachment]:
    """Keep files with a record: all of them, or none.

    Raises Refused with the reason for each file that is empty, too large, of a type that is not kept, or not
    what its name says; DomainError when the record is archived.
    """
    owner = locked(owner)
    refuse_archived(owner)
    customer_id = _customer_of(owner)
    accepted = []
    for name, content, content_type in _checked(files):
        attachment = Attachment(
            owner_type=ContentType.objects.get_for_model(owner),
            owner_id=owner.pk,
            customer_id=customer_id,
            name=name,
            size=len(content),
            content_type=content_type,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        accepted.append((attachment, content))
    _store(accepted)
    return [attachment for attachment, _content in accepted]


@action
def rename_file(attachment: Attachment, *, by: Actor, name: str, version: int | None = None) -> Attachment:
    """Give a file another name; what kind of file it is stays. Raises DomainError for an empty name."""
    attachment = locked(attachment, version=version)
    extension = PurePath(attachment.name).suffix
    name = name.strip().removesuffix(extension)
    if not name:
        raise DomainError(_("A file needs a name."), field="name")
    attachment.name = tidy_name(name + extension)
    checked_save(attachment)
    return attachment


@action
def archive_file(attachment: Attachment, *, by: Actor, reason: str = "") -> Attachment:
    """Take a file out of the list of its record; it is kept and can come back."""
    archive(attachment, by=by, reason=reason)
    return attachment


@action
def restore_file(attachment: Attachment, *, by: Actor) -> Attachment:
    """Bring a file back. Raises DomainError while its record is archived, or when it is there already."""
    attachment = locked(attachment)
    if attachment.archive_batch is None:
        raise DomainError(_("%(name)s is not archived.") % {"name": attachment})
    if attachment.archive_batch.root_id != attachment.pk or attachment.archive_batch.root_type.model != "attachment":
        raise DomainError(_("%(name)s comes back with the record it belongs to.") % {"name": attachment})
    restore(attachment.archive_batch, by=by)
    return attachment


def tidy_name(name: str) -> str:
    """A name without folders, line breaks and direction marks, cut to what fits with its extension kept."""
    bare = PurePath(clean(name).replace("\\", "/")).name
    bare = " ".join("".join(letter for letter in bare if letter.isprintable()).split()) or _("file")
    extension = PurePath(bare).suffix[:20]
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - len(extension)] + extension


def _checked(files: Sequence[File]) -> list[tuple[str, bytes, str]]:
    """Name, content and type of each file; every file is looked at before the first refusal is told."""
    checked, refusals = [], []
    for file in files:
        name = tidy_name(file.name or "")
        try:
            content = _read(file, name)
            checked.append((name, content, content_type_of(name, content)))
        except DomainError as refusal:
            refusals.append(refusal.message)
    if refusals:
        raise Refused(refusals)
    return checked


def _read(file: File, name: str) -> bytes:
    limit = settings.ATTACHMENT_MAX_BYTES
    if file.size > limit:
        raise DomainError(_("“%(name)s” is larger than %(limit)s.") % {"name": name, "limit": filesizeformat(limit)})
    content: bytes = file.read()
    if not content:
        raise DomainError(_("“%(name)s” is empty.") % {"name": name})
    return content


def _store(accepted: list[tuple[Attachment, bytes]]) -> None:
    """Write files and rows; when a row cannot be written, the files of this call go again."""
    try:
        for attachment, content in accepted:
            attachment.file.save(attachment.name, ContentFile(content), save=False)
            attachment.save()
    except BaseException:
        for attachment, _content in accepted:
            attachment.file.delete(save=False)
        raise


def _customer_of(owner: Any) -> int | None:
    """The customer a record belongs to, by the path its model declares."""
    if not (path := getattr(owner, "customer_path", None)):
        return None
    found: int | None = type(owner)._base_manager.filter(pk=owner.pk).values_list(path, flat=True).first()
    return found
