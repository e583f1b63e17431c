"""What a moderator is asked, what its answers mean, and what is done when there is none."""

import socket
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from standardwebhooks import Webhook

from accounts.models import Account, App
from config.api.errors import BadParameter
from tests.client import Client
from tests.im.chat import SEND, message_to
from tests.im.realtime.phone import eventually
from tests.webhooks import moderator as does
from tests.webhooks.moderator import Handler, Moderator, ask_it
from webhooks import subscribing
from webhooks.asking import ALLOWED, Verdict, ask, ask_all, is_asked, question
from webhooks.asking.counting import counting
from webhooks.asking.verdicts import UNAVAILABLE
from webhooks.models import Circuit, Endpoint, Minute
from webhooks.signing import new_secret

BEFORE = "message.before_send"
DATA = {"msgType": "TEXT", "fromId": "alice", "content": {"text": "hello"}}


def test_nobody_is_asked_where_there_is_no_moderator(acme: App) -> None:
    assert not is_asked(acme.pk, BEFORE)
    assert ask(acme.pk, BEFORE, DATA) == ALLOWED


def test_a_moderator_is_asked_by_its_own_app_and_event_only(
    acme: App, other: App, moderator: Moderator
) -> None:
    ask_it(moderator, acme, BEFORE)
    assert is_asked(acme.pk, BEFORE)
    assert not is_asked(acme.pk, "message.before_edit")
    assert not is_asked(other.pk, BEFORE)


def test_what_is_asked_is_signed_as_any_event(acme: App, moderator: Moderator) -> None:
    secret = new_secret()
    ask_it(moderator, acme, BEFORE, secret=secret)
    assert ask(acme.pk, BEFORE, DATA) == ALLOWED
    (body,), (headers,) = moderator.bodies, moderator.headers
    said: Any = Webhook(secret).verify(body, headers)
    assert said["type"] == BEFORE
    assert said["appKey"] == "acme"
    assert said["data"] == DATA
    assert abs(said["timestamp"] / 1000 - int(headers["webhook-timestamp"])) <= 1
    assert headers["webhook-id"].startswith("evt_")
    assert headers["content-type"] == "application/json"


def test_a_secret_that_cannot_be_opened_is_no_answer_and_nobody_elses_business(
    as_alice: Client, bob: Account, acme: App, moderator: Moderator
) -> None:
    endpoint = ask_it(moderator, acme, BEFORE, fail_open=False)
    Endpoint.objects.update(secret="nokey:AAAA")
    subscribing.forget(acme.pk)
    assert ask(acme.pk, BEFORE, DATA) == UNAVAILABLE
    assert not moderator.asked
    assert as_alice.post(SEND, message_to("bob")).refused(400, "80001")
    Endpoint.objects.filter(pk=endpoint.pk).update(fail_open=True)
    subscribing.forget(acme.pk)
    assert as_alice.post(SEND, message_to("bob")).ok


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"action": "allow"}, ALLOWED),
        ({"action": "allow", "content": {"text": "not for this"}, "more": 1}, ALLOWED),
        ({"action": "deny"}, Verdict("deny", message="blocked by the app's moderator")),
        ({"action": "deny", "message": None}, Verdict("deny", message="blocked by the app's moderator")),
        ({"action": "deny", "message": "not here"}, Verdict("deny", message="not here")),
        ({"action": "deny", "message": " a\n\tb\u202ec\u200b "}, Verdict("deny", message="a b c")),
        ({"action": "deny", "message": "x" * 900}, Verdict("deny", message="x" * 200)),
        ({"action": "modify", "content": {"text": "***"}}, Verdict("modify", {"text": "***"})),
    ],
    ids=["allow", "more", "deny", "null", "message", "unclean", "long", "modify"],
)
def test_its_answer_is_the_verdict(
    acme: App, moderator: Moderator, answer: dict[str, Any], verdict: Verdict
) -> None:
    ask_it(moderator, acme, BEFORE)
    moderator.answer = answer
    assert _asked(acme, fits=lambda content: None) == verdict


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"allow",
        b"null",
        b"[]",
        b"{}",
        b'{"action": "ALLOW"}',
        b'{"action": true}',
        b'{"action": ["allow"]}',
        b'{"action": "deny", "action": "allow"}',
        b'{"action": "deny", "message": 5}',
        b'{"action": "modify"}',
        b'{"action": "modify", "content": "x"}',
        b'{"action": "modify", "content": {"text": "\\u0000"}}',
        b'{"action": "modify", "content": {"text": "refused"}}',
        b'{"action": "allow"} {"action": "deny"}',
        b'\xff{"action": "allow"}',
    ],
)
def test_any_other_answer_is_nonsense(acme: App, moderator: Moderator, answer: bytes) -> None:
    def fits(content: dict[str, Any]) -> None:
        if content["text"] == "refused":
            raise BadParameter("content", "is not content")

    ask_it(moderator, acme, BEFORE, fail_open=False)
    moderator.answer = lambda call: call.say(answer)
    assert _asked(acme, fits=fits) == UNAVAILABLE


