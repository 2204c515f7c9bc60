"""Two people, two connections."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from crm.changes.current import SystemActor, change_set
from crm.changes.models import ChangeSet
from crm.changes.tracked import StaleVersion
from crm.changes.undo import undo_change_set
from crm.errors import DomainError
from crm.labels.models import Tag

ROBOT = SystemActor("tests")


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Run calls at the same moment, each on a connection of its own; answers "done" or the refusal of each."""
    results: list[str] = []
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            call()
            results.append("done")
        except DomainError as error:
            results.append(type(error).__name__ + ": " + str(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(results)


@pytest.fixture
def tag(transactional_db: None) -> Tag:
    with change_set(by=ROBOT, verb="create_tag"):
        return Tag.objects.create(name="VIP")


def test_one_of_two_undoes_wins(tag: Tag) -> None:
    with change_set(by=ROBOT, verb="change_tag"):
        tag.description = "Handle with care"
        tag.save()
    done = ChangeSet.objects.latest("pk")
    results = at_once(*[lambda: undo_change_set(done, by=ROBOT)] * 4)
    assert results == ["DomainError: This was undone already."] * 3 + ["done"]
    assert ChangeSet.objects.filter(undoes=done).count() == 1
    assert Tag.objects.get().version == 3


def test_one_of_many_savers_wins_and_nothing_is_overwritten(tag: Tag) -> None:
    def save(number: int) -> Callable[[], None]:
        mine = Tag.objects.get(pk=tag.pk)

        def run() -> None:
            with change_set(by=ROBOT, verb="change_tag"):
                mine.description = f"Text {number}"
                mine.save()

        return run

    results = at_once(*[save(number) for number in range(6)])
    assert results[-1] == "done"
    assert [result.partition(":")[0] for result in results[:-1]] == [StaleVersion.__name__] * 5
    assert (Tag.objects.get().version, tag.history.count()) == (2, 2)
