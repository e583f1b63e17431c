"""What is special of Apple: its kinds of pushes, its environments, its tokens."""

import asyncio
import json
from collections.abc import Sequence
from time import time
from typing import Any

import jwt
import pytest

from push.vendors import apns
from push.vendors.contract import Kind, Outcome, Stage, Target
from push.vendors.wire import Wire
from tests.fakes.apns import BUNDLE_ID
from tests.push.vendors.cases.apns import ApnsCase
from tests.push.vendors.cases.case import MESSAGE, message
from tests.push.vendors.conftest import Start


@pytest.fixture
def case(started: Start) -> ApnsCase:
    made = started("APNS")
    assert isinstance(made, ApnsCase)
    return made


def target(case: ApnsCase, vendor: str = "APNS", **more: Any) -> Target:
    return case.target(vendor=vendor, **more)


def test_an_alert_has_all_that_a_phone_shows(case: ApnsCase) -> None:
    told = message(
        subtitle="Sub",
        sound="ding.caf",
        thread_id="room",
        high=False,
        image_url="https://example.com/a.png",
        click={"type": "DEEPLINK", "value": "chat://42"},
        loc={"titleKey": "T", "titleArgs": ["Alice"], "bodyKey": "B", "bodyArgs": ["x", "y"]},
        vendor_options={"interruption-level": "passive", "priority": 1, "badge": 99, "unknown": True},
    )
    assert case.send(target(case), message=told)[0].kind is Kind.OK
    [heard] = case.fake.heard
    assert heard.aps == {
        "alert": {
            "title": "Alice",
            "subtitle": "Sub",
            "body": "你好, Bob",
            "title-loc-key": "T",
            "title-loc-args": ["Alice"],
            "loc-key": "B",
            "loc-args": ["x", "y"],
        },
        "badge": 3,
        "sound": "ding.caf",
        "category": "IM",
        "thread-id": "room",
        "mutable-content": 1,
        "interruption-level": "passive",
    }
    assert (heard.topic, heard.push_type, heard.priority) == (BUNDLE_ID, "alert", "1")
    data = case.fake.rings[0].data
    assert (data["imageUrl"], data["click"]) == ("https://example.com/a.png", told.click)


@pytest.mark.parametrize(
    ("vendor", "changes", "kind", "suffix", "priority"),
    [
        ("APNS", {"vendor_options": {"priority": 5.0}}, "alert", "", "5"),
        ("APNS", {}, "alert", "", "10"),
        ("APNS", {"high": False}, "alert", "", "5"),
        ("APNS", {"silent": True, "high": True}, "background", "", "5"),
        ("APNS_VOIP", {"category": "VOIP"}, "voip", ".voip", "10"),
        (
            "APNS_LIVE",
            {"live_activity": {"event": "update", "contentState": {}}},
            "liveactivity",
            ".push-type.liveactivity",
            "10",
        ),
    ],
    ids=["asked", "alert", "normal", "background", "voip", "live"],
)
def test_each_kind_has_its_topic_and_priority(
    case: ApnsCase, vendor: str, changes: dict[str, Any], kind: str, suffix: str, priority: str
) -> None:
    [outcome] = case.send(target(case, vendor), message=message(**changes))
    assert outcome.kind is Kind.OK
    [heard] = case.fake.heard
    assert (heard.push_type, heard.topic, heard.priority) == (kind, BUNDLE_ID + suffix, priority)


def test_a_devices_own_bundle_wins(case: ApnsCase) -> None:
    call = apns.render(case.access(), MESSAGE, [target(case, bundle_id="com.example.other")])
    assert call.headers["apns-topic"] == "com.example.other"


def test_a_bundle_that_is_none_goes_nowhere(case: ApnsCase) -> None:
    [outcome] = case.send(target(case, bundle_id="com.example\r\nx: y"))
    assert (outcome.kind, outcome.code) == (Kind.PERMANENT, "bad_bundle_id")


def test_a_live_activity_in_seconds(case: ApnsCase) -> None:
    activity = {
        "event": "start",
        "contentState": {"minutes": 4},
        "attributesType": "Ride",
        "attributes": {"car": "red"},
        "staleDate": 1_800_000_000_123,
        "dismissalDate": 1_800_000_100_000,
        "timestamp": 1_799_999_999_000,
    }
    case.send(target(case, "APNS_LIVE"), message=message(live_activity=activity, sound="ding.caf"))
    assert case.fake.heard[0].aps == {
        "timestamp": 1_799_999_999,
        "event": "start",
        "content-state": {"minutes": 4},
        "attributes-type": "Ride",
        "attributes": {"car": "red"},
        "stale-date": 1_800_000_000,
        "dismissal-date": 1_800_000_100,
        "alert": {"title": "Alice", "body": "你好, Bob", "sound": "ding.caf"},
    }


def test_a_live_token_without_an_activity_is_refused(case: ApnsCase) -> None:
    [outcome] = case.send(target(case, "APNS_LIVE"))
    assert (outcome.kind, outcome.code) == (Kind.PERMANENT, "no_live_activity")


def test_a_call_has_more_room(case: ApnsCase) -> None:
    long = message(data={"room": "x" * 4900})
    assert case.send(target(case, "APNS_VOIP"), message=long)[0].kind is Kind.OK
    assert case.send(target(case), message=long)[0].code == "too_long"


@pytest.mark.parametrize(("ttl", "since"), [(0, None), (60, 60)], ids=["now or never", "a minute"])
def test_how_long_apple_keeps_it(case: ApnsCase, ttl: int, since: int | None) -> None:
    case.send(target(case), message=message(ttl=ttl))
    expiration = int(case.fake.heard[0].expiration)
    assert expiration == 0 if since is None else abs(expiration - time() - since) < 30


