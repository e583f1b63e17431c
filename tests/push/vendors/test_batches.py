"""Of many tokens, what becomes of each: reasons that differ, second tries, test messages by the ten."""

import json
from dataclasses import replace

import orjson
import pytest
from aiohttp import web

from push.vendors.contract import Access, Kind, Outcome, Scope, Stage
from tests.push.vendors.cases.case import Case, message
from tests.push.vendors.conftest import Start


def kinds(outcomes: list[Outcome]) -> list[tuple[Kind, str]]:
    return [(one.kind, one.code) for one in outcomes]


def test_only_a_token_s_own_faults_make_it_invalid(started: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    case = started("HARMONY")
    targets = case.targets(4)
    reasons = ("tokenFormatError", "noPushTypeRight", "appinfoError")
    named = {reason: [one.token] for reason, one in zip(reasons, targets, strict=False)}
    said = {"code": "80100000", "msg": json.dumps({"illegalTokens": named}), "requestId": "r1"}
    monkeypatch.setattr(case.fake, "say", lambda *_: web.json_response(said))
    case.say("80100000")
    outcomes = case.send(*targets)
    assert kinds(outcomes) == [
        (Kind.INVALID_TOKEN, "tokenFormatError"),
        (Kind.PERMANENT, "noPushTypeRight"),
        (Kind.PERMANENT, "appinfoError"),
        (Kind.OK, ""),
    ]
    assert (outcomes[3].stage, outcomes[3].vendor_message_id) == (Stage.ACCEPTED, "r1")
    assert all(one.hint for one in outcomes[:3])


def test_a_sandbox_s_tests_go_ten_at_a_time(started: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    case = started("HARMONY")
    monkeypatch.setattr(case, "environment", "SANDBOX")
    outcomes = case.send(*case.targets(23))
    assert {one.kind for one in outcomes} == {Kind.OK}
    counts = [len(orjson.loads(asked.body)["target"]["token"]) for asked in case.fake.asked]
    assert counts == [10, 10, 3]
    assert [ring.token for ring in case.fake.rings] == [one.token for one in case.targets(23)]


def test_a_broken_key_is_told_before_anything_is_sent(started: Start) -> None:
    case = started("HARMONY")
    access = Access(1, "HARMONY", 9, {**case.fields, "privateKey": "no key"})
    outcome = case.run(lambda wire: case.vendor.check(wire, access))
    assert (outcome.kind, outcome.stage) == (Kind.AUTH, Stage.CREDENTIAL)
    assert not case.fake.asked


@pytest.mark.parametrize("name", ["HUAWEI", "HARMONY", "HONOR", "XIAOMI"])
def test_a_thousand_tokens_are_all_heard_of(started: Start, name: str) -> None:
    """Their answer is longer than any other that we read."""
    case = started(name)
    good, *rest = case.targets(1000)
    dead = [replace(one, token=f"dead-{one.token}-{'x' * 200}") for one in rest]
    first, *others = case.send(good, *dead)
    assert first.kind is Kind.OK
    assert {one.kind for one in others} == {Kind.INVALID_TOKEN}


def test_honor_s_failures_are_tried_once_more_and_no_others(started: Start) -> None:
    case = started("HONOR")
    targets = [case.target(1), case.target(2, "dead"), case.target(3, "fail"), case.target(4)]
    outcomes = case.send(*targets)
    assert kinds(outcomes) == [
        (Kind.OK, ""),
        (Kind.INVALID_TOKEN, "expireTokens"),
        (Kind.PERMANENT, "failTokens"),
        (Kind.OK, ""),
    ]
    sent = [orjson.loads(asked.body)["token"] for asked in case.fake.asked if "sendMessage" in asked.path]
    assert sent == [[one.token for one in targets], [targets[2].token]]
    assert [ring.token for ring in case.fake.rings] == [targets[0].token, targets[3].token]


def test_a_reason_that_nobody_knows_leaves_the_token(started: Start) -> None:
    case = started("HARMONY")
    case.say("someNewReason")
    assert kinds(case.send(case.target())) == [(Kind.PERMANENT, "someNewReason")]


@pytest.mark.parametrize("name", ["HUAWEI", "HARMONY", "HONOR", "XIAOMI", "MEIZU"])
def test_what_cannot_be_a_token_does_not_spoil_the_others_request(started: Start, name: str) -> None:
    case = started(name)
    bad = (
        f"{case.token(3)},{case.token(4)}",
        "",
        "两个",
        "a token",
        "t" * 1025,
        "line\nbreak",
        "good-token\n",
    )
    forged = [replace(case.target(2), token=token) for token in bad]
    first, *others, last = case.send(case.target(1), *forged, case.target(5))
    assert (first.kind, last.kind) == (Kind.OK, Kind.OK)
    assert {(one.kind, one.code, one.scope) for one in others} == {
        (Kind.INVALID_TOKEN, "no_token", Scope.DEVICE)
    }
    assert [ring.token for ring in case.fake.rings] == [case.token(1), case.token(5)]
    asked = len(case.fake.asked)
    assert {one.code for one in case.send(*forged)} == {"no_token"}
    assert len(case.fake.asked) == asked


def test_xiaomi_takes_no_token_for_bad_that_it_could_not_serve_otherwise(
    started: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = started("XIAOMI")
    said = {"result": "error", "code": 20301, "reason": "Too many topics"}
    monkeypatch.setattr(case.fake, "say", lambda *_: web.json_response(said))
    case.say("20301")
    assert kinds(case.send(case.target())) == [(Kind.PERMANENT, "20301")]


@pytest.mark.parametrize("name", ["HUAWEI", "HARMONY"])
def test_a_signed_receipt_of_its_server_is_found_good(started: Start, name: str) -> None:
    case: Case = started(name)
    case.fake.callback_user = str(case.fields["callbackUser"])
    case.fake.callback_secret = str(case.fields["callbackSecret"])
    headers = case.fake.receipt_headers()
    assert case.vendor.receipt_signed(case.access(), headers, b"")
    assert not case.vendor.receipt_signed(case.access(callbackUser="other"), headers, b"")
    assert not case.vendor.receipt_signed(case.access(), {}, b"")


@pytest.mark.parametrize("name", ["HUAWEI", "HARMONY", "HONOR", "XIAOMI"])
def test_nothing_that_is_checked_rings_also_with_the_longest_of_titles(started: Start, name: str) -> None:
    case = started(name)
    long = message(title="题" * 100, body="文" * 1000, data={"k": "v" * 1900})
    assert case.send(case.target(), message=long)[0].kind is Kind.OK
    assert case.run(lambda wire: case.vendor.check(wire, case.access())).kind is Kind.OK
    assert len(case.fake.rings) == 1
