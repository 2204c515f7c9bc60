"""`manage.py sync_roles`: bring the roles of the database in line with the code."""

from typing import Any

from django.core.management.base import BaseCommand

from staff.actions import sync_roles


class Command(BaseCommand):
    """Safe to repeat."""

    help = "Bring roles and their permissions in line with staff/roles.py."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sync_roles()
        self.stdout.write(f"Roles: {changed} changed.")
