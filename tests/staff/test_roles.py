import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from crm.changes.current import SystemActor
from staff.actions import create_user, sync_roles
from staff.models import User
from staff.roles import ADMINISTRATOR, ROLES

pytestmark = pytest.mark.django_db


def known_permissions() -> set[str]:
    return {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}


def test_every_permission_a_role_names_exists() -> None:
    known = known_permissions()
    for role in ROLES.values():
        for pattern in role.permissions:
            only_this = type(role)(role.slug, role.name, role.purpose, (pattern,))
            assert any(only_this.allows(name) for name in known), f"{role.slug}: {pattern}"


def test_only_administrators_touch_users_and_definitions() -> None:
    guarded = {
        name
        for name in known_permissions()
        if name.startswith(("staff.", "numbers."))
        or name in ("labels.add_attributedefinition", "customers.change_customerstatus", "labels.change_tag")
    }
    assert len(guarded) >= 6
    for role in ROLES.values():
        held = {name for name in guarded if role.allows(name)}
        assert held == (guarded if role is ADMINISTRATOR else set())


@pytest.mark.parametrize(
    ("slug", "permission", "held"),
    [
        ("viewer", "customers.view_customer", True),
        ("viewer", "customers.change_customer", False),
        ("viewer", "customers.add_note", False),
        ("technician", "customers.add_note", True),
        ("technician", "customers.change_customer", False),
        ("technician", "changes.undo_changeset", False),
        ("support", "changes.undo_changeset", True),
        ("support", "customers.archive_customer", True),
        ("support", "customers.export_customer", False),
        ("sales", "customers.import_customer", True),
        ("billing", "customers.import_customer", False),
        ("administrator", "staff.change_user", True),
    ],
)
def test_user_may_what_the_role_says(slug: str, permission: str, held: bool) -> None:
    user = create_user(by=SystemActor("tests"), email="eva@example.com", name="Eva", roles=[slug])
    assert user.has_perm(permission) is held


def test_sync_is_safe_to_repeat_and_mends_what_drifted() -> None:
    sync_roles()
    assert sync_roles() == 0
    viewer = Group.objects.get(name="viewer")
    viewer.permissions.add(Permission.objects.get(codename="change_customer"))
    Group.objects.create(name="left over")
    user = create_user(by=SystemActor("tests"), email="eva@example.com", name="Eva", roles=["viewer"])
    user.groups.clear()

    call_command("sync_roles")

    assert not viewer.permissions.filter(codename="change_customer").exists()
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert User.objects.get(pk=user.pk).has_perm("customers.view_customer")
    assert sync_roles() == 0


def test_every_role_says_what_it_is_for() -> None:
    for role in ROLES.values():
        assert str(role.purpose).endswith(".") and len(str(role.purpose)) > 60
