"""Vendors that are away, slow, broken or talk nonsense; and their tokens, fetched once."""

import asyncio
import socket

import pytest

from push.vendors.contract import Kind, Outcome, Scope, Stage
from push.vendors.wire import Wire
from tests.push.vendors.cases.case import MESSAGE, Case
from tests.push.vendors.conftest import Start

WRONG_TYPES = b'{"code": {}, "data": [], "result": [], "value": 1, "error": 2, "message": {}}'


def test_a_status_of_http_is_understood_with_its_retry_after(case: Case) -> None:
    case.fake.retry_after = "7"
    for status, kind in ((500, Kind.RETRY), (503, Kind.RETRY), (429, Kind.THROTTLED)):
        case.say(f"http_{status}")
        [outcome] = case.send(case.target())
        wanted = {kind, Kind.THROTTLED} if status == 503 else {kind}  # Huawei's flow control is a 503
        assert outcome.kind in wanted, status
        assert (outcome.http_status, outcome.after) == (status, 7.0)
        assert (outcome.scope in (Scope.APP, Scope.DEVICE)) == (outcome.kind is Kind.THROTTLED)
    assert not case.fake.rings


def test_nobody_listens(case: Case, started: Start) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        scheme = case.url.partition(":")[0]
        started.lead(case, f"{scheme}://127.0.0.1:{held.getsockname()[1]}")
        outcomes = case.send(case.target())
    assert [(one.kind, one.stage) for one in outcomes] == [(Kind.RETRY, Stage.CONNECT)]


@pytest.mark.parametrize("scene", ["slow", "reset"])
def test_no_answer_to_what_went_out_is_unknown(case: Case, scene: str) -> None:
    case.say(scene)
    [outcome] = case.send(case.target(), timeout=0.3)
    assert outcome.kind is Kind.UNKNOWN
    assert outcome.message


def test_nonsense_is_no_success_and_raises_nothing(case: Case) -> None:
    if not case.reads:
        return
    case.say("garbage")

    async def work(wire: Wire) -> None:
        for words in (b"", b"<html>502", b"[]", b"{}", b"null", b'"code"', WRONG_TYPES, b"\xff"):
            case.fake.garbage = words
            [outcome] = await case.vendor.send(wire, case.access(), MESSAGE, [case.target()])
            assert (outcome.kind, outcome.http_status) == (Kind.UNKNOWN, 200), words

    case.run(work)


def test_nonsense_in_place_of_a_token_is_no_token(case: Case) -> None:
    if not case.fetches:
        return
    for words in (b"", b"[]", b"{}", b'{"data": [], "code": 0}', b'{"access_token": 1}'):
        case.fake.token_garbage = words
        [outcome] = case.send(case.target())
        assert outcome.kind not in (Kind.OK, Kind.UNKNOWN), words
        assert outcome.stage is Stage.AUTH
    assert not case.fake.rings


def test_fifty_at_once_fetch_one_token_and_one_more_when_it_is_refused(case: Case) -> None:
    async def fifty(wire: Wire, first: int) -> list[Outcome]:
        targets = [case.target(number) for number in range(first, first + 50)]
        sends = [case.vendor.send(wire, case.access(), MESSAGE, [one]) for one in targets]
        return [outcome for outcomes in await asyncio.gather(*sends) for outcome in outcomes]

    async def work(wire: Wire) -> None:
        assert {one.kind for one in await fifty(wire, 1)} == {Kind.OK}
        before = case.fake.fetches
        case.fake.revoke()
        assert {one.kind for one in await fifty(wire, 51)} == {Kind.OK}
        assert (before, case.fake.fetches) == ((1, 2) if case.fetches else (0, 0))
        assert len(case.fake.rings) == 100

    case.run(work)


def test_a_credential_that_is_refused_is_asked_about_once_by_all(case: Case) -> None:
    async def work(wire: Wire) -> list[Outcome]:
        access = case.access(**case.wrong)
        sends = [case.vendor.send(wire, access, MESSAGE, [case.target(number)]) for number in range(1, 51)]
        return [outcome for outcomes in await asyncio.gather(*sends) for outcome in outcomes]

    outcomes = case.run(work)
    assert {one.kind for one in outcomes} == {Kind.AUTH}
    assert not case.fake.rings
    if case.fetches:
        assert case.fake.fetches == 1
        assert {one.stage for one in outcomes} == {Stage.AUTH}
