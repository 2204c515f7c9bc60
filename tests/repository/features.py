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
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                for row in _marked(node):
                    found[row].append(f"{path.relative_to(ROOT / 'tests')}::{node.name}")
    return found


def _marked(function: ast.FunctionDef) -> list[str]:
    """The rows in the `feature` markers of one test."""
    calls = [node for node in function.decorator_list if isinstance(node, ast.Call)]
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
