"""What the worker does for the journal; the work itself is in `dispatch` and `audit`."""

from celery import shared_task

from journal import audit
from journal import dispatch as dispatching


@shared_task
def dispatch() -> None:
    """The doorbell's and the sweep's: an event is due, or a lease has run out."""
    dispatching.serve()


@shared_task
def prune() -> None:
    dispatching.prune()
    audit.prune()
