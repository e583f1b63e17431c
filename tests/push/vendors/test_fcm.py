"""FCM's own: what else stands in a message, which errors are about the token, whose tokens are asked for."""

import json
from functools import partial
from time import time
from typing import Any

import orjson
import pytest

from push.vendors import fcm
from push.vendors.contract import Access, Kind, Outcome, Stage
from push.vendors.wire import Wire
from tests.fakes.h2server import Answer
from tests.push.vendors.cases.case import Case, message
from tests.push.vendors.conftest import Start

VIOLATIONS = "type.googleapis.com/google.rpc.BadRequest"


@pytest.fixture
def case(started: Start) -> Case:
    return started("FCM")


def made(case: Case, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(case.render(message(**changes)).body)["message"]
    return found


def test_each_system_has_its_part(case: Case) -> None:
    told = made(case, thread_id="room", channel_id="chat", ttl=9_999_999, image_url="https://a.test/i.png")
    assert told["notification"] == {"title": "Alice", "body": "你好, Bob", "image": "https://a.test/i.png"}
    assert told["android"]["ttl"] == "2419200s"
    assert told["android"]["notification"] == {
        "tag": "message-12",
        "channel_id": "chat",
        "notification_count": 3,
        "sound": "default",
    }
    assert told["apns"]["payload"]["aps"] == {
        "mutable-content": 1,
        "badge": 3,
        "sound": "default",
        "thread-id": "room",
    }
    assert told["webpush"]["notification"] == {"tag": "message-12"}
    assert "collapse_key" not in told["android"]  # of those a phone that is away keeps four


@pytest.mark.parametrize(("ttl", "silent"), [(60, False), (60, True), (0, False)], ids=str)
def test_it_lives_as_long_on_each_system(case: Case, ttl: int, silent: bool) -> None:
    told = made(case, ttl=ttl, silent=silent)
    assert (told["android"]["ttl"], told["webpush"]["headers"]["TTL"]) == (f"{ttl}s", str(ttl))
    expires = int(told["apns"]["headers"]["apns-expiration"])
    assert abs(expires - time() - ttl) < 30 if ttl else expires == 0


def test_a_later_one_takes_the_place_of_an_earlier_one_on_each_system(case: Case) -> None:
    for key, place in (("message-12", "message-12"), ("", "t77")):
        told = made(case, collapse_key=key)
        assert told["android"]["notification"]["tag"] == place
        assert told["webpush"]["notification"]["tag"] == place
        assert told["apns"]["headers"]["apns-collapse-id"] == place


def test_a_silent_message_is_data_alone(case: Case) -> None:
    told = made(case, silent=True, high=False, click={"type": "DEEPLINK", "value": "app://room/1"})
    assert "notification" not in told
    assert "notification" not in told["android"]
    assert told["android"]["priority"] == "NORMAL"
    assert told["apns"]["payload"]["aps"] == {"content-available": 1}
    assert json.loads(told["data"]["click"]) == {"type": "DEEPLINK", "value": "app://room/1"}
    assert told["data"]["count"] == "7"


def test_options_of_the_caller_come_last_and_no_others_do(case: Case) -> None:
    options = {
        "color": "#f00",
        "collapse_key": "once",
        "token": "another",
        "restricted_package_name": "a.b",
    }
    told = made(case, vendor_options=options)
    assert told["token"] == case.token()
    assert told["android"]["collapse_key"] == "once"
    assert told["android"]["notification"]["color"] == "#f00"
    assert told["android"]["restricted_package_name"] == "a.b"


def test_texts_of_the_app_stand_in_for_ours(case: Case) -> None:
    loc = {"titleKey": "NEW", "titleArgs": ["Alice"], "bodyKey": "TEXT", "bodyArgs": []}
    shown = made(case, loc=loc)["android"]["notification"]
    assert shown["title_loc_key"] == "NEW"
    assert shown["title_loc_args"] == ["Alice"]
    assert shown["body_loc_key"] == "TEXT"


@pytest.mark.parametrize(
    ("words", "field", "kind"),
    [
        ("The registration token is not a valid FCM registration token", "", Kind.INVALID_TOKEN),
        ("Request contains an invalid argument.", "message.token", Kind.INVALID_TOKEN),
        ("Request contains an invalid argument.", "", Kind.PERMANENT),
        ("Request contains an invalid argument.", "message.android.ttl", Kind.PERMANENT),
        ("message.token is fine, its ttl is not", "message.android.ttl", Kind.PERMANENT),
    ],
    ids=["by-its-words", "by-the-field", "neither", "another-field", "the-field-counts"],
)
def test_an_invalid_argument_is_a_dead_token_only_where_it_is_the_token(
    case: Case, monkeypatch: pytest.MonkeyPatch, words: str, field: str, kind: Kind
) -> None:
    details = [{"@type": VIOLATIONS, "fieldViolations": [{"field": field}]}] if field else []
    error = {"code": 400, "status": "INVALID_ARGUMENT", "message": words, "details": details}
    said = json.dumps({"error": error}).encode()
    monkeypatch.setattr(case.fake, "refuse", lambda *_: Answer(400, said))
    case.say("INVALID_ARGUMENT")
    assert case.send(case.target())[0].kind is kind


@pytest.mark.parametrize("name", ["from", "message_type", "google.sent_time", "gcm.n.e"])
def test_names_that_google_keeps_for_itself_are_not_sent(case: Case, name: str) -> None:
    [outcome] = case.send(case.target(), message=message(data={name: "x"}))
    assert (outcome.kind, outcome.code) == (Kind.PERMANENT, "reserved_name")


def test_names_that_only_look_like_googles_are_sent(case: Case) -> None:
    [outcome] = case.send(case.target(), message=message(data={"fromId": "1", "my.google.x": "2"}))
    assert outcome.kind is Kind.OK


def test_a_key_that_is_none_is_told_and_nothing_is_asked(case: Case) -> None:
    broken = {**case.fake.service_account, "private_key": "no key"}
    given: list[Any] = [broken, "{", {}, [], 7]
    for access in [case.access(serviceAccount=one) for one in given]:
        outcome = case.run(partial(_check, access))
        assert (outcome.kind, outcome.stage) == (Kind.AUTH, Stage.CREDENTIAL), given
    assert not case.fake.fetches


def test_many_share_a_connection(case: Case) -> None:
    before = case.server.connections
    case.run(lambda wire: _twice(case, wire))
    assert case.server.connections == before + 1
    assert len(case.fake.rings) == 2


async def _twice(case: Case, wire: Any) -> None:
    for number in (1, 2):
        await case.vendor.send(wire, case.access(), message(), [case.target(number)])


async def _check(access: Access, wire: Wire) -> Outcome:
    return await fcm.check(wire, access)
