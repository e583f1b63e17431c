"""What the worker does for the console; the work itself is in the modules beside it."""

from celery import shared_task

from console.exports import working


@shared_task
def export() -> None:
    """Beat's: exports that wait, and those that a dead worker left."""
    working.work_some()


@shared_task
def prune_exports() -> None:
    working.prune()
