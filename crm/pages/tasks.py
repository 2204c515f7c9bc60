"""What the worker runs for the page kinds."""

from crm.background.registry import Progress, background_task, daily_task
from crm.pages.bulk_run import TASK, perform_bulk_run
from crm.pages.tokens import forget_old_tokens

daily_task(forget_old_tokens)


@background_task(TASK)
def perform_bulk(progress: Progress, *, run_id: int) -> str:
    """A bulk action over many rows."""
    return perform_bulk_run(progress, run_id)