def test_a_repeat_has_the_same_ids(case: ApnsCase) -> None:
    for number in (1, 1, 2):
        case.send(case.target(number))
    first, again, other = case.fake.rings
    assert (first.id, first.collapse) == (again.id, again.collapse)
    assert first.id != other.id


def test_a_token_of_the_other_environment_is_tried_there_once(case: ApnsCase) -> None:
    assert case.send(case.target(1, "sandbox"))[0].kind is Kind.OK
    assert len(case.fake.rings) == 1
    [outcome] = case.send(case.target(2, "bad"))
    assert (outcome.kind, outcome.code) == (Kind.INVALID_TOKEN, "BadDeviceToken")


def test_a_key_for_one_environment_is_not_doubted_for_what_the_other_says(case: ApnsCase) -> None:
    [outcome] = case.send(case.target(1, "fenced"))
    assert (outcome.kind, outcome.code) == (Kind.INVALID_TOKEN, "BadDeviceToken")


@pytest.mark.parametrize(
    ("environment", "host"),
    [("PROD", "api.push.apple.com"), ("SANDBOX", "api.sandbox.push.apple.com")],
    ids=["prod", "sandbox"],
)
def test_where_each_environment_is(case: ApnsCase, started: Start, environment: str, host: str) -> None:
    started.settings.PUSH_VENDOR_BASE_URLS = {}
    call = apns.render(case.access(), MESSAGE, [target(case, environment=environment)])
    assert call.url == f"https://{host}/3/device/{case.token()}"


@pytest.mark.parametrize("scene", ["dead", "expired"])
def test_a_dead_token_is_so_since_apple_says(case: ApnsCase, scene: str) -> None:
    [outcome] = case.send(case.target(1, scene))
    assert (outcome.kind, outcome.invalid_since) == (Kind.INVALID_TOKEN, case.fake.gone_at)


def test_what_was_not_heeded_is_sent_again_and_rings_once(case: ApnsCase) -> None:
    async def work(wire: Wire) -> list[Outcome]:
        targets = [case.target(number, "goaway" if number == 5 else "good") for number in range(1, 31)]
        sends = [case.vendor.send(wire, case.access(), MESSAGE, [one]) for one in targets]
        return [outcome for outcomes in await asyncio.gather(*sends) for outcome in outcomes]

    assert {one.kind for one in case.run(work)} == {Kind.OK}
    assert len({ring.token for ring in case.fake.rings}) == len(case.fake.rings) == 29  # of 5, GOAWAY itself


def test_a_refused_stream_is_tried_again_and_then_left(case: ApnsCase) -> None:
    [outcome] = case.send(case.target(1, "refused"))
    assert (outcome.kind, outcome.stage) == (Kind.RETRY, Stage.CONNECT)


def aged(case: ApnsCase, monkeypatch: pytest.MonkeyPatch, minutes: int) -> Sequence[Outcome]:
    """Two pushes, the second so much later by Apple's clock and ours."""

    async def work(wire: Wire) -> list[Outcome]:
        first = await case.vendor.send(wire, case.access(), MESSAGE, [case.target(1)])
        later = time() + minutes * 60
        monkeypatch.setattr(apns, "time", lambda: later)
        case.fake.moment = lambda: later
        sends = [case.vendor.send(wire, case.access(), MESSAGE, [case.target(n)]) for n in range(2, 22)]
        return [*first, *(outcome for outcomes in await asyncio.gather(*sends) for outcome in outcomes)]

    outcomes: list[Outcome] = case.run(work)
    case.fake.moment = time
    return outcomes


def test_an_old_signature_is_renewed_once_for_all(case: ApnsCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a night in which the machine slept."""
    assert {one.kind for one in aged(case, monkeypatch, 90)} == {Kind.OK}
    assert len(case.fake.bearers) == 2


def test_a_young_signature_is_never_renewed(case: ApnsCase) -> None:
    async def work(wire: Wire) -> list[Outcome]:
        await case.vendor.send(wire, case.access(), MESSAGE, [case.target(1)])
        for code in ("ExpiredProviderToken", "TooManyProviderTokenUpdates"):
            case.say(code)
            await case.vendor.send(wire, case.access(), MESSAGE, [case.target(2)])
        case.say("")
        return await case.vendor.send(wire, case.access(), MESSAGE, [case.target(3)])

    assert case.run(work)[0].kind is Kind.OK
    assert len(case.fake.bearers) == 1


def test_a_signature_is_what_apple_wants(case: ApnsCase) -> None:
    case.send(target(case))
    [bearer] = case.fake.bearers
    assert jwt.get_unverified_header(bearer) == {"alg": "ES256", "kid": "ABC1234567", "typ": "JWT"}
    assert set(jwt.decode(bearer, options={"verify_signature": False})) == {"iss", "iat"}


def test_a_credential_that_cannot_sign_is_told_so(case: ApnsCase) -> None:
    access = case.access(privateKey="not a key")
    for outcome in (
        case.run(lambda wire: apns.send(wire, access, MESSAGE, [target(case)]))[0],
        case.run(lambda wire: apns.check(wire, access)),
    ):
        assert (outcome.kind, outcome.stage, outcome.code) == (Kind.AUTH, Stage.CREDENTIAL, "bad_key")


def test_reserved_names_win_over_data(case: ApnsCase) -> None:
    call = case.render(message(data={"aps": 1, "pushId": "x", "imageUrl": "mine"}))
    said = json.loads(call.body)
    assert (said["pushId"], said["imageUrl"], said["aps"]["badge"]) == (MESSAGE.push_id, "mine", 3)
