"""The sizes of files, functions and templates, and the picture of the layers that the README draws."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from crm.env import BASE_DIR

LINES_OF_A_FILE = 300
LINES_OF_NINE_FILES_IN_TEN = 200
LINES_OF_A_FUNCTION = 40
LINES_OF_A_TEMPLATE = 150
PYPROJECT = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
CODE = ["benchmarks", "tests", "tools", *PYPROJECT["tool"]["importlinter"]["root_packages"]]


def modules() -> dict[Path, str]:
    """All code but migrations, which are as long as what they change."""
    paths = (path for folder in CODE for path in (BASE_DIR / folder).rglob("*.py"))
    return {path.relative_to(BASE_DIR): path.read_text() for path in paths if path.parent.name != "migrations"}


def contract(name: str) -> list[list[str]]:
    """The layers of an import contract from the highest down, each with the rooms side by side in it."""
    [found] = [each for each in PYPROJECT["tool"]["importlinter"]["contracts"] if each["name"].startswith(name)]
    return [re.findall(r"\w+", layer) for layer in found["layers"]]


def picture() -> Iterator[tuple[int, list[str]]]:
    """Each line of the README's picture that names something: how far it is indented, and the names."""
    [drawing] = re.findall(r"```\n( contacts .*?)```", (BASE_DIR / "README.md").read_text(), re.DOTALL)
    for indent, names in re.findall(r"^( +)(\w+(?: · \w+)*)(?:  .*)?$", drawing, re.MULTILINE):
        yield len(indent), names.split(" · ")


def test_files_are_short() -> None:
    sizes = {str(path): text.count("\n") for path, text in modules().items()}
    assert {path: lines for path, lines in sizes.items() if lines > LINES_OF_A_FILE} == {}
    assert sorted(sizes.values())[len(sizes) * 9 // 10] <= LINES_OF_NINE_FILES_IN_TEN


def test_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, text in modules().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_templates_are_short() -> None:
    paths = [path for path in (BASE_DIR / "templates").rglob("*") if path.is_file()]
    assert len(paths) > 100
    assert [path for path in paths if path.read_text().count("\n") > LINES_OF_A_TEMPLATE] == []


def test_every_module_says_in_one_line_what_it_is() -> None:
    product = {path: text for path, text in modules().items() if text.strip() and path.parts[0] != "tests"}
    summaries = {path: (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0] for path, text in product.items()}
    assert {path: said for path, said in summaries.items() if not re.fullmatch(r".+[.?]", said)} == {}


def test_the_picture_of_the_layers_is_the_contract_of_imports() -> None:
    assert [names for indent, names in picture() if indent == 1] == contract("Apps")


def test_the_picture_of_the_kernel_is_its_contract_and_lacks_no_room() -> None:
    drawn = [names for indent, names in picture() if indent > 1]
    order = {room: place for place, layer in enumerate(contract("Rooms")) for room in layer}
    places = [{order[name] for name in names} for names in drawn]
    assert all(len(each) == 1 for each in places)
    assert places == sorted(places, key=min)
    rooms = {path.parent.name for path in (BASE_DIR / "crm").glob("*/__init__.py")}
    assert rooms - {name for names in drawn for name in names} == set()
