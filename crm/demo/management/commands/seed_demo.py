"""`seed_demo`: a small, believable firm to look around in."""

from typing import Any

from django.core.management.base import BaseCommand

from crm.changes.current import SystemActor, acting_as
from crm.changes.models import Route
from crm.demo.chapters import tell_story
from crm.errors import DomainError


class Command(BaseCommand):
    """Tell the demo story; safe to repeat: what is there already stays as it is."""

    help = "Fill an empty database with a small provider's customers in France, Spain and Britain."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with acting_as(SystemActor("demo"), Route.COMMAND):
                lines = tell_story().lines or ["The demo world is there already."]
        except DomainError as error:
            lines = [str(error)]
        self.stdout.write("\n".join(lines))
