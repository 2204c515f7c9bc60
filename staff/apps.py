"""The app of users and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """Users, roles, second factor."""

    name = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Say who stands in the demo world, what measurement data there is, and how history tells of passwords."""
        from crm.changes.sentences import register_verb
        from crm.demo.chapters import Chapter, register_chapter
        from crm.demo.generation import register_generator
        from staff import demo
        from staff.generation import generate_staff

        register_chapter(Chapter(10, demo.is_told, demo.tell, demo.recall))
        register_generator(10, generate_staff, fills=())
        register_verb("set_password", _("changed the password of"))
