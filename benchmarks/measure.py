"""Running one profile: its median time, its statements, its bytes."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.client import Answer, Client
from benchmarks.profiles import Page, Work, World

EMAIL = "measured@waypoint.example"  # who asks
REQUESTS = 60
WARM_UP = 8  # both workers have the templates and the connection
BETWEEN = 10  # requests between two looks at the machine's own pace, which changes within a second


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds (median, the slowest of twenty, the workers' processor, stock rendering), statements, kilobytes."""

    name: str
    bar: float
    p50: float
    p95: float
    processor: float = 0
    stock: float = 0
    statements: int | None = None
    kilobytes: float | None = None


@dataclass(frozen=True, slots=True)
class Meters:
    """What is read beside the clock.

    `processor` answers the seconds of processor time that the workers have used, `pace` the milliseconds that a
    rendering known to everybody takes now.
    """

    processor: Callable[[], float]
    pace: Callable[[], float]


def measure(profile: Page | Work, client: Client, world: World, meters: Meters) -> Result:
    """Run a profile once what it needs is warm."""
    if isinstance(profile, Work):
        return _of_work(profile, client, world, meters)
    return _of_page(profile, client, world, meters)


def _of_work(work: Work, client: Client, world: World, meters: Meters) -> Result:
    work.do(client, world)
    used, seconds, paces = meters.processor(), [], []
    for _time in range(work.times):
        seconds.append(work.do(client, world))
        paces.append(meters.pace())
    each = (meters.processor() - used) * 1000 / len(seconds)
    return _result(work, seconds, processor=each, stock=median(paces))


def _of_page(page: Page, client: Client, world: World, meters: Meters) -> Result:
    paths, headers = page.paths(world), dict(page.headers)

    def ask(number: int) -> Answer:
        path = paths[number % len(paths)]
        answer = client.get(path, **headers)
        if answer.status != page.status:
            raise SystemExit(f"{path} was answered with {answer.status}.")
        return answer

    for number in range(-WARM_UP, 0):
        ask(number)
    used, seconds, paces = meters.processor(), [], []
    for number in range(max(REQUESTS, len(paths))):
        answer = ask(number)
        seconds.append(answer.seconds)
        if number % BETWEEN == 0:
            paces.append(meters.pace())
    each = (meters.processor() - used) * 1000 / len(seconds)
    return _result(
        page,
        seconds,
        processor=each,
        stock=median(paces),
        statements=statements(paths[-1], headers),
        kilobytes=len(gzip.compress(answer.body)) / 1024,
    )


def statements(path: str, headers: dict[str, str]) -> int:
    """How many statements a page takes, session and user included."""
    from django.db import connection
    from django.test import Client as Inside
    from django.test.utils import CaptureQueriesContext

    from staff.models import User

    inside = Inside()
    inside.force_login(User.objects.get(email=EMAIL))
    inside.get(path, secure=True, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        inside.get(path, secure=True, headers=headers)
    return len(captured)


def _result(profile: Page | Work, seconds: list[float], **more: Any) -> Result:
    ordered = sorted(each * 1000 for each in seconds)
    return Result(profile.name, profile.bar, median(ordered), ordered[int(len(ordered) * 0.95)], **more)


def new_person(password: str) -> None:
    """Somebody who may do everything, with a password of this run."""
    from crm.changes.current import SystemActor
    from staff.actions import create_user, set_password, sync_roles
    from staff.models import User

    actor = SystemActor("benchmarks")
    sync_roles()
    if user := User.objects.filter(email=EMAIL).first():
        set_password(user, by=actor, password=password)
    else:
        create_user(by=actor, email=EMAIL, name="Mea Sured", roles=["administrator"], password=password)
