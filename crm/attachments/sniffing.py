"""What a file is, from its content; its name must say the same.

A table of our own rather than a guessing library: a file is accepted only when the first bytes are those of
the type its extension names, so the answer is never a probability.
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from crm.errors import DomainError

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_DIRECTORY = b"PK\x05\x06"  # APPNOTE.TXT 4.3.16: stands in the last 64 KiB of every ZIP archive
ZIP_TAIL = 66_000
ACTIVE = re.compile(rb"<script|<\?php|<html|<!doctype html|<iframe|<svg[\s>]", re.IGNORECASE)
MACROS = b"vbaProject.bin"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file: what it is served as, and whether content is of this type."""

    content_type: str
    fits: Callable[[bytes], bool]
    archive: bool = False
    text: bool = False


def _starts(*signatures: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures, at)


def _office(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content and MACROS not in content


def _open_document(kind: str) -> Callable[[bytes], bool]:
    return lambda content: (
        content.startswith(b"PK\x03\x04") and content.startswith(b"mimetype" + (OPEN + kind).encode(), 30)
    )


def _riff_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content.startswith(b"WEBP", 8)


def _is_text(content: bytes) -> bool:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decodes(content, "utf-16")
    return b"\x00" not in content and not content.startswith((b"%PDF", b"MZ", b"#!", b"\x7fELF"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return ACTIVE.search(text.encode("utf-8")) is None


_JPEG = FileType("image/jpeg", _starts(b"\xff\xd8\xff"))
_TIFF = FileType("image/tiff", _starts(b"II*\x00", b"MM\x00*"))
_MP4 = FileType("video/mp4", _starts(b"ftyp", at=4))

TYPES: dict[str, FileType] = {
    "pdf": FileType("application/pdf", _starts(b"%PDF-")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": FileType("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "gif": FileType("image/gif", _starts(b"GIF87a", b"GIF89a")),
    "webp": FileType("image/webp", _riff_webp),
    "heic": FileType("image/heic", _starts(b"ftyphei", b"ftypmif1", b"ftyphev", at=4)),
    "tif": _TIFF,
    "tiff": _TIFF,
    "docx": FileType(OFFICE + "wordprocessingml.document", _office, archive=True),
    "xlsx": FileType(OFFICE + "spreadsheetml.sheet", _office, archive=True),
    "pptx": FileType(OFFICE + "presentationml.presentation", _office, archive=True),
    "odt": FileType(OPEN + "text", _open_document("text"), archive=True),
    "ods": FileType(OPEN + "spreadsheet", _open_document("spreadsheet"), archive=True),
    "odp": FileType(OPEN + "presentation", _open_document("presentation"), archive=True),
    "doc": FileType("application/msword", _starts(OLE)),
    "xls": FileType("application/vnd.ms-excel", _starts(OLE)),
    "msg": FileType("application/vnd.ms-outlook", _starts(OLE)),
    "zip": FileType("application/zip", _starts(b"PK\x03\x04"), archive=True),
    "mp4": _MP4,
    "mov": FileType("video/quicktime", _starts(b"ftyp", at=4)),
    "m4a": FileType("audio/mp4", _starts(b"ftyp", at=4)),
    "mp3": FileType("audio/mpeg", _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "txt": FileType("text/plain", _is_text, text=True),
    "log": FileType("text/plain", _is_text, text=True),
    "md": FileType("text/plain", _is_text, text=True),
    "csv": FileType("text/csv", _is_text, text=True),
    "eml": FileType("message/rfc822", _is_text),  # messages hold HTML, and are never shown by us
}


def content_type_of(name: str, content: bytes) -> str:
    """The type of a file, from its content.

    Raises DomainError when files of this extension are not kept, when the content is of another type than
    the name says, and when it is two things at once: an image that is an archive too, a text with a script.
    """
    extension = PurePath(name).suffix.lower().removeprefix(".")
    kind = TYPES.get(extension)
    if kind is None:
        allowed = ", ".join(sorted(TYPES))
        raise DomainError(
            _("“%(name)s” is of a type that is not kept here. Kept are: %(allowed)s.")
            % {"name": name, "allowed": allowed}
        )
    if not kind.fits(content):
        raise DomainError(
            _("“%(name)s” is not what its name says: its content is no %(type)s file.")
            % {"name": name, "type": extension.upper()}
        )
    if _is_two_things(kind, content):
        raise DomainError(_("“%(name)s” hides something else inside and is not kept.") % {"name": name})
    return kind.content_type


def _is_two_things(kind: FileType, content: bytes) -> bool:
    """Whether content is readable as another, active type too.

    Compressed data holds one of these by chance once in some thousand million files.
    """
    if kind.archive or kind.content_type == "message/rfc822":
        return False
    if ZIP_DIRECTORY in content[-ZIP_TAIL:]:
        return True
    return (kind.text or kind.content_type.startswith(("image/", "audio/", "video/"))) and bool(ACTIVE.search(content))
