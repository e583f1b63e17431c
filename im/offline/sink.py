"""Durable: rings the phones of those who are away, for messages, for what is taken back, for friend requests.

A single chat is told at once; of a group a first chunk, the rest by a worker.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from im.conversations.models import ChatType
from im.messages.sends import TIP
from im.offline import audience, jobs, telling
from im.offline.models import OfflineJob
from journal.facts import Fact
from journal.models import Event
from push.listening import listens
from push.notifying import notify
from push.told import Told

TYPES: Final = frozenset({"message.sent", "message.revoked", "friend.requested"})
AT_ONCE: Final = 1_000  # members, over all events that come together


def wants(fact: Fact) -> bool:
    """Nobody is rung for what the server itself says in a group, nor for notes to oneself."""
    if fact.type not in TYPES or not listens(fact.app_id):
        return False
    if fact.type != "message.sent":
        return True
    to_oneself = fact.data["chatType"] == ChatType.SINGLE and fact.data["toId"] == fact.data["fromId"]
    silent = (fact.aside or {}).get("offlinePush", {}).get("disabled", False)
    return not (silent or to_oneself or fact.data["msgType"] == TIP)


def deliver(events: Sequence[Event]) -> None:
    due: list[Told] = []
    later: list[OfflineJob] = []
    room = AT_ONCE
    for event, told in zip(events, telling.tolds(events), strict=True):
        if not told.group_id:
            due.append(told)
            continue
        first = audience.Chunk((), 0)
        if room > 0:
            first = audience.chunk(told.conversation, after=0, limit=min(room, jobs.CHUNK))
            room -= len(first.user_ids)
        if first.user_ids:
            due.append(replace(told, user_ids=first.user_ids))
        if first.after is not None:
            later.append(jobs.job(event.id, told, after=first.after))
    if due:
        notify(due)
    if later:
        jobs.put(later)