def test_where_there_is_no_content_none_can_be_modified(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, "friend.before_add", fail_open=False)
    moderator.answer = {"action": "modify", "content": {}}
    assert ask(acme.pk, "friend.before_add", {}) == UNAVAILABLE


@pytest.mark.parametrize("fail_open", [True, False], ids=["open", "closed"])
@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (None, "connect"),
        (does.hangs, "timeout"),
        (does.resets, "reset"),
        (does.fails, "http_5xx"),
        (does.redirects, "http_3xx"),
        (does.babbles, "nonsense"),
        (does.rambles, "oversize"),
        (does.drips, "timeout"),
    ],
    ids=["refused", "time-out", "reset", "500", "redirect", "nonsense", "oversize", "slow-drip"],
)
def test_when_it_fails_the_policy_holds(
    acme: App,
    moderator: Moderator,
    failure: Callable[[Handler], None] | None,
    error: str,
    fail_open: bool,
) -> None:
    endpoint = ask_it(moderator, acme, BEFORE, fail_open=fail_open, timeout_ms=500)
    if failure is None:
        Endpoint.objects.update(url=f"http://127.0.0.1:{_closed_port()}/")
    else:
        moderator.answer = failure
    assert ask(acme.pk, BEFORE, DATA) == (ALLOWED if fail_open else UNAVAILABLE)
    assert len(moderator.asked) == (failure is not None)  # a redirect leads nowhere
    counting.flush()
    circuit, minute = Circuit.objects.get(), Minute.objects.get(endpoint_id=endpoint.pk)
    assert (circuit.consecutive_failures, circuit.last_error) == (1, error)
    assert (minute.succeeded, minute.failed, minute.timeouts) == (0, 1, error == "timeout")


def test_an_address_that_is_nobodys_business_is_not_called(
    acme: App, moderator: Moderator, settings: Any
) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    ask_it(moderator, acme, BEFORE, fail_open=False)
    assert ask(acme.pk, BEFORE, DATA) == UNAVAILABLE
    assert not moderator.asked


def test_plain_http_is_called_only_where_the_app_allows_it(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE, fail_open=False)
    App.objects.update(changed_settings={})
    assert ask(acme.pk, BEFORE, DATA) == UNAVAILABLE
    assert not moderator.asked


@pytest.mark.parametrize(
    ("filters", "asked"),
    [
        ({"msgTypes": ["TEXT"], "userIds": ["bob", "alice"]}, 1),
        ({"msgTypes": ["IMAGE"]}, 0),
        ({"groupIds": ["club"]}, 0),
    ],
    ids=["passes", "other-type", "lacks-it"],
)
def test_its_filters_say_what_it_is_asked(
    acme: App, moderator: Moderator, filters: dict[str, list[str]], asked: int
) -> None:
    ask_it(moderator, acme, BEFORE, filters=filters)
    assert ask(acme.pk, BEFORE, DATA) == ALLOWED
    assert len(moderator.asked) == asked


