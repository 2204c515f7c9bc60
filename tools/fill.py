"""What the database must hold before the site starts; one process, because each command alone pays Django's start."""

import os
import sys
from io import StringIO

import django
from django.core.management import call_command
from django.core.management.base import CommandError

from tools.steps import say

DEMO = "demo: "  # begins the lines of output that whoever runs the site should see


def main() -> int:
    """Tables, roles and the demo world; safe to repeat."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=1)
        call_command("sync_roles")
        demo = StringIO()
        call_command("seed_demo", stdout=demo)
    except CommandError as error:
        say(str(error))
        return 1
    for line in demo.getvalue().splitlines():
        say(DEMO + line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
