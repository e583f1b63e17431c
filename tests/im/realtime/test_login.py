"""The four ways of saying who one is, and how those are told no who can't."""

from typing import Any

import orjson
import pytest
from django.db import OperationalError
from websockets.typing import Subprotocol

from accounts import tokens
from accounts.models import Account, AccountStatus, EndReason, Session
from config.clock import now_ms
from tests.im.realtime.conftest import Phones, log_in
from tests.im.realtime.phone import PATIENCE


def test_the_header_brings_the_credential(phone: Phones, alice: Account) -> None:
    session = log_in(alice)
    hello = phone(token=session.token).hello
    assert hello["userId"] == "alice"
    assert hello["appKey"] == "acme"
    assert hello["sessionId"] == session.session.jti
    assert hello["heartbeatMs"] == 30_000
    assert hello["resumeHintMs"] >= 0
    assert abs(hello["serverTime"] - now_ms()) < 60_000


def test_a_browser_brings_it_as_a_protocol_and_is_answered_im_v1(phone: Phones, alice: Account) -> None:
    browser = phone(subprotocols=[Subprotocol("im.v1"), Subprotocol(log_in(alice).token)])
    assert browser.socket.subprotocol == "im.v1"
    assert browser.hello["userId"] == "alice"


def test_a_first_frame_brings_it(phone: Phones, alice: Account) -> None:
    late = phone(greeted=False)
    late.say({"op": "auth", "token": log_in(alice).token})
    assert late.hear("hello")["data"]["userId"] == "alice"


def test_the_query_brings_it(phone: Phones, alice: Account) -> None:
    assert phone(query=f"?token={log_in(alice).token}").hello["userId"] == "alice"


def test_what_follows_the_first_frame_at_once_is_answered_after_hello(phone: Phones, alice: Account) -> None:
    hasty = phone(greeted=False)
    hasty.say({"op": "auth", "token": log_in(alice).token})
    hasty.say({"op": "ping", "ref": "1"})
    assert orjson.loads(hasty.socket.recv(timeout=PATIENCE))["type"] == "hello"
    assert hasty.hear("pong")["ref"] == "1"


@pytest.mark.parametrize(
    "first", [{"op": "ping"}, {"op": "auth"}, {"op": "auth", "token": 5}, [], "nonsense"]
)
def test_any_other_first_frame_is_the_last(phone: Phones, first: Any) -> None:
    stranger = phone(greeted=False)
    stranger.say(first)
    assert stranger.end()[0] == 4004
    assert stranger.heard == []


def test_who_says_nothing_is_closed(phone: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("im.realtime.socket.AUTH_WITHIN", 0.2)
    assert phone(greeted=False).end()[0] == 4004


def test_a_malformed_token_closes_with_4004_and_nothing_else(phone: Phones) -> None:
    stranger = phone(token="abc.def.ghi", greeted=False)
    assert stranger.end()[0] == 4004
    assert stranger.heard == []


def test_an_expired_token_closes_with_4002(phone: Phones) -> None:
    old = tokens.sign(tokens.IM, {"app": "x", "sub": "alice", "jti": "x", "iat": 1, "exp": 2})
    assert phone(token=old, greeted=False).end()[0] == 4002


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (EndReason.ADMIN, 4001),
        (EndReason.LOGIN_ELSEWHERE, 4003),
        (EndReason.REPLACED, 4003),
        (EndReason.SECRET_ROTATED, 4002),
        (EndReason.LOGOUT, 4004),
    ],
)
def test_an_ended_sessions_token_closes_as_its_socket_would_have_been(
    phone: Phones, alice: Account, reason: EndReason, code: int
) -> None:
    session = log_in(alice)
    Session.objects.filter(jti=session.session.jti).end(reason)
    assert phone(token=session.token, greeted=False).end()[0] == code


def test_a_disabled_accounts_token_closes_with_4001(phone: Phones, alice: Account) -> None:
    Account.objects.filter(pk=alice.pk).update(status=AccountStatus.DISABLED)
    assert phone(alice, greeted=False).end()[0] == 4001


def test_an_operators_token_is_no_accounts(phone: Phones) -> None:
    token = tokens.platform_pair(1, "")["access"]
    assert phone(token=token, greeted=False).end()[0] == 4004


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:9", "https://[", "file://"]
)
def test_a_foreign_page_is_not_welcome(phone: Phones, alice: Account, origin: str) -> None:
    foreign = phone(alice, greeted=False, origin=origin)
    assert foreign.end() == (4004, "foreign origin")
    assert foreign.heard == []


def test_the_apps_own_pages_are_welcome(phone: Phones, alice: Account) -> None:
    alice.app.changed_settings = {"allowedOrigins": ["https://chat.example"]}
    alice.app.save()
    assert phone(alice, origin="https://chat.example").hello


def test_the_servers_own_pages_are_welcome(phone: Phones, alice: Account, settings: Any) -> None:
    settings.BASE_URL = "https://im.example"
    assert phone(alice, origin="https://im.example").hello
    assert phone(alice, origin=f"http://127.0.0.1:{settings.PORT}").hello


def test_one_token_may_hold_several_sockets(phone: Phones, alice: Account) -> None:
    token = log_in(alice).token
    first, second = phone(token=token), phone(token=token)
    assert first.ask("ping")["type"] == second.ask("ping")["type"] == "pong"


def test_the_upgrade_agrees_to_no_compression(phone: Phones, alice: Account) -> None:
    eager = phone(alice, compression="deflate")
    assert eager.socket.response is not None
    assert "Sec-WebSocket-Extensions" not in eager.socket.response.headers


def test_a_database_that_is_away_sends_the_client_back_later(
    phone: Phones, alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **options: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("im.realtime.admission.caller_of_token", away)
    code, reason = phone(alice, greeted=False).end()
    assert code == 1012
    assert orjson.loads(reason)["retryAfterMs"] > 0
