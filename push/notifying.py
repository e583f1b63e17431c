"""Rings phones for what happened in a chat: the same whether a sink of the chat tells it or another service.

Who is away is decided for each device: one whose own socket is in the foreground does not ring. While another
is, the push waits a moment, and is cancelled if it was read there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, LiteralString

from django.db import transaction
from django.utils import timezone

from config.clock import moment
from config.sql import document, rows
from push import notices
from push.asking import Socket, chat
from push.models import Notice
from push.planning import Candidate, Plan, Terms, candidates, plan
from push.queueing import queue_all
from push.told import CALL, MESSAGE, REVOKE, Told

GRACE: Final = timedelta(seconds=3)
LATE: Final = timedelta(minutes=5)
# What a chat has to say goes before all that a campaign has queued for the same vendor since so long ago.
AHEAD: Final = timedelta(hours=1)

# How the contract calls the reasons.
COUNTED: Final = {
    "SELF": "selfSender",
    "EXPIRED": "expired",
    "DISABLED": "disabled",
    "DUPLICATE": "duplicate",
    "MUTED": "muted",
    "DND": "dnd",
    "BLOCKED": "blocked",
    "ONLINE": "online",
    "READ": "online",
}
NO_DEVICE: Final = "noDevice"
ALL_COUNTS: Final = (*dict.fromkeys(COUNTED.values()), NO_DEVICE)
# What a forced call heeds all the same, and what matters when a message is taken back.
FIRM: Final = frozenset({"SELF", "EXPIRED", "DISABLED", "DUPLICATE", "BLOCKED", "UNKNOWN_USER"})
OF_REVOKES: Final = FIRM | {"READ"}

# A message that is taken back: where the chat will not be asked about it, nothing of it goes out any more.
WITHDRAW: LiteralString = """
UPDATE push_notice n SET status = 'CANCELLED', updated_at = statement_timestamp()
FROM json_to_recordset(%(notices)s::json) AS t(app bigint, key text)
WHERE n.app_id = t.app AND n.key = t.key AND COALESCE(n.chat ->> 'seq', '0') = '0'
"""
# Where it rang, or is on its way to.
WENT: LiteralString = """
SELECT n.app_id, n.key, d.device_id FROM json_to_recordset(%(notices)s::json) AS t(app bigint, key text)
JOIN push_notice n ON n.app_id = t.app AND n.key = t.key
JOIN push_delivery d ON d.notice_id = n.id AND (d.status IN ('ACCEPTED', 'DELIVERED', 'UNKNOWN')
  OR (d.status IN ('PENDING', 'RETRYING') AND d.lease <> ''))
