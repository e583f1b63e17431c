"""Row 69, POST /api/im/admin/users/kick."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Account, Session
from journal.facts import Audience, Fact
from journal.models import Operation
from tests.client import Client

ROW = "/api/im/admin/users/kick"
SignIn = Callable[..., Client]


@pytest.fixture
def devices(alice: Account, sign_in: SignIn) -> dict[str, Client]:
    return {
        "phone": sign_in(alice, platform="IOS", device_id="phone"),
        "tablet": sign_in(alice, platform="IPAD", device_id="tablet"),
        "other": sign_in(alice, platform="IOS", device_id="other"),
    }


def dead(devices: dict[str, Client]) -> set[str]:
    answers = {name: client.get("/api/im/accounts/alice") for name, client in devices.items()}
    assert all(answer.ok or answer.refused(401, "70052") for answer in answers.values())
    return {name for name, answer in answers.items() if not answer.ok}


def test_all_sessions_end_and_old_sigs_are_dead(
    as_root: Client,
    anonymous: Client,
    devices: dict[str, Client],
    as_bob: Client,
    user_sig: Callable[..., str],
) -> None:
    before = user_sig("alice")
    answer = as_root.post(ROW, {"userId": "alice", "reason": "noise"})
    assert answer.data == {
        "total": 1,
        "success": 1,
        "failed": 0,
        "sessions": 3,
        "results": [{"userId": "alice", "status": "0", "message": "success", "sessions": 3}],
    }
    assert dead(devices) == set(devices)
    assert as_bob.get("/api/im/accounts/bob").ok
    assert set(Session.objects.exclude(ended_at=None).values_list("end_reason", "note")) == {
        ("ADMIN", "noise")
    }
    assert anonymous.post("/api/im/auth/login", {"userSig": before}).refused(401, "70052")
    later = user_sig("alice", issued_at=int(time.time()) + 2)
    assert anonymous.post("/api/im/auth/login", {"userSig": later}).ok


def test_old_sigs_may_be_left_alone(
    as_root: Client, anonymous: Client, devices: dict[str, Client], user_sig: Callable[..., str]
) -> None:
    assert as_root.post(ROW, {"userId": "alice", "invalidateUserSig": False}).data["sessions"] == 3
    assert anonymous.post("/api/im/auth/login", {"userSig": user_sig("alice")}).ok


@pytest.mark.parametrize(
    ("narrower", "gone"),
    [
        ({"platform": "IOS"}, {"phone", "other"}),
        ({"deviceId": "tablet"}, {"tablet"}),
        ({"platform": "IOS", "deviceId": "phone"}, {"phone"}),
        ({"platform": "WEB"}, set()),
    ],
)
def test_a_platform_or_device_narrows_it_and_leaves_sigs_alone(
    as_root: Client,
    anonymous: Client,
    devices: dict[str, Client],
    user_sig: Callable[..., str],
    narrower: dict[str, str],
    gone: set[str],
) -> None:
    assert as_root.post(ROW, {"userId": "alice", **narrower}).data["sessions"] == len(gone)
    assert dead(devices) == gone
    assert anonymous.post("/api/im/auth/login", {"userSig": user_sig("alice"), "platform": "SERVER"}).ok


def test_several_at_once_unknown_ones_are_failed_items(
    as_server: Client, devices: dict[str, Client], as_bob: Client, dave: Account, facts: list[Fact]
) -> None:
    data = as_server.post(ROW, {"userIds": ["bob", "nobody", "alice", "dave", "bob"]}).data
    assert [result["userId"] for result in data["results"]] == ["bob", "nobody", "alice", "dave", "bob"]
    assert [result["status"] for result in data["results"]] == ["0", "70107", "0", "70107", "0"]
    assert [result["sessions"] for result in data["results"]] == [1, 0, 3, 0, 1]
    assert (data["success"], data["failed"], data["sessions"]) == (3, 2, 4)
    assert sorted(fact.data["userId"] for fact in facts) == ["alice", "bob"]
    assert {fact.type for fact in facts} == {"user.kicked"}


def test_it_is_told_to_the_platform_and_logged_once(
    as_root: Client, devices: dict[str, Client], facts: list[Fact]
) -> None:
    as_root.post(ROW, {"userId": "alice", "platform": "IOS", "reason": "noise"})
    (fact,) = facts
    assert fact.audience == Audience(operators=True, gateways=True)
    assert fact.data == {
        "userId": "alice",
        "sessions": 2,
        "platform": "IOS",
        "deviceId": None,
        "reason": "ADMIN",
        "note": "noise",
        "operatorId": "root",
    }
    entry = Operation.objects.get(action="USER_KICK")
    assert entry.detail == {"userIds": ["alice"], "platform": "IOS", "deviceId": None, "reason": "noise"}


def test_who_has_no_session_is_kicked_all_the_same(
    as_root: Client, bob: Account, anonymous: Client, user_sig: Callable[..., str]
) -> None:
    sig = user_sig("bob")  # before the kick: one of the next second is good
    assert as_root.post(ROW, {"userId": "bob"}).data["results"][0]["status"] == "0"
    assert anonymous.post("/api/im/auth/login", {"userSig": sig}).refused(401, "70052")


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "userId"),
    ({"userId": "alice", "userIds": ["bob"]}, "userId"),
    ({"userId": "a b"}, "userId"),
    ({"userId": 1}, "userId"),
    ({"userIds": []}, "userIds"),
    ({"userIds": "alice"}, "userIds"),
    ({"userIds": [f"u{i}" for i in range(101)]}, "userIds"),
    ({"userId": "alice", "platform": "TV"}, "platform"),
    ({"userId": "alice", "deviceId": "d" * 129}, "deviceId"),
    ({"userId": "alice", "reason": "r" * 201}, "reason"),
    ({"userId": "alice", "invalidateUserSig": "yes"}, "invalidateUserSig"),
]


@pytest.mark.parametrize(("body", "field"), BAD)
def test_it_refuses_bad_parameters(as_root: Client, body: dict[str, Any], field: str) -> None:
    assert as_root.post(ROW, body).refused(400, "10004", field)


def test_the_edges_are_good(as_root: Client) -> None:
    body = {"userIds": [f"u{i}" for i in range(100)], "reason": "é" * 200, "platform": None, "deviceId": None}
    assert as_root.post(ROW, body).data["failed"] == 100


def test_users_may_not(as_alice: Client, bob: Account) -> None:
    assert as_alice.post(ROW, {"userId": "bob"}).refused(403, "60010")
