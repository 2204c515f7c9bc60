"""What staff do with customers: one verb a function, by form, bulk action, import and command alike."""

from customers.actions.addresses import add_address, change_address
from customers.actions.archive import (
    archive_address,
    archive_customer,
    archive_customers,
    archive_note,
    restore_address,
    restore_customer,
    restore_customers,
    restore_note,
)
from customers.actions.assign import (
    assign_account_manager,
    assign_account_manager_to_all,
    change_status,
    change_status_of_all,
    set_managers,
)
from customers.actions.create import create_customer
from customers.actions.edit import change_customer
from customers.actions.notes import add_note, change_note, pin_note
from customers.actions.regions import change_region, create_region
from customers.actions.stages import force_stage, promote_customer, release_stage
from customers.actions.statuses import (
    bring_back_status,
    change_customer_status,
    create_customer_status,
    order_statuses,
    retire_status,
)

__all__ = [
    "add_address",
    "add_note",
    "archive_address",
    "archive_customer",
    "archive_customers",
    "archive_note",
    "assign_account_manager",
    "assign_account_manager_to_all",
    "bring_back_status",
    "change_address",
    "change_customer",
    "change_customer_status",
    "change_note",
    "change_region",
    "change_status",
    "change_status_of_all",
    "create_customer",
    "create_customer_status",
    "create_region",
    "force_stage",
    "order_statuses",
    "pin_note",
    "promote_customer",
    "release_stage",
    "restore_address",
    "restore_customer",
    "restore_customers",
    "restore_note",
    "retire_status",
    "set_managers",
]
