"""Row 4, POST /api/im/admin/users/{userId}/usersig/verify."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from accounts import signatures
from accounts.models import Account, App
from tests.client import Client

Sig = Callable[..., str]


def verdict(client: Client, sig: str, user_id: str = "alice") -> Any:
    answer = client.post(f"/api/im/admin/users/{user_id}/usersig/verify", {"userSig": sig})
    assert answer.ok
    return answer.data


def test_a_good_sig_is_good(as_root: Client, acme: App, alice: Account, user_sig: Sig) -> None:
    now = int(time.time())
    data = verdict(as_root, user_sig("alice", expire=3600, issued_at=now))
    assert data.pop("remaining") in range(3590, 3601)
    assert data == {
        "valid": True,
        "reason": None,
        "status": "0",
        "identifier": "alice",
        "sdkAppId": acme.sdk_app_id,
        "issuedAt": now * 1000,
        "expiresAt": (now + 3600) * 1000,
    }


def test_a_bad_one_is_told_why(as_root: Client, acme: App, other: App, alice: Account, user_sig: Sig) -> None:
    now = int(time.time())
    foreign = signatures.generate(sdk_app_id=other.sdk_app_id, user_id="alice", secret="0" * 64, expire=60)
    cases = {
        ("EXPIRED", "70001"): user_sig("alice", expire=60, issued_at=now - 60),
        ("MALFORMED", "70003"): "nonsense",
        ("SIGNATURE_MISMATCH", "70009"): user_sig("alice", secret="0" * 64),
        ("USER_MISMATCH", "70013"): user_sig("bob"),
        ("APP_MISMATCH", "70014"): foreign,
    }
    for (reason, status), sig in cases.items():
        data = verdict(as_root, sig)
        assert (data["valid"], data["reason"], data["status"]) == (False, reason, status)
    assert verdict(as_root, "nonsense")["identifier"] is None
    assert verdict(as_root, cases["EXPIRED", "70001"])["remaining"] == 0


def test_a_kick_revokes(as_root: Client, alice: Account, user_sig: Sig) -> None:
    Account.objects.filter(pk=alice.pk).update(sig_not_before=int(time.time()))
    data = verdict(as_root, user_sig("alice"))
    assert (data["reason"], data["status"]) == ("REVOKED", "70052")


def test_there_need_not_be_such_an_account(as_root: Client, user_sig: Sig) -> None:
    assert verdict(as_root, user_sig("nobody"), "nobody")["valid"] is True


@pytest.mark.parametrize(
    "body", [{}, {"userSig": ""}, {"userSig": "x" * 4097}, {"userSig": 1}, {"userSig": None}]
)
def test_it_refuses_what_cannot_be_one(as_root: Client, body: dict[str, object]) -> None:
    assert as_root.post("/api/im/admin/users/alice/usersig/verify", body).refused(400, "10004", "userSig")


def test_4096_characters_are_not_too_many(as_root: Client) -> None:
    assert verdict(as_root, "x" * 4096)["reason"] == "MALFORMED"
