"""What the worker does for the accounts."""

from celery import shared_task

from accounts import idempotency
from accounts.actions import sessions


@shared_task
def prune() -> None:
    sessions.prune()
    idempotency.prune()
