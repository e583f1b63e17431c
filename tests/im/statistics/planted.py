"""Messages, sessions and the like as rows, at any time: what is counted reads nothing else of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from im.models import Message, Statistic

INSERT = """
INSERT INTO im_message (app_id, conversation_id, seq, sender_id, chat_type, from_id, to_id, client_msg_id,
  fingerprint, msg_type, content, ext, at_user_ids, at_all, need_receipt, status, revision, version, counted,
  counts, search_text, grams, created_at, imported_at, revoked_by, revoke_reason)
VALUES (%s, %s, %s, 1, %s, %s, 'x', %s, '', %s, '{}', '', '{}', false, false, 'NORMAL', 1, 0, 0, true, '',
  '{}', %s, %s, '', '')
"""


def insert(
    cursor: Any,
    app_id: int,
    user_id: str,
    at: datetime,
    *,
    chat_type: str = "SINGLE",
    msg_type: str = "TEXT",
    imported: bool = False,
) -> None:
    """In a transaction, by psycopg's cursor or Django's. The conversation and the sender are no rows."""
    cursor.execute("SET LOCAL session_replication_role = replica")
    key = uuid4()
    when = timezone.now() if imported else None
    cursor.execute(INSERT, [app_id, key.int % 2**40, 1, chat_type, user_id, key.hex, msg_type, at, when])


def said(app_id: int, user_id: str, at: datetime, **more: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        insert(cursor, app_id, user_id, at, **more)


def hour_of(at: datetime) -> int:
    return int(at.timestamp()) // 3600


def counted(*kinds: str) -> dict[tuple[int, int, str], int]:
    found = Statistic.objects.filter(kind__in=kinds, count__gt=0)
    return {(one.app_id, one.hour, one.kind): one.count for one in found}


def messages_in_truth() -> dict[tuple[int, int, str], int]:
    rows = Message.objects.filter(imported_at=None).values_list("app_id", "created_at", "chat_type")
    return dict(Counter((app, hour_of(at), kind.lower()) for app, at, kind in rows))


def active_in_truth(there: Iterable[tuple[int, str, int]]) -> dict[tuple[int, int, str], int]:
    """Of apps, users and hours: who was there in an hour, and in the 24 that end with it."""
    once = set(there)
    found = Counter((app, hour, "active") for app, _, hour in once)
    days = {(app, user, hour + n) for app, user, hour in once for n in range(24)}
    return dict(found + Counter((app, hour, "day") for app, _, hour in days))
