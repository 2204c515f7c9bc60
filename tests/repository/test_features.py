"""docs/features.md names every row, the page, and tests that exist."""

from tests.repository.features import PAPER, ROW, proofs, written


def test_every_row_of_the_specification_is_in_the_paper_once() -> None:
    rows = [match[0] for match in ROW.findall(PAPER.read_text())]
    assert rows == [f"F{number:03}" for number in range(1, 118)]


def test_every_row_with_a_page_is_proven_by_a_test() -> None:
    found = proofs()
    built = [row for row, _, place, _ in ROW.findall(PAPER.read_text()) if "later:" not in place]
    assert [row for row in built if row not in found] == []


def test_the_paper_names_the_tests_as_they_are() -> None:
    text = PAPER.read_text()
    assert text == written(text), "run: python -m tests.repository.features"
