"""The wall between apps, on the socket: another app's ids answer like nobody's; nobody there hears of it."""

import re
from typing import Any

import orjson
import pytest
from django.conf import settings

from accounts.models import Account, App
from tests.ids import foreign, known, unknown
from tests.im.realtime.conftest import Phones
from tests.rows import filled
from tests.standing import Standing
from tests.test_wall import OF_THE_MOMENT

__all__ = ["foreign", "known", "unknown"]

TEXT = {"chatType": "SINGLE", "toId": "bob", "msgType": "TEXT", "content": {"text": "hi"}}
SYNC = {"deviceId": "phone"}
CURSOR = {"targetId": "$user", "chatType": "SINGLE", "seq": 1, "version": 0}
# Every op that takes ids, with each place for one; `$user` and the like as in `tests/rows.py`.
FRAMES: dict[str, dict[str, Any]] = {
    "send toId": {"op": "send", **TEXT, "toId": "$user"},
    "send toId of a group": {"op": "send", **TEXT, "chatType": "GROUP", "toId": "$group"},
    "send fromId": {"op": "send", **TEXT, "fromId": "$user"},
    "send atUserIds": {"op": "send", **TEXT, "atUserIds": ["$user"]},
    "send quoteId": {"op": "send", **TEXT, "quoteId": "$message"},
    "read targetId": {"op": "read", "targetId": "$user"},
    "read targetId of a group": {"op": "read", "chatType": "GROUP", "targetId": "$group"},
    "typing targetId": {"op": "typing", "targetId": "$user", "active": True},
    "typing targetId of a group": {"op": "typing", "chatType": "GROUP", "targetId": "$group", "active": True},
    "sync cursors": {"op": "sync", **SYNC, "cursors": [CURSOR]},
    "sync ack": {"op": "sync", **SYNC, "ack": [CURSOR]},
    "presence.subscribe": {"op": "presence.subscribe", "userIds": ["$user"]},
    "presence.unsubscribe": {"op": "presence.unsubscribe", "userIds": ["$user"]},
}
NEXT = re.compile(rb'"\w*[sS]eq":\d+')  # two sends are two messages
WITHOUT_IDS = {"ping", "state"}


def test_every_op_is_tried() -> None:
    ours = {"ping", "send", "state", "presence.subscribe", "presence.unsubscribe"}
    assert {frame["op"] for frame in FRAMES.values()} | WITHOUT_IDS == ours | set(settings.REALTIME_OPS)


@pytest.mark.parametrize("who", ["alice", "root"])
def test_frames_do_not_reach_another_app(
    who: str,
    phone: Phones,
    known: dict[str, str],
    foreign: dict[str, str],
    unknown: dict[str, str],
    root: Account,
    dave: Account,
    other: App,
) -> None:
    caller, theirs = phone(Account.objects.get(app__app_key="acme", user_id=who)), phone(dave)
    before = Standing(other.pk).parts
    for place, frame in FRAMES.items():
        answers = [said(caller.ask(**filled(frame, ids)), ids, unknown) for ids in (foreign, unknown)]
        assert answers[0] == answers[1], place
    assert Standing(other.pk).parts == before
    theirs.ask("ping")
    assert [frame["type"] for frame in theirs.heard] == []


def said(answer: dict[str, Any], ids: dict[str, str], unknown: dict[str, str]) -> bytes:
    raw = orjson.dumps({**answer, "ref": None})
    for kind, value in ids.items():
        if kind in unknown:
            raw = raw.replace(f'"{value}"'.encode(), f'"{unknown[kind]}"'.encode())
    return NEXT.sub(b"", OF_THE_MOMENT.sub(b"", raw)) if answer["type"] == "ack" else raw
