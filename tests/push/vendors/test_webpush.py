"""Web Push's own: the specification's example, what other libraries seal and open, VAPID, egress checks."""

import http_ece
import jwt
import pytest
from pytest_django.fixtures import Settings
from pywebpush import WebPusher

from push.vendors import sealing, webpush
from push.vendors.contract import Kind, Scope, Stage, Target
from tests.fakes.webpush import encode
from tests.push.vendors.cases.case import MESSAGE, Case
from tests.push.vendors.conftest import Start

# RFC 8291, 5
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3"
    "jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


@pytest.fixture
def case(started: Start) -> Case:
    return started("WEBPUSH")


def test_it_seals_as_the_specification_does() -> None:
    sealed = sealing.seal(
        b"When I grow up, I want to be a watermelon",
        KEYS,
        ours=sealing.private_key(SENDER),
        salt=sealing.decode(SALT),
    )
    assert encode(sealed) == SEALED


def test_what_it_seals_others_open_and_each_is_another(case: Case) -> None:
    plain = "你好".encode()
    sealed = [sealing.seal(plain, case.fake.keys) for _ in range(2)]
    assert sealed[0] != sealed[1]
    for one in sealed:
        opened = http_ece.decrypt(
            one, private_key=case.fake.browser, auth_secret=case.fake.secret, version="aes128gcm"
        )
        assert opened == plain


def test_what_others_seal_the_fake_opens(case: Case) -> None:
    other = WebPusher({"endpoint": case.token(), "keys": case.fake.keys})
    assert case.fake.open(other.encode(b"hi", "aes128gcm")["body"]) == b"hi"


def test_one_signature_serves_an_origin_for_half_a_day(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def signed(at: float, endpoint: str) -> str:
        monkeypatch.setattr(webpush, "time", lambda: at)
        return webpush._authorization(case.access(), endpoint)

    half = 12 * 3600
    first = signed(1000 * half, "https://push.test/a")
    assert first == signed(1001 * half - 1, "https://push.test/b")
    other = [
        signed(1001 * half, "https://push.test/a"),
        signed(1000 * half, "https://push.test:8443/a"),
    ]
    assert signed(1000 * half, "https://PUSH.test:443/a") == first
    assert len({first, *other}) == 3
    claims = jwt.decode(first.split("t=")[1].split(",")[0], options={"verify_signature": False})
    assert claims["aud"] == "https://push.test"
    assert claims["sub"] == "mailto:push@example.com"
    assert 11 * 3600 <= claims["exp"] - (1001 * half - 1) <= claims["exp"] - 1000 * half < 24 * 3600


@pytest.mark.parametrize(
    "keys",
    [{}, {"p256dh": "AAAA", "auth": KEYS["auth"]}, {**KEYS, "auth": "AAAA"}, {**KEYS, "p256dh": "é"}],
    ids=["none", "short", "short-auth", "no-base64"],
)
def test_keys_that_are_none_make_the_subscription_invalid(case: Case, keys: dict[str, str]) -> None:
    [outcome] = case.send(Target(1, case.token(), "WEBPUSH", keys=keys))
    assert (outcome.kind, outcome.code) == (Kind.INVALID_TOKEN, "bad_keys")
    assert outcome.scope is Scope.DEVICE  # it says nothing of the credential
    assert not case.fake.asked


@pytest.mark.parametrize(
    "endpoint", ["https://127.0.0.1/wp/a", "http://push.example.net/a", "https://[::1]/a", "ftp://a/"]
)
def test_an_endpoint_leads_nowhere_inside(case: Case, settings: Settings, endpoint: str) -> None:
    settings.PUSH_VENDOR_BASE_URLS = {}
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    [outcome] = case.send(Target(1, endpoint, "WEBPUSH", keys=KEYS))
    assert (outcome.kind, outcome.stage, outcome.code) == (Kind.PERMANENT, Stage.CONNECT, "blocked_address")


def test_a_refusal_is_about_this_subscription_alone(case: Case) -> None:
    """Who registers an endpoint of his own must not stop everybody's pushes by refusing ours."""
    case.fake.saying = "http_403"
    [outcome] = case.send(case.target(), message=MESSAGE)
    assert (outcome.kind, outcome.scope) == (Kind.AUTH, "DEVICE")


def test_a_server_that_repeats_an_endpoint_without_its_name_or_under_another_tells_nobody(case: Case) -> None:
    target = case.target()
    secret = target.token.rpartition("/")[2]
    case.fake.saying, case.fake.echoes = "403", (f"/wp/{secret}", f"https://other.example.org/wp/{secret}")
    [outcome] = case.send(target)
    assert outcome.message.startswith("no:")
    assert secret not in outcome.message
