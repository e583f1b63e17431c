"""Makes a batch-send of what a caller asked for, and tells how far one is."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import orjson

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import Missing
from config.api.reading import read
from config.api.status import TASK_MISSING
from config.clock import ms, ms_or_none
from im.conversations.models import ChatType
from im.messages import bulk
from im.messages.asking import sender_named
from im.messages.content import require_fit
from im.messages.models import BatchSend

AT_ONCE: Final = 100  # up to so many receivers nobody needs a worker
SAID: Final = ("msgType", "content", "ext", "syncSender", "noUnread", "offlinePush")


def asked(caller: Caller, body: Any, *, key: str | None) -> tuple[BatchSend, bool]:
    """Not yet sent; and whether a worker is to send it. Repeated receivers count once."""
    given = read(bulk.BatchSend, body)
    require_fit(given["msgType"], given["content"], given["ext"])
    sender = sender_named(caller, given.get("fromId"))
    users = [[ChatType.SINGLE.value, name] for name in dict.fromkeys(given.get("toIds", []))]
    groups = [[ChatType.GROUP.value, name] for name in dict.fromkeys(given.get("groupIds", []))]
    batch = BatchSend(
        app=caller.tenant,
        key=_key(caller, body, key),
        sender=sender,
        actor_id=caller.actor_id,
        session=caller.session,
        by_server=caller.account is None or sender.pk != caller.account.pk,
        said={name: given[name] for name in SAID if name in given},
        receivers=[*users, *groups],
    )
    return batch, given["async"] and len(batch.receivers) > AT_ONCE


def task_shown(app: App, task_id: str) -> dict[str, Any]:
    batch = BatchSend.objects.of_app(app).filter(key=task_id).first()
    if batch is None:
        raise Missing(TASK_MISSING, "no such task")
    begun = "RUNNING" if batch.outcomes else "PENDING"
    return {
        "taskId": batch.key,
        "state": begun if batch.finished_at is None else "DONE",
        "createdAt": ms(batch.created_at),
        "finishedAt": ms_or_none(batch.finished_at),
        **batch.shown(),
    }


def _key(caller: Caller, body: Mapping[str, Any], key: str | None) -> str:
    """The same for a repeat with its Idempotency-Key, also once the first call's answer is forgotten."""
    if key is None:
        return f"bs-{uuid4().hex}"
    who = (caller.tenant.pk, caller.operator_role, caller.operator_id, key)
    return "bs-" + sha256(orjson.dumps([who, body], option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
