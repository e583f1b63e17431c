"""What a large group was told, chunk by chunk: notices and progress are committed together, so that every
member has his turn once, whoever dies in it.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from config.sql import rows
from im.offline import audience
from im.offline.models import OfflineJob
from journal import doorbell
from push.notifying import notify
from push.told import Told

TASK: Final = "im.tasks.ring_members"
CHUNK: Final = 500
LONGEST_WAIT: Final = 600

log = structlog.get_logger(__name__)


def job(event_id: str, told: Told, *, after: int) -> OfflineJob:
    said = {**asdict(told), "user_ids": []}
    return OfflineJob(
        app_id=told.app_id, event_id=event_id, conversation_id=told.conversation, told=said, after=after
    )


def put(jobs: Sequence[OfflineJob]) -> None:
    OfflineJob.objects.bulk_create(jobs, ignore_conflicts=True)
    transaction.on_commit(lambda: doorbell.ring_for(TASK))


def next_chunk() -> bool:
    """Tells the next members of what has waited longest; False when nothing does."""
    found = None
    try:
        with transaction.atomic():
            found = OfflineJob.objects.due().select_for_update(skip_locked=True, no_key=True).first()
            if found is not None:
                # A worker that freezes here must not keep the row: PostgreSQL ends its transaction.
                rows("SET LOCAL idle_in_transaction_session_timeout = '30s'", {})
                _take_chunk(found)
    except Exception as problem:
        if found is None:
            raise
        log.exception("offline_chunk_failed", job=found.pk, error=type(problem).__name__)
        _postpone(found)
    return found is not None


def _take_chunk(waiting: OfflineJob) -> None:
    members = audience.chunk(waiting.conversation_id, after=waiting.after, limit=CHUNK)
    if members.user_ids:
        notify([_told(waiting.told, members.user_ids)])
    if members.after is None:
        waiting.delete()
        return
    waiting.after, waiting.attempts = members.after, 0
    waiting.save(update_fields=["after", "attempts"])


def _told(said: dict[str, Any], user_ids: tuple[str, ...]) -> Told:
    return Told(**{**said, "user_ids": user_ids, "mentions": tuple(said["mentions"])})


def _postpone(waiting: OfflineJob) -> None:
    wait = timedelta(seconds=min(LONGEST_WAIT, 2**waiting.attempts))
    later = OfflineJob.objects.filter(pk=waiting.pk)
    later.update(attempts=F("attempts") + 1, next_attempt_at=Now() + wait)
