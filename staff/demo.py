"""The people of the demo world."""

from django.utils.translation import gettext as _

from crm.changes.current import SystemActor
from crm.demo.chapters import Demo
from crm.errors import DomainError
from staff.actions import create_user
from staff.models import User
from staff.roles import ADMINISTRATOR, BILLING, SALES, SUPPORT, TECHNICIAN, VIEWER

PASSWORD = "look around first"  # noqa: S105 - the demo world's, printed for whoever runs it
AT = "meridia.example"
CAST = (
    ("admin", "Inès Delmas", (ADMINISTRATOR.slug,), "en"),
    ("sales", "Oliver Hartley", (SALES.slug,), "en"),
    ("ventas", "Lucía Ferrer", (SALES.slug,), "es"),
    ("support", "Camille Roussel", (SUPPORT.slug,), "fr"),
    ("billing", "Priya Nair", (BILLING.slug,), "en"),
    ("technician", "Mateo Iglesias", (TECHNICIAN.slug,), "es"),
    ("viewer", "Hugh Pemberton", (VIEWER.slug,), "en"),
)


def is_told() -> bool:
    """Whether somebody has an account."""
    return User.objects.exists()


def tell(demo: Demo) -> None:
    """One person a role, two in sales; all with the same password."""
    for name, full_name, roles, language in CAST:
        demo.people[name] = create_user(
            by=SystemActor("demo"),
            email=f"{name}@{AT}",
            name=full_name,
            roles=roles,
            language=language,
            password=PASSWORD,
        )
    others = ", ".join(name for name, *_ in CAST[1:])
    demo.lines.append(f"Sign in as admin@{AT} with the password: {PASSWORD}")
    demo.lines.append(f"Other roles, same password: {others} @{AT}")


def recall(demo: Demo) -> None:
    """Who acts in later chapters. Raises DomainError where the people of a real firm are at work."""
    addresses = {f"{name}@{AT}": name for name, *_ in CAST}
    for user in User.objects.filter(email__in=addresses):
        demo.people[addresses[user.email]] = user
    if len(demo.people) < len(CAST):
        raise DomainError(_("This database has users of its own, so the demo world stays out of it."))
