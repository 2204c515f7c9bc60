"""Which tests prove which rows of the specification; run as a module it rewrites docs/features.md."""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAPER = ROOT / "docs" / "features.md"
ROW = re.compile(r"^\| (F\d{3}) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)


def proofs() -> dict[str, list[str]]:
    """Row → the tests that carry its marker, as `folder/file.py::test`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        module = ast.parse(path.read_text())
        for_all = [row for node in module.body if _is_pytestmark(node) for row in _rows(node)]
        for node in module.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = [row for decorator in node.decorator_list for row in _rows(decorator)]
                for row in dict.fromkeys(own + for_all):
                    found[row].append(f"{path.relative_to(ROOT / 'tests')}::{node.name}")
    return found


def _is_pytestmark(node: ast.stmt) -> bool:
    """Whether a statement marks every test of its module."""
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"


def _rows(node: ast.AST) -> list[str]:
    """The rows in the `feature` markers of a decorator or a `pytestmark`."""
    calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
    marks = [call for call in calls if ast.unparse(call.func) == "pytest.mark.feature"]
    return [str(argument.value) for mark in marks for argument in mark.args if isinstance(argument, ast.Constant)]


def written(text: str) -> str:
    """The paper with its last column made from the markers; a row shows at most three tests."""
    found = proofs()

    def row(match: re.Match[str]) -> str:
        name, what, place, _ = match.groups()
        tests = [f"`{test}`" for test in found.get(name, [])]
        more = f" and {len(tests) - 3} more" if len(tests) > 3 else ""
        return f"| {name} | {what} | {place} | {', '.join(tests[:3])}{more} |"

    return ROW.sub(row, text)


if __name__ == "__main__":
    PAPER.write_text(written(PAPER.read_text()))
