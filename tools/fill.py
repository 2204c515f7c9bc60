"""What the database must hold before the site starts; one process, because each command alone pays Django's start."""

import os
import sys

import django
from django.core.management import call_command
from django.core.management.base import CommandError

from tools.steps import say


def main() -> int:
    """Tables and roles; safe to repeat."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=1)
        call_command("sync_roles")
    except CommandError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