"""


@dataclass(slots=True)
class Answer:
    """`accepted`: how many users are rung. `task_id`: None where nobody has a device."""

    accepted: int = 0
    task_id: int | None = None
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Part:
    """Those who are told the same of one event."""

    told: Told
    answer: Answer
    called: bool
    people: dict[str, list[Candidate]]
    unwanted: dict[str, str]

    @property
    def has_devices(self) -> bool:
        return any(one.device is not None for found in self.people.values() for one in found)


@dataclass(slots=True)
class _Around:
    """What is known of all who are told something, looked up at once."""

    people: dict[tuple[int, bool], dict[str, list[Candidate]]]
    sockets: dict[int, Mapping[str, Sequence[Socket]]]
    unwanted: Sequence[Mapping[str, str]]
    went: dict[tuple[int, str], set[int]]


@transaction.atomic
def notify(tolds: Sequence[Told]) -> list[Answer]:
    """What is answered is written; the engine rings after the commit."""
    now = timezone.now()
    around = _look_around(tolds)
    answers = [Answer() for _ in tolds]
    parts = [
        part
        for told, unwanted, answer in zip(tolds, around.unwanted, answers, strict=True)
        for part in _parts(told, around, _reasons(told, unwanted, now), answer)
    ]
    written = [part for part in parts if part.has_devices]
    drafts = [notices.draft(part.told, called=part.called, now=now) for part in written]
    places = notices.write(drafts, {name for part in written for name in part.people}, now)
    planned: list[tuple[Notice, Plan]] = []
    for part, place in zip(written, places, strict=True):
        part.answer.task_id = part.answer.task_id or place.pk
        part.unwanted |= {name: "DUPLICATE" for name in part.people if name in place.told}
        planned.append((Notice(pk=place.pk, app_id=part.told.app_id), _plan(part, around, now)))
        _count(part, planned[-1][1])
    for part in parts:
        if not part.has_devices:
            _count(part, _plan(part, around, now))
    queue_all(planned)
    return answers


def placed(told: Told) -> Told:
    """With its seq, where it is a message that the chat knows: who has read it is not rung."""
    if told.type != MESSAGE or not (told.conversation and told.message):
        return told
    return replace(told, seq=chat().seq(told.app_id, told.conversation, told.message))


def _look_around(tolds: Sequence[Told]) -> _Around:
    names: dict[tuple[int, bool], set[str]] = defaultdict(set)
    for told in tolds:
        names[told.app_id, told.type == CALL].update(told.user_ids)
    people = {
        (app_id, voip): candidates(app_id, sorted(asked), voip=voip)
        for (app_id, voip), asked in names.items()
    }
    with_phones: dict[int, set[str]] = defaultdict(set)
    for (app_id, _), found in people.items():
        with_phones[app_id].update(name for name, ones in found.items() if ones[0].device is not None)
    sockets = {
        app_id: chat().presence(app_id, sorted(asked)) for app_id, asked in with_phones.items() if asked
    }
    unwanted = chat().unwanted([(told.said, told.user_ids) for told in tolds])
    return _Around(people, sockets, unwanted, _take_back(tolds))


def _take_back(tolds: Sequence[Told]) -> dict[tuple[int, str], set[int]]:
    """Messages that are taken back do not ring any more; answers the devices at which they have, by app and
    event.
    """
    events = {
        (told.app_id, told.key(called=called, type_=MESSAGE)): told.event_id
        for told in tolds
        if told.type == REVOKE
        for called in (False, True)
    }
    went: dict[tuple[int, str], set[int]] = defaultdict(set)
    if events:
        asked = document([{"app": app_id, "key": key} for app_id, key in events])
        rows(WITHDRAW, {"notices": asked})
        for app_id, key, device in rows(WENT, {"notices": asked}):
            went[app_id, events[app_id, key]].add(device)
    return went


def _reasons(told: Told, unwanted: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Why some are not told, before their devices are looked at."""
    reasons = {name: "SELF" for name in told.user_ids if name == told.from_id} | dict(unwanted)
    if told.force or told.type == REVOKE:
        heeded = OF_REVOKES if told.type == REVOKE else FIRM
        reasons = {name: reason for name, reason in reasons.items() if reason in heeded}
    whole = "EXPIRED" if now - moment(told.sent_at) > LATE else ""
    whole = "DISABLED" if told.offline_push.get("disabled") else whole
    return {name: whole for name in told.user_ids} | reasons if whole else reasons


def _parts(told: Told, around: _Around, reasons: dict[str, str], answer: Answer) -> Iterator[_Part]:
    people = around.people[told.app_id, told.type == CALL]
    went = around.went.get((told.app_id, told.event_id), set())
    for called in (False, True):
        names = [name for name in dict.fromkeys(told.user_ids) if told.calls(name) is called]
        if names:
            asked = {name: people[name] for name in names}
            if told.type == REVOKE:
                asked = {name: _only(went, found) for name, found in asked.items()}
            yield _Part(told, answer, called, asked, {n: why for n, why in reasons.items() if n in asked})


def _only(devices: set[int], found: list[Candidate]) -> list[Candidate]:
    """Of a user's devices these; where none of them is, he counts as somebody without one."""
    there = [one for one in found if one.device in devices]
    return there or [found[0]._replace(device=None, device_id=None, vendor=None, known=True)]


def _plan(part: _Part, around: _Around, now: datetime) -> Plan:
    told = part.told
    sockets = {} if told.force else around.sockets.get(told.app_id, {})
    due = {
        name: now + GRACE if any(not one.background for one in sockets.get(name, ())) else now - AHEAD
        for name in part.people
    }
    terms = Terms(
        at=now,
        voip=told.type == CALL,
        respect_dnd=not (told.force or told.type == REVOKE),
        sockets=sockets,
        unwanted=part.unwanted,
        due=due,
    )
    return plan(told.app_id, (one for found in part.people.values() for one in found), terms)


def _count(part: _Part, planned: Plan) -> None:
    part.answer.accepted += planned.users
    part.answer.skipped.update(COUNTED.get(missed.reason, NO_DEVICE) for missed in planned.missed)
