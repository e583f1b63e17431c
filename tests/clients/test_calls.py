"""When the client tries again, and when it must not: the exchange alone, without a network."""

import json
from typing import Any

import pytest

from hongyan import HongyanError, RateLimited, Refused, Retry, ServerFault, Unavailable, Unreachable
from hongyan.calls import Call, Outcome, Reply, Request, Wait, exchange
from hongyan.rows import Rows
from hongyan.sessions import Session

OK = Reply(200, json.dumps({"code": 200, "status": "0", "data": {"fine": True}, "message": ""}).encode())
BROKE = Unreachable("cut", sent=True)
NOBODY = Unreachable("refused", sent=False)


def refused(code: int, status: str = "90503", retry_after: str | None = None) -> Reply:
    envelope = {"code": code, "status": status, "data": None, "message": "no"}
    return Reply(code, json.dumps(envelope).encode(), retry_after)


def drive(
    call: Call, *outcomes: Outcome, retry: Retry | None = None
) -> tuple[Any, list[Request], list[float]]:
    """What came of it, the requests that were made, and how long was waited before each repeat."""
    steps = exchange(call, Session(), retry or Retry())
    requests: list[Request] = []
    waits: list[float] = []
    left = list(outcomes)
    step = next(steps)
    try:
        while True:
            if isinstance(step, Wait):
                waits.append(step.seconds)
                step = steps.send(None)
            else:
                requests.append(step)
                step = steps.send(left.pop(0))
    except StopIteration as end:
        return end.value, requests, waits
    except HongyanError as problem:
        return problem, requests, waits


def call_of(name: str, *places: str, **given: Any) -> Call:
    made: list[Call] = []
    method: Any = Rows(made.append)
    for part in name.split("."):
        method = getattr(method, part)
    method(*places, **given)
    return made[0]


READ = call_of("accounts.get", "bob")
SEND = call_of("messages.send", chat_type="SINGLE", to_id="bob", msg_type="TEXT", content={"text": "x"})
CREATE = call_of("friends.add", friend_id="bob")
PUT = call_of("conversations.set_pinned", "bob", pinned=True)
EDIT = call_of("messages.edit", "7", ext="x", expected_revision=1)
KICK = call_of("admin.users.kick", user_id="bob")


@pytest.mark.parametrize("call", [READ, SEND, CREATE, PUT], ids=["read", "send", "create", "put"])
@pytest.mark.parametrize(
    "outcome", [BROKE, NOBODY, refused(503), refused(502), refused(429, "60007")],
    ids=["broke", "nobody", "503", "502", "429"],
)  # fmt: skip
def test_what_can_be_repeated_is_and_word_for_word(call: Call, outcome: Outcome) -> None:
    answer, requests, waits = drive(call, outcome, outcome, OK)
    assert answer == {"fine": True}
    assert len(requests) == 3
    assert requests[0] == requests[1] == requests[2]
    assert len(waits) == 2


@pytest.mark.parametrize("call", [EDIT, KICK], ids=["edit", "kick"])
@pytest.mark.parametrize("outcome", [BROKE, refused(503)], ids=["broke", "503"])
def test_what_might_be_done_twice_is_not_repeated(call: Call, outcome: Outcome) -> None:
    problem, requests, _ = drive(call, outcome)
    assert isinstance(problem, Unreachable | Unavailable)
    assert len(requests) == 1


@pytest.mark.parametrize("outcome", [NOBODY, refused(429, "60007", "1")], ids=["nobody", "429"])
def test_what_was_surely_not_done_may_always_be_repeated(outcome: Outcome) -> None:
    answer, requests, _ = drive(KICK, outcome, OK)
    assert answer == {"fine": True}
    assert len(requests) == 2


@pytest.mark.parametrize("code", [400, 401, 403, 404, 413, 500])
def test_answers_are_not_repeated(code: int) -> None:
    problem, requests, waits = drive(SEND, refused(code, "x"))
    assert isinstance(problem, Refused)
    assert (problem.code, len(requests), waits) == (code, 1, [])


def test_a_send_and_a_creation_have_their_key_from_the_first_attempt_on() -> None:
    sent = json.loads(drive(SEND, OK)[1][0].body or b"")
    assert len(sent["clientMsgId"]) == 32
    assert len(drive(CREATE, OK)[1][0].headers["Idempotency-Key"]) == 32
    assert "Idempotency-Key" not in drive(KICK, OK)[1][0].headers


def test_retry_after_is_waited_for_and_a_little_longer() -> None:
    _, _, waits = drive(SEND, refused(429, "60007", "3"), refused(503, "90503", "0"), OK)
    assert 3 <= waits[0] <= 3.75
    assert 0 <= waits[1] <= 0.1


def test_pauses_grow_and_are_spread_and_bounded() -> None:
    retry = Retry(attempts=50, base=1, cap=8, patience=1000)
    _, _, waits = drive(READ, *[NOBODY] * 40, OK, retry=retry)
    assert all(low <= wait <= 2 * low for low, wait in zip([0.5, 1, 2, 4, 4, 4], waits, strict=False))
    assert max(waits) <= 8
    assert len(set(waits)) == len(waits)


def test_attempts_and_patience_have_an_end() -> None:
    problem, requests, _ = drive(READ, *[NOBODY] * 9, retry=Retry(attempts=3))
    assert isinstance(problem, Unreachable)
    assert len(requests) == 3
    problem, requests, waits = drive(READ, refused(429, "60007", "61"), retry=Retry(patience=60))
    assert isinstance(problem, RateLimited)
    assert problem.retry_after == 61
    assert (len(requests), waits) == (1, [])


def test_bad_signatures_are_not_made_worse() -> None:
    problem, requests, _ = drive(call_of("auth.login", user_sig="x"), refused(429, "70050", "1"))
    assert isinstance(problem, RateLimited)
    assert len(requests) == 1


def test_what_is_no_envelope_is_a_refusal_too() -> None:
    problem, _, _ = drive(KICK, Reply(502, b"<html>Bad Gateway</html>"))
    assert isinstance(problem, Unavailable)
    problem, _, _ = drive(KICK, Reply(200, b"[]"))
    assert isinstance(problem, Refused)
    problem, _, _ = drive(KICK, Reply(507, b""))
    assert isinstance(problem, ServerFault)


def test_lists_and_booleans_in_a_query_are_as_the_server_reads_them() -> None:
    call = call_of("admin.users.state", user_ids=["a", "b"], detail=True)
    assert drive(call, OK)[1][0].query == {"userIds": "a,b", "detail": "true"}
