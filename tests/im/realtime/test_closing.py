"""Sockets end with their sessions, their tokens, and their clients."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Account, EndReason, Session
from config.clock import now_ms
from im.realtime import heartbeat, sessions
from tests.im.realtime.conftest import Phones, Running, log_in
from tests.im.realtime.phone import deaf, eventually, frames_until_close


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (EndReason.ADMIN, 4001),
        (EndReason.DISABLED, 4001),
        (EndReason.DELETED, 4001),
        (EndReason.LOGIN_ELSEWHERE, 4003),
        (EndReason.REPLACED, 4003),
        (EndReason.SECRET_ROTATED, 4002),
    ],
)
def test_an_ended_session_is_told_and_closed(
    phone: Phones, alice: Account, reason: EndReason, code: int
) -> None:
    session = log_in(alice)
    gone, other = phone(token=session.token), phone(alice, platform="WEB")
    Session.objects.filter(jti=session.session.jti).end(reason, note="spam")
    assert gone.hear("session.kicked")["data"] == {"reason": reason, "note": "spam", "platform": "ANDROID"}
    assert gone.end() == (code, reason)
    assert other.ask("ping")["type"] == "pong"


def test_what_was_seen_too_late_is_seen_at_the_next_heartbeat(
    quick: None, phone: Phones, alice: Account
) -> None:
    """As when very many sessions end in one transaction: it is over long after it stamped them."""
    session = log_in(alice)
    gone, other = phone(token=session.token), phone(alice, platform="WEB")
    long_ago = timezone.now() - timedelta(minutes=5)
    Session.objects.filter(jti=session.session.jti).update(
        ended_at=long_ago, end_reason=EndReason.SECRET_ROTATED
    )
    assert gone.end() == (4002, EndReason.SECRET_ROTATED)
    assert other.ask("ping")["type"] == "pong"


def test_who_logged_out_is_closed_and_not_called_kicked(phone: Phones, alice: Account) -> None:
    session = log_in(alice)
    leaving = phone(token=session.token)
    Session.objects.filter(jti=session.session.jti).end(EndReason.LOGOUT)
    assert leaving.end() == (1000, "LOGOUT")
    assert leaving.heard == []


def test_all_sockets_of_the_session_are_closed(phone: Phones, alice: Account) -> None:
    session = log_in(alice)
    both = [phone(token=session.token) for _ in range(2)]
    Session.objects.filter(jti=session.session.jti).end(EndReason.ADMIN)
    assert [one.end()[0] for one in both] == [4001, 4001]


def test_sessions_end_while_redis_is_away(redis_away: None, phone: Phones, alice: Account) -> None:
    session = log_in(alice)
    gone = phone(token=session.token)
    Session.objects.filter(jti=session.session.jti).end(EndReason.ADMIN)
    assert gone.end()[0] == 4001


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway does not look for ended sessions by itself."""
    monkeypatch.setattr(sessions, "EVERY", 3_600)


def test_an_op_of_an_ended_session_is_refused_and_closes(
    unhurried: None, phone: Phones, alice: Account
) -> None:
    session = log_in(alice)
    gone = phone(token=session.token)
    Session.objects.filter(jti=session.session.jti).end(EndReason.ADMIN)
    assert gone.ask("sync")["status"] == "70052"
    assert gone.end()[0] == 4001


def test_a_token_that_expires_closes_with_4002(
    quick: None, phone: Phones, alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, longer = phone(token=log_in(alice, life=600).token), phone(alice, platform="WEB")
    later = now_ms() + 601_000
    monkeypatch.setattr(heartbeat, "now_ms", lambda: later)
    assert short.end() == (4002, "the token has expired")
    assert longer.ask("ping")["type"] == "pong"


def test_a_silent_socket_is_closed(quick: None, gateway: Running, alice: Account) -> None:
    with deaf(gateway.port, log_in(alice).token) as line:
        frames = frames_until_close(line)
    assert frames[0][0] == 1
    assert {opcode for opcode, _ in frames} == {1, 9, 8}
    opcode, payload = frames[-1]
    assert (opcode, payload[:2]) == (8, (4008).to_bytes(2, "big"))


def test_whoever_answers_pings_stays(quick: None, phone: Phones, alice: Account) -> None:
    one = phone(alice)
    assert one.hears_nothing("message.sent", 2.0)
    assert one.ask("ping")["type"] == "pong"


def test_a_client_that_closes_is_answered_and_gone(phone: Phones, gateway: Running, alice: Account) -> None:
    one = phone(alice)
    one.socket.close(4999, "enough")
    assert one.end()[0] == 4999
    eventually(lambda: not gateway.gateway.sockets)


def test_a_stopping_gateway_says_when_to_come_back(phone: Phones, gateway: Running, alice: Account) -> None:
    one = phone(alice)
    gateway.stop()
    code, reason = one.end()
    assert code == 1012
    assert '"retryAfterMs":' in reason
