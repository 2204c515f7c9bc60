"""Running one profile: its median time, its statements, its bytes."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.client import Client
from benchmarks.profiles import Page, Work, World

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


def measure(
    profile: Page | Work, client: Client, world: World, processor: Callable[[], float], pace: Callable[[], float]
) -> Result:
    """Run a profile.

    `processor` answers the seconds of processor time the workers have used, `pace` the milliseconds that a rendering
    known to everybody takes now.
    """
    used = processor()
    if isinstance(profile, Work):
        runs = [(profile.do(client, world), pace()) for _ in range(profile.times + 1)][1:]
        each = (processor() - used) * 1000 / len(runs)
        return _result(profile, [seconds for seconds, _pace in runs], each, median(paced for _seconds, paced in runs))
    paths = profile.paths(world)
    headers = dict(profile.headers)
    seconds, paces, body = [], [], b""
    for number in range(-WARM_UP, max(REQUESTS, len(paths))):
        path = paths[number % len(paths)]
        answer = client.get(path, **headers)
        if answer.status != profile.status:
            raise SystemExit(f"{path} was answered with {answer.status}.")
        body = answer.body
        if number >= 0:
            seconds.append(answer.seconds)
            paces += [pace()] if number % BETWEEN == 0 else []
    each = (processor() - used) * 1000 / (len(seconds) + WARM_UP)
    told = statements(paths[-1], headers), len(gzip.compress(body)) / 1024
    return _result(profile, seconds, each, median(paces), *told)


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


def _result(profile: Page | Work, seconds: list[float], *rest: Any) -> Result:
    ordered = sorted(each * 1000 for each in seconds)
    return Result(profile.name, profile.bar, median(ordered), ordered[int(len(ordered) * 0.95)], *rest)


EMAIL = "measured@waypoint.example"


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
