"""Housekeeping of signing in."""

from django.db import connection

from crm.background.registry import daily_task


@daily_task
def forget_attempts() -> int:
    """Let go of what the shared cache no longer counts; it holds visitors' addresses. Answers how many entries."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shared_cache WHERE expires < now()")
        return int(cursor.rowcount)
