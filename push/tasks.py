"""What the worker does for push; the work itself is in the modules beside it."""

from collections.abc import Sequence

from celery import shared_task, signals

from push import expanding, receipts, retention, sweeping, waking
from push.sending import running


@shared_task
def deliver(lanes: Sequence[str] = ()) -> None:
    """The doorbell's: something is due there. The engine of this process does it; no thread waits for it."""
    running.wake([waking.read(lane) for lane in lanes])


@shared_task
def sweep() -> None:
    """Beat's: rings may be lost, and workers die."""
    if lanes := sweeping.forgotten():
        running.wake(lanes)


@shared_task
def prune() -> None:
    retention.prune()


@shared_task
def expand() -> None:
    """The doorbell's and beat's: notices whose time has come, or whose audience is to be found."""
    expanding.expand_some()


@shared_task
def read_receipts() -> None:
    """The doorbell's and beat's: what vendors have posted."""
    receipts.read_some()


def begin(**_: object) -> None:
    """A fresh worker does not wait for beat: who was killed before it may have left a lot."""
    sweep()


def leave(**_: object) -> None:
    """What this worker holds is free for others at once."""
    running.stop()


signals.worker_ready.connect(begin)
signals.worker_shutdown.connect(leave)
