"""Batch-sends: one message to many, at once or, when there are many, by a worker that may be killed."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.callers import Caller
from accounts.models import AccountStatus
from config.api.errors import Refusal
from config.api.status import PEER_MISSING, SUCCESS
from config.clock import moment, now_ms
from config.sql import rows
from im import events
from im.conversations.models import ChatType
from im.messages.actions.sending import Outcome, send
from im.messages.models import BatchSend
from im.messages.sends import Send
from journal import doorbell
from journal.audit import log

TASK: Final = "im.tasks.batch_send"
PART: Final = 100  # receivers a transaction
KEPT: Final = timedelta(days=7)
LONGEST_WAIT: Final = 600
logger = structlog.get_logger(__name__)


@transaction.atomic
def batch_send(batch: BatchSend, *, by: Caller) -> BatchSend:
    """All of it now, in one transaction: after a crash nothing of it is there, and it may be asked again.

    What came of it is kept as if a worker had sent it. The same batch again is what it was.
    """
    earlier = _same(batch)
    if earlier is not None:
        return earlier
    _log(batch, by)
    _send_part(batch, batch.receivers)
    batch.finished_at = moment(now_ms())
    _finish(batch)
    batch.save(force_insert=True)
    return batch


@transaction.atomic
def accept(batch: BatchSend, *, by: Caller) -> BatchSend:
    """For a worker. Once this is committed, it will be sent. The same batch again is the task that it is."""
    earlier = _same(batch)
    if earlier is not None:
        return earlier
    _log(batch, by)
    batch.save(force_insert=True)
    transaction.on_commit(lambda: doorbell.ring_for(TASK))
    return batch


def _same(batch: BatchSend) -> BatchSend | None:
    return BatchSend.objects.of_app(batch.app).filter(key=batch.key).first()


def prune() -> int:
    """Forgets what was finished a week ago."""
    return BatchSend.objects.filter(finished_at__lt=moment(now_ms()) - KEPT).delete()[0]


def next_part() -> bool:
    """Sends a part of what has been due longest; False when nothing is.

    Messages and progress are committed together, so that a part is sent once, whoever dies in it.
    """
    batch = None
    try:
        with transaction.atomic():
            batch = BatchSend.objects.due().select_for_update(skip_locked=True, no_key=True).first()
            if batch is not None:
                # A worker that freezes here must not keep the row: PostgreSQL ends its transaction.
                rows("SET LOCAL idle_in_transaction_session_timeout = '30s'", {})
                _take_part(batch)
    except Exception as problem:
        if batch is None:
            raise
        logger.exception("batch_send_part_failed", task=batch.key, error=repr(problem)[:300])
        _postpone(batch)
    return batch is not None


def _take_part(batch: BatchSend) -> None:
    part = batch.waiting[:PART]
    if batch.sender.status == AccountStatus.DELETED:
        batch.outcomes += [[PEER_MISSING, None] for _ in part]
    else:
        _send_part(batch, part)
    batch.attempts, batch.next_attempt_at = 0, moment(now_ms())
    if not batch.waiting:
        batch.finished_at = moment(now_ms())
        _finish(batch)
    batch.save(update_fields=["outcomes", "attempts", "next_attempt_at", "finished_at"])


def _postpone(batch: BatchSend) -> None:
    wait = timedelta(seconds=min(LONGEST_WAIT, 2**batch.attempts))
    later = BatchSend.objects.filter(pk=batch.pk)
    later.update(attempts=F("attempts") + 1, next_attempt_at=Now() + wait)


def _send_part(batch: BatchSend, receivers: Sequence[Sequence[str]]) -> None:
    outcomes = send([_send_to(batch, chat_type, name) for chat_type, name in receivers])
    batch.outcomes += [_kept(outcome) for outcome in outcomes]


def _kept(outcome: Outcome) -> list[str | None]:
    return [outcome.status, None] if isinstance(outcome, Refusal) else [SUCCESS, str(outcome.pk)]


def _send_to(batch: BatchSend, chat_type: str, name: str) -> Send:
    """Its clientMsgId follows from batch and receiver: sent twice, it is stored once."""
    digest = blake2b(f"{batch.key} {chat_type} {name}".encode(), digest_size=16).hexdigest()
    said: dict[str, Any] = batch.said
    return Send(
        app=batch.app,
        sender=batch.sender,
        chat_type=chat_type,
        to_id=name,
        msg_type=said["msgType"],
        content=said["content"],
        ext=said["ext"],
        client_msg_id=f"bs-{digest}",
        no_unread=said["noUnread"],
        sync_sender=said["syncSender"],
        session=batch.session,
        by_server=batch.by_server,
        skip_checks=True,
        actor_id=batch.actor_id,
        callbacks=False,
        offline_push=said.get("offlinePush", {}),
    )


def _finish(batch: BatchSend) -> None:
    events.message_batch_sent(
        {
            **batch.shown(),
            "fromId": batch.sender.user_id,
            **{name: batch.said[name] for name in ("msgType", "content", "ext")},
        },
        app=batch.app,
        operator_id=batch.actor_id,
    )


def _log(batch: BatchSend, by: Caller) -> None:
    names: dict[str, list[str]] = {"toIds": [], "groupIds": []}
    for chat_type, name in batch.receivers:
        names["groupIds" if chat_type == ChatType.GROUP else "toIds"].append(name)
    detail = {"messageKey": batch.key, "fromId": batch.sender.user_id, **names}
    log(
        by,
        "MESSAGE_BATCH_SEND",
        app_id=batch.app_id,
        target_type="ACCOUNT",
        target_id=batch.sender.user_id,
        detail=detail,
    )
