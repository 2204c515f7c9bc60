"""What can be done to a customer from its page, and to many from the list."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm.labels import pages as labels
from crm.pages.archiving import ArchiveAction, OnLive, RestoreAction
from customers import actions
from customers.forms import AccountManagerForm, StageForm, StatusForm
from customers.models import Customer


class OnLiveCustomers(OnLive):
    """Actions that archived customers are left out of."""

    permission = "customers.change_customer"


class ChangeStatus(OnLiveCustomers):
    """Another status."""

    slug = "status"
    label = gettext_lazy("Change status")
    icon = "circle-check"
    form_class = StatusForm
    perform = staticmethod(actions.change_status)
    perform_rows = staticmethod(actions.change_status_of_all)
    will_happen = ngettext_lazy("%(count)d customer gets this status.", "%(count)d customers get this status.", "count")
    was_done = ngettext_lazy(
        "The status of %(count)d customer was changed.",
        "The status of %(count)d customers was changed.",
        "count",
    )


class AssignAccountManager(OnLiveCustomers):
    """Somebody else looks after them."""

    slug = "account-manager"
    label = gettext_lazy("Change account manager")
    icon = "user"
    form_class = AccountManagerForm
    perform = staticmethod(actions.assign_account_manager)
    perform_rows = staticmethod(actions.assign_account_manager_to_all)
    will_happen = ngettext_lazy(
        "%(count)d customer gets this account manager.",
        "%(count)d customers get this account manager.",
        "count",
    )
    was_done = ngettext_lazy(
        "%(count)d customer has a new account manager.",
        "%(count)d customers have a new account manager.",
        "count",
    )


class ForceStage(OnLiveCustomers):
    """Prospect or customer, by a person's decision."""

    slug = "force-stage"
    label = gettext_lazy("Force stage")
    icon = "lock"
    permission = "customers.force_stage_customer"
    form_class = StageForm
    on_many = False
    perform = staticmethod(actions.force_stage)
    was_done = gettext_lazy("The stage was set, and stays.")

    @classmethod
    def change_of(cls, record: Customer, **values: Any) -> str:
        """What it means."""
        text = _(
            "%(customer)s is a %(stage)s now. The stage you choose stays until it is released; no sale changes it."
        )
        return text % {"customer": record, "stage": record.get_stage_display().lower()}


class ReleaseStage(OnLiveCustomers):
    """Back to the rule."""

    slug = "release-stage"
    label = gettext_lazy("Release stage")
    icon = "refresh"
    permission = "customers.force_stage_customer"
    on_many = False
    perform = staticmethod(actions.release_stage)
    was_done = gettext_lazy("Sales decide the stage again.")

    @classmethod
    def offered_for(cls, record: Customer) -> bool:
        """Only where it was forced."""
        return super().offered_for(record) and record.stage_forced_at is not None

    @classmethod
    def change_of(cls, record: Customer, **values: Any) -> str:
        """What it means."""
        return _("%(customer)s keeps its stage until the next sale decides it again.") % {"customer": record}


class Archive(ArchiveAction):
    """Out of the working lists."""

    label = gettext_lazy("Archive customer")
    permission = "customers.archive_customer"
    perform = staticmethod(actions.archive_customer)
    perform_rows = staticmethod(actions.archive_customers)
    will_happen = ngettext_lazy(
        "%(count)d customer leaves the lists with its notes and addresses. It can be restored at any time.",
        "%(count)d customers leave the lists with their notes and addresses. They can be restored at any time.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d customer was archived.", "%(count)d customers were archived.", "count")

    @classmethod
    def change_of(cls, record: Customer, **values: Any) -> str:
        """What will happen, and that it can be undone."""
        text = _(
            "%(customer)s (%(number)s) leaves the lists with its notes and addresses. Nothing is deleted: "
            "search still finds it, and it can be restored at any time."
        )
        return text % {"customer": record, "number": record.number}


class Restore(RestoreAction):
    """Back into the lists."""

    label = gettext_lazy("Restore customer")
    permission = "customers.restore_customer"
    perform = staticmethod(actions.restore_customer)
    perform_rows = staticmethod(actions.restore_customers)
    will_happen = ngettext_lazy(
        "%(count)d customer comes back with everything that was archived with it.",
        "%(count)d customers come back with everything that was archived with them.",
        "count",
    )
    was_done = ngettext_lazy("%(count)d customer is back.", "%(count)d customers are back.", "count")


class AddTags(labels.AddTags):
    """Tags on customers."""

    permission = "customers.change_customer"


class RemoveTags(labels.RemoveTags):
    """Tags off customers."""

    permission = "customers.change_customer"


ON_LIST = (AddTags, RemoveTags, ChangeStatus, AssignAccountManager, Archive, Restore)
ON_PAGE = (ChangeStatus, AssignAccountManager, ForceStage, ReleaseStage, Archive, Restore)
