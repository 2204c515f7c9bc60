"""The words of the product are whole in every language that it offers."""

import ast
import re
import shutil
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation.template import templatize

from crm.changes.current import SystemActor
from crm.env import BASE_DIR
from staff.actions import change_user, create_user
from tests.factories import CustomerFactory

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
# What each marking function takes: context, singular, plural.
MARKS = {"_": "s", "gettext": "s", "ngettext": "sp", "pgettext": "cs", "npgettext": "csp"}
TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATES = re.compile(rf"\b({'|'.join(MARKS)})\({TEXT}(?:, *{TEXT})?(?:, *{TEXT})?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")

Word = tuple[str, str, str]  # context, singular, plural


def in_code(path: Path) -> Iterator[Word]:
    with tokenize.open(path) as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from word(name, [each.value for each in node.args if isinstance(each, ast.Constant)])


def in_template(path: Path) -> Iterator[Word]:
    text = path.read_text()
    source = text if path.suffix == ".jinja" else templatize(text, origin=str(path))  # a macro's calls read as Python's
    for name, *texts in IN_TEMPLATES.findall(source):
        yield from word(name, [ast.literal_eval(text) for text in texts if text])


def word(name: str, texts: list[object]) -> Iterator[Word]:
    parts = MARKS.get(name.removesuffix("_lazy"), "")
    told = dict(zip(parts, (text for text in texts if isinstance(text, str)), strict=False))
    if parts and len(told) == len(parts):
        yield told.get("c", ""), told["s"], told.get("p", "")


def words() -> set[Word]:
    """Everything that the code and the templates say."""
    apps = [init.parent for init in BASE_DIR.glob("*/__init__.py") if init.parent.name not in {"tests", "benchmarks"}]
    code = (word for app in apps for path in app.rglob("*.py") for word in in_code(path))
    pages = (word for path in (BASE_DIR / "templates").rglob("*.*") for word in in_template(path))
    return {*code, *pages}


def catalog(language: str) -> polib.POFile:
    return polib.pofile(str(BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_said_has_a_translation(language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in catalog(language).translated_entries()}
    said = words()
    assert len(said) > 800
    assert sorted(said - known) == [], "not translated; CONTRIBUTING.md says how"
    assert sorted(known - said) == [], "translated but no longer said"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_placeholders_of_the_original(language: str) -> None:
    for entry in catalog(language):
        forms = entry.msgstr_plural or {0: entry.msgstr}
        for number, form in forms.items():
            original = entry.msgid_plural if number else entry.msgid
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(original)), entry.msgid


def test_french_marks_never_begin_a_line() -> None:
    torn = re.compile(r" [;:!?»]|« ")
    for entry in catalog("fr"):
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not torn.search(form), f"a no-break space belongs there: {form}"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="the gettext programs are not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_gettext_finds_nothing_wrong(language: str) -> None:
    command = ["msgfmt", "--check", "--output-file=-", BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"]
    answer = subprocess.run(command, capture_output=True)
    assert (answer.returncode, answer.stderr.decode()) == (0, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess_or_for_nobody(language: str) -> None:
    assert [entry.msgid for entry in catalog(language) if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize(("language", "said"), [("fr", "Mot de passe"), ("es", "Contraseña")])
def test_sign_in_speaks_the_language_of_the_browser(language: str, said: str, db: None, client: Client) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in page
    assert said in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["Clients", "Chargé de clientèle", "Nouveau client", "La liste des clients est vide"]),
        ("es", ["Clientes", "Gestor de cuenta", "Nuevo cliente", "La lista de clientes está vacía"]),
    ],
)
def test_list_speaks_the_language_of_the_person(language: str, said: list[str], db: None, client: Client) -> None:
    tests = SystemActor("tests")
    person = create_user(by=tests, email="ana@example.com", name="Ana Ruiz", roles=["administrator"])
    client.force_login(change_user(person, by=tests, language=language))
    empty = client.get("/customers/").content.decode()
    CustomerFactory()
    filled = client.get("/customers/").content.decode()
    for text in said:
        assert text in empty
    for page in (empty, filled):
        assert "Account manager" not in page
        assert "Internal name" not in page
