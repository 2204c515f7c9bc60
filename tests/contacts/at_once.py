"""Deeds that begin at the same moment, each on a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from time import monotonic, sleep
from typing import Any

from django.db import connection, transaction


def at_once(*deeds: Callable[[], Any]) -> list[BaseException | None]:
    """Begin all at the same moment; what each of them raised."""
    start = Barrier(len(deeds))
    raised: list[BaseException | None] = [None] * len(deeds)

    def run(number: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            deed()
        except BaseException as error:
            raised[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def until_somebody_waits() -> None:
    """Go on when another connection waits for a row that this transaction holds."""
    last = monotonic() + 30
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
    with connection.cursor() as cursor:
        cursor.execute(waiting)
        while not cursor.fetchone()[0]:
            assert monotonic() < last, "nobody waits"
            sleep(0.02)
            cursor.execute(waiting)


def overlapping(first: Callable[[], Any], second: Callable[[], Any]) -> list[BaseException | None]:
    """Do the first, and end its transaction when the second waits for it; what each of them raised."""
    done = Event()

    def hold() -> None:
        with transaction.atomic():
            try:
                first()
            finally:
                done.set()
            until_somebody_waits()

    def follow() -> None:
        assert done.wait(timeout=30)
        second()

    return at_once(hold, follow)