def test_who_is_disabled_or_deleted_is_not_asked(acme: App, moderator: Moderator) -> None:
    endpoint = ask_it(moderator, acme, BEFORE, enabled=False)
    assert not is_asked(acme.pk, BEFORE)
    Endpoint.objects.update(enabled=True, deleted_at=endpoint.created_at)
    assert not is_asked(acme.pk, BEFORE)


def test_many_are_asked_at_once(acme: App, moderator: Moderator) -> None:
    """It answers nobody before it has heard all of them."""
    ask_it(moderator, acme, BEFORE, timeout_ms=5_000)
    moderator.open.clear()
    questions = [question(acme.pk, BEFORE, {**DATA, "n": n}) for n in range(10)]
    from_it = does.opened_after(moderator, 10)
    assert ask_all([one for one in questions if one is not None]) == [ALLOWED] * 10
    from_it.join()
    assert sorted(one["data"]["n"] for one in moderator.asked) == list(range(10))


@pytest.mark.django_db(transaction=True)
def test_nobody_is_asked_inside_a_transaction(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE)
    with transaction.atomic(), pytest.raises(TransactionManagementError):
        ask(acme.pk, BEFORE, DATA)
    assert ask(acme.pk, BEFORE, DATA) == ALLOWED
    assert len(moderator.asked) == 1


def test_a_breaker_that_a_test_of_it_has_opened_is_closed_by_an_answer(
    acme: App, moderator: Moderator
) -> None:
    ask_it(moderator, acme, BEFORE)
    ask(acme.pk, BEFORE, DATA)
    Circuit.objects.update(open_until=timezone.now() - timedelta(hours=1), openings=3)
    counting.flush()
    circuit = Circuit.objects.get()
    assert (circuit.open_until, circuit.openings) == (None, 0)


def test_what_it_did_is_counted(acme: App, moderator: Moderator) -> None:
    endpoint = ask_it(moderator, acme, BEFORE)
    ask(acme.pk, BEFORE, DATA)
    moderator.answer = does.fails
    ask(acme.pk, BEFORE, DATA)
    counting.flush()
    circuit = Circuit.objects.get()
    assert circuit.consecutive_failures == 1
    ask(acme.pk, BEFORE, DATA)
    counting.flush()
    circuit.refresh_from_db()
    assert circuit.consecutive_failures == 2
    assert circuit.last_success_at is not None
    assert circuit.last_failure_at is not None
    assert circuit.last_failure_at >= circuit.last_success_at
    moderator.answer = {"action": "deny"}
    ask(acme.pk, BEFORE, DATA)
    counting.flush()
    circuit.refresh_from_db()
    assert circuit.consecutive_failures == 0
    assert circuit.failing_since is None
    tallies = Minute.objects.filter(endpoint_id=endpoint.pk)
    assert sum(one.succeeded for one in tallies) == 2
    assert sum(one.failed for one in tallies) == 2
    assert sum(sum(one.slots) for one in tallies) == 4


@pytest.mark.django_db(transaction=True)
def test_what_was_counted_is_written_by_itself(acme: App, moderator: Moderator, settings: Any) -> None:
    settings.WEBHOOK_COUNT_SECONDS = 0.01
    endpoint = ask_it(moderator, acme, BEFORE)
    tallies = Minute.objects.filter(endpoint_id=endpoint.pk)
    ask(acme.pk, BEFORE, DATA)
    eventually(lambda: sum(one.succeeded for one in tallies.all()) == 1)
    ask(acme.pk, BEFORE, DATA)
    eventually(lambda: sum(one.succeeded for one in tallies.all()) == 2)
    eventually(lambda: counting._timer is None)


def _asked(app: App, fits: Callable[[dict[str, Any]], None]) -> Verdict:
    asked = question(app.pk, BEFORE, DATA, fits=fits)
    assert asked is not None
    return ask_all([asked])[0]


def _closed_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
