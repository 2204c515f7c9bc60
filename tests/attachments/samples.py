"""The first bytes of real files, and files that pretend."""

import io
import zipfile

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 40 + b"\xff\xd9"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
GIF = b"GIF89a" + b"\x01\x00" * 10


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def document(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in ("[Content_Types].xml", "word/document.xml", *parts):
            archive.writestr(part, "<x/>")
    return out.getvalue()


def open_document(kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


GOOD = [
    ("photo.JPG", JPEG, "image/jpeg"),
    ("plan.png", PNG, "image/png"),
    ("contract.pdf", PDF, "application/pdf"),
    ("anim.gif", GIF, "image/gif"),
    ("photo.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
    ("offer.docx", document(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("offer.odt", open_document("text"), "application/vnd.oasis.opendocument.text"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 20, "application/msword"),
    ("all.zip", zipped(a="b"), "application/zip"),
    ("clip.mp4", b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
    ("notes.txt", "Porte à gauche\n".encode(), "text/plain"),
    ("notes.txt", "Porte à gauche\n".encode("latin-1"), "text/plain"),
    ("notes.csv", "a;b\n1;2\n".encode("utf-16"), "text/csv"),
]
BAD = [
    ("run.exe", b"MZ\x90\x00", "of a type that is not kept"),
    ("page.html", b"<html>", "of a type that is not kept"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "of a type that is not kept"),
    ("script.js", b"alert(1)", "of a type that is not kept"),
    ("no_extension", PNG, "of a type that is not kept"),
    ("photo.jpg.exe", JPEG, "of a type that is not kept"),
    ("photo.png", JPEG, "no PNG file"),
    ("photo.jpg", b"MZ\x90\x00", "no JPG file"),
    ("photo.jpg", b"<html><script>alert(1)</script>", "no JPG file"),
    ("page.pdf", b"<html>" + PDF, "no PDF file"),
    ("offer.docx", zipped(a="b"), "no DOCX file"),
    ("offer.docx", document("word/vbaProject.bin"), "no DOCX file"),
    ("offer.odt", open_document("spreadsheet"), "no ODT file"),
    ("photo.gif", GIF + zipped(a="b"), "hides something else"),
    ("photo.jpg", JPEG + zipped(a="class"), "hides something else"),
    ("contract.pdf", PDF + zipped(a="b"), "hides something else"),
    ("photo.gif", GIF + b"<SCRIPT>alert(1)</SCRIPT>", "hides something else"),
    ("photo.jpg", JPEG[:-2] + b"<?php system($_GET[0]); ?>", "hides something else"),
    ("photo.gif", b"GIF89a/*<svg onload=alert(1)>*/", "hides something else"),
    ("notes.txt", b"<!DOCTYPE html><p>", "hides something else"),
    ("notes.csv", b"#!/bin/sh\nrm -rf /\n", "no CSV file"),
    ("notes.txt", b"a\x00b", "no TXT file"),
    ("notes.txt", "<script>alert(1)</script>".encode("utf-16"), "no TXT file"),
    ("empty.txt", b"", "is empty"),
]
