"""What the worker does for webhooks; the work itself is in the modules beside it."""

from collections.abc import Sequence

from celery import shared_task, signals

from webhooks import alerts, retention, sweeping
from webhooks.sending import running


@shared_task
def deliver(endpoint_ids: Sequence[int] = ()) -> None:
    """The doorbell's: something is due there. The engine of this process does it; no thread waits for it."""
    running.wake(endpoint_ids)


@shared_task
def sweep() -> None:
    """Beat's: rings may be lost, and workers die."""
    running.wake(sweeping.forgotten())
    sweeping.settle_some()


@shared_task
def evaluate_alerts() -> None:
    """Beat's: looks at all endpoints at once."""
    alerts.evaluate()


@shared_task
def prune() -> None:
    retention.prune()


def leave(**_: object) -> None:
    """What this worker holds is free for others at once."""
    running.stop()


signals.worker_shutdown.connect(leave)
