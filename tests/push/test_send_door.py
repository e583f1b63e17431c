"""Who may send: the app's secret, a signature with it, or the appKey alone where the app says so."""

from hashlib import sha256
from hmac import new as hmac
from time import time
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from accounts.actions.apps import Made
from accounts.callers import Caller
from accounts.models import App
from config.api.errors import Refusal
from config.api.parser import StrictJSONParser
from config.api.views import AlwaysJson
from push import doors
from push.doors import SendKey, is_listed

pytestmark = pytest.mark.django_db

ROW = "/api/push/send"
NONCE = "0123456789abcdef"
BODY = b'{"title": "hi", "n":  1}'


def request(query: str = "", body: bytes = BODY, *, address: str = "127.0.0.1", **headers: str) -> Request:
    django = RequestFactory().generic(
        "POST",
        ROW,
        body,
        content_type="application/json",
        QUERY_STRING=query,
        REMOTE_ADDR=address,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    return Request(django, parsers=[StrictJSONParser()], negotiator=AlwaysJson())


def signed(made: Made, query: str = "", body: bytes = BODY, *, where: str = ROW, **other: Any) -> Request:
    """As the contract says it, in other words than ours."""
    stamp, nonce = str(other.get("stamp", int(time() * 1000))), other.get("nonce", NONCE)
    lines = "\n".join([other.get("method", "POST"), where, stamp, nonce, sha256(body).hexdigest()])
    sign = hmac((other.get("secret") or made.app_secret).encode(), lines.encode(), sha256).hexdigest()
    headers = {"X_App_Key": "acme", "X_App_Timestamp": stamp, "X_App_Nonce": nonce, "X_App_Sign": sign}
    return request(query, other.get("sent", body), **{**headers, **other.get("headers", {})})


def caller(of: Request) -> Caller:
    found = SendKey().authenticate(of)
    assert found is not None
    return found[0]


def refusal(of: Request) -> tuple[int, str]:
    with pytest.raises(Refusal) as refused:
        SendKey().authenticate(of)
    return refused.value.code, refused.value.status


def test_the_secret_may_be_shown(made: Made) -> None:
    assert caller(request(X_App_Key="acme", X_App_Secret=made.app_secret)).role == "S"
    assert refusal(request(X_App_Key="acme", X_App_Secret="x")) == (401, "70009")
    assert refusal(request(X_App_Key="acme")) == (401, "70009")
    assert SendKey().authenticate(request()) is None


def test_or_signed_with(made: Made) -> None:
    assert caller(signed(made)).role == "S"
    assert caller(signed(made, "", b"", nonce="another" + NONCE)).app == made.app


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("b=2&a=1", f"{ROW}?a=1&b=2"),
        ("a=2&a=1&a=", f"{ROW}?a=&a=1&a=2"),
        ("q=a+b%20c", f"{ROW}?q=a%20b%20c"),
        ("q=%e9%b8%bf~-._!*'()", f"{ROW}?q=%E9%B8%BF~-._%21%2A%27%28%29"),
        ("a%2Fb=%26%3D", f"{ROW}?a%2Fb=%26%3D"),
    ],
)
def test_the_querys_pairs_are_encoded_and_sorted(made: Made, query: str, where: str) -> None:
    assert caller(signed(made, query, where=where)).role == "S"


def test_whatever_is_changed_on_its_way_is_noticed(made: Made) -> None:
    for other in (
        {"sent": BODY + b" "},
        {"where": ROW + "/x"},
        {"where": ROW + "?a=1"},
        {"method": "PUT"},
        {"secret": "another"},
        {"headers": {"X_App_Sign": ""}},
        {"headers": {"X_App_Sign": "é"}},
        {"headers": {"X_App_Nonce": "f" * 16}},
        {"headers": {"X_App_Timestamp": str(int(time() * 1000) + 1000)}},
    ):
        assert refusal(signed(made, **other)) == (401, "70009"), other


def test_a_call_is_made_now_and_once(made: Made) -> None:
    now = int(time() * 1000)
    for stamp in (now - 301_000, now + 301_000, 0):
        assert refusal(signed(made, stamp=stamp)) == (401, "70001")
    for nonsense in ("", "now", "-1", "9" * 16, "²"):
        assert refusal(signed(made, stamp=nonsense)) == (400, "10004")
    for nonce in ("", "x" * 15, "x" * 65):
        assert refusal(signed(made, nonce=nonce)) == (400, "10004")
    assert caller(signed(made, stamp=now - 290_000)).role == "S"
    assert refusal(signed(made)) == (401, "70001")
    assert caller(signed(made, nonce="x" * 64)).role == "S"


@pytest.mark.usefixtures("redis_away")
def test_without_redis_nobody_knows_whether_it_is_the_first(made: Made) -> None:
    assert refusal(signed(made)) == (503, "90503")
    assert caller(request(X_App_Key="acme", X_App_Secret=made.app_secret)).role == "S"


def let_in(app: App, *networks: str) -> None:
    app.changed_settings = {"pushSendAuth": "APP_KEY", "pushSendAllowedIps": list(networks)}
    app.save()


def test_an_app_may_let_the_app_key_alone_send_from_its_addresses(made: Made) -> None:
    let_in(made.app)
    assert refusal(request(X_App_Key="acme")) == (403, "60010")
    let_in(made.app, "203.0.113.0/24", "2001:db8::/32")
    assert caller(request(X_App_Key="acme", address="203.0.113.9")).role == "K"
    assert caller(request(X_App_Key="acme", address="::ffff:203.0.113.9")).role == "K"
    assert caller(request(X_App_Key="acme", address="2001:db8::1")).role == "K"
    assert refusal(request(X_App_Key="acme", address="203.0.114.9")) == (403, "60010")
    assert caller(signed(made)).role == "S"
    assert refusal(signed(made, secret="another", nonce="y" * 16)) == (401, "70009")


def test_but_not_too_often(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "KEYED_A_SECOND", 0.01)
    let_in(made.app, "127.0.0.1/32")
    for _ in range(doors.KEYED_AT_ONCE):
        caller(request(X_App_Key="acme"))
    assert refusal(request(X_App_Key="acme")) == (429, "60007")
    assert caller(request(X_App_Key="acme", X_App_Secret=made.app_secret)).role == "S"


def test_who_has_no_address_is_nowhere() -> None:
    assert not is_listed("", ["0.0.0.0/0", "::/0"])
    assert is_listed("10.0.0.1", ["0.0.0.0/0"])
