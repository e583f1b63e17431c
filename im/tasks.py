"""What the worker does for IM; the work itself is in the slices' actions."""

from time import monotonic

import structlog
from celery import shared_task

from im.groups.actions import departing
from im.messages.actions import batch_sending, purge_revoked, purging
from im.offline import jobs
from im.presence import crowd
from im.statistics import counting, retention

SHIFT = 30.0  # seconds that one task works before it lets others have its worker

log = structlog.get_logger(__name__)


@shared_task
def purge() -> None:
    while purge_revoked():
        pass
    batch_sending.prune()
    retention.prune()


@shared_task
def depart() -> None:
    """Finishes what deletions of accounts have begun; one that fails keeps no other waiting."""
    end = monotonic() + SHIFT
    for account_id in departing.waiting():
        try:
            departing.finish(account_id)
            while monotonic() < end and purging.purge_some(account_id):
                pass
        except Exception:
            log.exception("im.departure_failed", account=account_id)


@shared_task
def batch_send() -> None:
    """The doorbell's and the sweep's: a batch-send is waiting, or a worker died in one."""
    end = monotonic() + SHIFT
    while batch_sending.next_part() and monotonic() < end:
        pass


@shared_task
def ring_members() -> None:
    """The doorbell's and the sweep's: a large group is still being told."""
    end = monotonic() + SHIFT
    while jobs.next_chunk() and monotonic() < end:
        pass


@shared_task
def count() -> None:
    """Beat's: what came since the last turn; after an outage, all that came in it."""
    end = monotonic() + SHIFT
    for source in counting.SOURCES:
        while counting.step(source) and monotonic() < end:
            pass


@shared_task
def note_online() -> None:
    """Beat's: who is there now was active in this hour, whether he says something or not."""
    counting.note_online(crowd.everyone())
