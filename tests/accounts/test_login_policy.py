"""Row 1: which sessions a login displaces, by the app's policy."""

from collections.abc import Callable

import pytest

from accounts.models import Account, App, EndReason, Session
from tests.accounts.test_login import Sig, configure, login
from tests.client import Client

# Which sessions a login displaces, by policy: of a phone, a tablet, a browser, a desktop and a server.
DEVICES = {"IOS": "i", "ANDROID": "a", "IPAD": "p", "WEB": "w", "MAC": "m", "WINDOWS": "d", "SERVER": "s"}
POLICIES = [
    ("UNLIMITED", "IOS", set()),
    ("ONE_PER_PLATFORM", "IOS", {"IOS"}),
    ("ONE_PER_PLATFORM", "SERVER", set()),
    ("ONE_PER_CLASS", "IOS", {"IOS", "ANDROID"}),
    ("ONE_PER_CLASS", "HARMONY", {"IOS", "ANDROID"}),
    ("ONE_PER_CLASS", "LINUX", {"MAC", "WINDOWS"}),
    ("ONE_PER_CLASS", "IPAD", {"IPAD"}),
    ("ONE_PER_CLASS", "WEB", {"WEB"}),
    ("ONE_PER_CLASS", "SERVER", set()),
    ("SINGLE", "WEB", set(DEVICES) - {"SERVER"}),
    ("SINGLE", "SERVER", set()),
]


@pytest.mark.parametrize(("policy", "platform", "displaced"), POLICIES)
def test_the_login_policy_displaces(
    anonymous: Client,
    acme: App,
    alice: Account,
    sign_in: Callable[..., Client],
    user_sig: Sig,
    policy: str,
    platform: str,
    displaced: set[str],
) -> None:
    configure(acme, loginPolicy=policy)
    clients = {name: sign_in(alice, platform=name, device_id=device) for name, device in DEVICES.items()}
    assert login(anonymous, user_sig("alice"), platform=platform, deviceId="new").ok
    for name, client in clients.items():
        answer = client.get("/api/im/accounts/alice")
        assert answer.refused(401, "70052") if name in displaced else answer.ok, name
    ended = Session.objects.exclude(ended_at=None)
    assert {(session.platform, session.end_reason) for session in ended} == {
        (name, EndReason.LOGIN_ELSEWHERE) for name in displaced
    }


def test_the_same_device_replaces_its_session_under_any_policy(
    anonymous: Client, acme: App, alice: Account, user_sig: Sig
) -> None:
    configure(acme, loginPolicy="UNLIMITED")
    for platform in ("IOS", "SERVER"):
        first = login(anonymous, user_sig("alice"), platform=platform, deviceId="one").data["token"]
        assert login(anonymous, user_sig("alice"), platform=platform, deviceId="one").ok
        answer = Client({"Authorization": f"Bearer {first}"}).get("/api/im/accounts/alice")
        assert answer.refused(401, "70052")
    assert set(Session.objects.exclude(ended_at=None).values_list("end_reason", flat=True)) == {"REPLACED"}
    assert Session.objects.live().count() == 2


def test_without_a_device_id_nothing_says_that_it_is_the_same_device(
    anonymous: Client, acme: App, alice: Account, user_sig: Sig
) -> None:
    configure(acme, loginPolicy="UNLIMITED")
    for _ in range(2):
        assert login(anonymous, user_sig("alice")).ok
    assert Session.objects.live().count() == 2


def test_a_login_displaces_nobody_elses_sessions(
    anonymous: Client, acme: App, alice: Account, as_bob: Client, as_dave: Client, user_sig: Sig
) -> None:
    configure(acme, loginPolicy="SINGLE")
    assert login(anonymous, user_sig("alice"), deviceId="").ok
    assert as_bob.get("/api/im/accounts/bob").ok
    assert as_dave.get("/api/im/accounts/dave").ok
