"""A circuit breaker: a service that keeps failing is left alone for a while, so that pages stay quick."""

from collections.abc import Iterator
from contextlib import contextmanager

from crm.errors import Misconfigured, TryLater
from sites.geocoders.memory import memory

FAILURES = 3  # in a row, until it opens
PAUSE = 60.0  # seconds


@contextmanager
def breaker(service: str) -> Iterator[None]:
    """Run a call to a service, unless it failed three times in a row within the last minutes.

    Each process learns by itself.
    Raises TryLater without calling while the breaker is open; an answer of "no" (Rejected) is no failure.
    """
    failures, opened = f"breaker:{service}:failures", f"breaker:{service}:open"
    if memory.get(opened):
        raise TryLater(f"{service} has failed several times and is left alone for a minute.", after=PAUSE)
    try:
        yield
    except (TryLater, Misconfigured) as error:
        memory.add(failures, 0, timeout=10 * PAUSE)
        if memory.incr(failures) >= FAILURES:
            memory.set(opened, True, timeout=min(getattr(error, "after", PAUSE), 10 * PAUSE))
            memory.delete(failures)
        raise
    memory.delete(failures)
