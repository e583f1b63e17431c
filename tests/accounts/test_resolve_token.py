"""Row 93, POST /api/im/internal/presence/resolve-token."""

import pytest

from accounts import tokens
from accounts.models import Account, App, Session
from config.clock import now_ms
from tests.client import Client

ROW = "/api/im/internal/presence/resolve-token"
NOTHING = dict.fromkeys(("appKey", "userId", "admin", "platform", "deviceId", "jti", "expiresAt"))


def token_of(client: Client) -> str:
    return client.headers["Authorization"].removeprefix("Bearer ")


def test_a_good_token_is_told_whole(as_internal: Client, as_root: Client) -> None:
    session = Session.objects.get()
    assert as_internal.post(ROW, {"token": token_of(as_root)}).data == {
        "valid": True,
        "appKey": "acme",
        "userId": "root",
        "admin": True,
        "platform": "WEB",
        "deviceId": "",
        "jti": session.jti,
        "expiresAt": session.expires_at.timestamp() * 1000,
        "reason": None,
    }


def test_a_bad_one_is_told_why(as_internal: Client, as_alice: Client, as_bob: Client, bob: Account) -> None:
    assert as_bob.post("/api/im/auth/logout").ok
    now = now_ms() // 1000
    expired = tokens.sign(tokens.IM, {"jti": "x", "iat": now - 20, "exp": now - 10})
    platform = tokens.platform_pair(1, "")["access"]
    for token, reason in [
        (token_of(as_bob), "REVOKED"),
        (expired, "EXPIRED"),
        ("nonsense", "MALFORMED"),
        (token_of(as_alice)[:-2] + "xx", "MALFORMED"),
        (platform, "MALFORMED"),
        ("x" * 10_000, "MALFORMED"),
        ("é\u2028", "MALFORMED"),
    ]:
        data = as_internal.post(ROW, {"token": token}).data
        assert data == {"valid": False, **NOTHING, "reason": reason}


def test_a_disabled_accounts_token_is_revoked(as_internal: Client, as_alice: Client) -> None:
    Account.objects.update(status="DISABLED")
    assert as_internal.post(ROW, {"token": token_of(as_alice)}).data["reason"] == "REVOKED"


def test_an_app_may_be_named(as_internal: Client, as_alice: Client, other: App) -> None:
    token = token_of(as_alice)
    assert as_internal.post(ROW, {"token": token, "appKey": "acme"}).data["valid"] is True
    assert as_internal.post(ROW, {"token": token, "appKey": "other"}).data["reason"] == "APP_MISMATCH"
    assert as_internal.post(ROW, {"token": token, "appKey": "nope"}).refused(404, "70014")


@pytest.mark.parametrize("body", [{}, {"token": ""}, {"token": 1}, {"token": None}])
def test_it_refuses_what_is_no_token(as_internal: Client, body: dict[str, object]) -> None:
    assert as_internal.post(ROW, body).refused(400, "10004", "token")


def test_nobody_else_may_ask(anonymous: Client, as_root: Client, as_server: Client) -> None:
    for client in (anonymous, as_root, as_server, Client({"X-Internal-Token": "wrong"})):
        assert client.post(ROW, {"token": "x"}).refused(401, "70003")
