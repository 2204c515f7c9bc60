"""`manage.py refresh_locations`: what the worker does every night, by hand or from cron."""

from typing import Any

from django.core.management.base import BaseCommand

from sites.actions.refresh import refresh_locations


class Command(BaseCommand):
    """Safe to repeat, and to run twice at once."""

    help = "Renew coordinates from Google that nobody confirmed, or put the centre of the town in their place."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(refresh_locations()))
