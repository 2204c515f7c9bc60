"""Invented staff, so that measurement data has account managers."""

from crm.changes.current import SystemActor
from crm.demo.generation import Generation
from staff.actions import create_user, sync_roles
from staff.models import User

STAFF = 12
NAMES = (
    "Amélie Garnier", "Javier Ortega", "Priya Shah", "Théo Lambert", "Nuria Vidal", "Owen Hughes", "Inès Moreau",
    "Diego Ferrer", "Fiona Campbell", "Lucas Perrin", "Marta Iglesias", "Colin Barnes",
)  # fmt: skip


def generate_staff(generation: Generation) -> None:
    """As many sales people as it takes to be twelve; they cannot sign in."""
    sync_roles()
    missing = max(STAFF - User.objects.filter(is_active=True).count(), 0)
    for name in NAMES[:missing]:
        email = f"{name.split()[-1].lower()}@waypoint.example"
        if not User.objects.filter(email__iexact=email).exists():
            create_user(by=SystemActor("generate_data"), email=email, name=name, roles=["sales"])
            generation.count(User, 1)
