"""Row 68, `GET /api/im/admin/users/state`, and row 94, `GET /api/im/internal/presence/users/{userId}`."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, AccountStatus, App
from config.clock import moment
from config.redis import client
from im.presence import store
from tests.client import Client
from tests.push.phones import make_device

STATES = "/api/im/admin/users/state"


def come(
    account: Account, number: str = "1", *, background: bool = False, platform: str = "IOS"
) -> store.Device:
    device = store.Device(
        "jti", platform, "d1", "node", 1_700_000_000_000 + int(number), background, "10.0.0.1", number
    )
    store.apply(client(), [store.Change(account.app_id, account.user_id, b"", store.member(device))])
    return device


def test_states_follow_the_sockets(as_root: Client, alice: Account, bob: Account, carol: Account) -> None:
    come(alice)
    come(alice, "2", background=True)
    come(bob, background=True)
    results = as_root.get(STATES, userIds="alice,bob,carol").data["results"]
    assert [(one["userId"], one["state"]) for one in results] == [
        ("alice", "ONLINE"),
        ("bob", "PUSH_ONLINE"),
        ("carol", "OFFLINE"),
    ]
    assert "devices" not in results[0]


def test_who_has_no_socket_but_a_phone_can_be_rung(
    as_root: Client, as_internal: Client, alice: Account, bob: Account, carol: Account, acme: App, other: App
) -> None:
    make_device(acme, "alice")
    make_device(acme, "bob", status="INVALID")
    make_device(other, "carol")
    results = as_root.get(STATES, userIds="alice,bob,carol").data["results"]
    assert [one["state"] for one in results] == ["PUSH_ONLINE", "OFFLINE", "OFFLINE"]
    shown = as_internal.get("/api/im/internal/presence/users/alice", appKey="acme").data
    assert (shown["online"], shown["state"]) == (False, "PUSH_ONLINE")
    come(alice)
    assert as_root.get(STATES, userIds="alice").data["results"][0]["state"] == "ONLINE"


def test_detail_shows_the_devices_oldest_first(as_server: Client, alice: Account) -> None:
    come(alice, "2", background=True, platform="WEB")
    come(alice, "1")
    (result,) = as_server.get(STATES, userIds="alice", detail=True).data["results"]
    assert result["devices"] == [
        {
            "platform": "IOS",
            "deviceId": "d1",
            "state": "ONLINE",
            "ip": "10.0.0.1",
            "connectedAt": 1_700_000_000_001,
        },
        {
            "platform": "WEB",
            "deviceId": "d1",
            "state": "PUSH_ONLINE",
            "ip": "10.0.0.1",
            "connectedAt": 1_700_000_000_002,
        },
    ]


def test_when_somebody_was_last_seen_is_told(as_root: Client, alice: Account) -> None:
    Account.objects.filter(pk=alice.pk).update(last_seen_at=moment(1_700_000_000_123))
    (result,) = as_root.get(STATES, userIds="alice").data["results"]
    assert result["lastSeenAt"] == 1_700_000_000_123


def test_who_is_unknown_deleted_or_of_another_app_is_named_apart(
    as_root: Client, alice: Account, bob: Account, dave: Account
) -> None:
    come(dave)
    Account.objects.filter(pk=bob.pk).update(status=AccountStatus.DELETED)
    data = as_root.get(STATES, userIds="nobody,alice,dave,bob,alice").data
    assert [one["userId"] for one in data["results"]] == ["alice"]
    assert data["errors"] == [{"userId": name, "status": "70107"} for name in ("nobody", "dave", "bob")]


@pytest.mark.parametrize("user_ids", ["", ",", "a" * 65, "x y", ",".join(f"u{n}" for n in range(501))])
def test_bad_user_ids_are_refused(as_root: Client, user_ids: str) -> None:
    assert as_root.get(STATES, userIds=user_ids).code == 400


def test_user_ids_are_required(as_root: Client) -> None:
    assert as_root.get(STATES).refused(400, "10004", "userIds")


def test_five_hundred_cost_one_round_trip_each(as_root: Client) -> None:
    names = ",".join(f"u{number}" for number in range(500))
    with CaptureQueriesContext(connection) as queries:
        assert len(as_root.get(STATES, userIds=names).data["errors"]) == 500
    assert len(queries) <= 3


def test_an_ordinary_account_may_not_ask(as_alice: Client, alice: Account) -> None:
    assert as_alice.get(STATES, userIds="alice").refused(403, "60010")


def test_redis_away_is_a_503(redis_away: None, as_root: Client, as_internal: Client, alice: Account) -> None:
    refused = as_root.get(STATES, userIds="alice")
    assert refused.refused(503, "90503")
    assert int(refused.headers["Retry-After"]) > 0
    assert as_internal.get("/api/im/internal/presence/users/alice", appKey="acme").refused(503, "90503")


def test_internally_a_user_is_shown_with_nodes(as_internal: Client, alice: Account) -> None:
    come(alice)
    data = as_internal.get("/api/im/internal/presence/users/alice", appKey="acme").data
    assert data == {
        "appKey": "acme",
        "userId": "alice",
        "online": True,
        "state": "ONLINE",
        "devices": [
            {
                "platform": "IOS",
                "deviceId": "d1",
                "nodeId": "node",
                "connectedAt": 1_700_000_000_001,
                "background": False,
            }
        ],
        "lastSeenAt": None,
    }


@pytest.mark.parametrize("user_id", ["nobody", "dave"])
def test_whom_nobody_knows_is_offline(
    as_internal: Client, alice: Account, dave: Account, user_id: str
) -> None:
    data = as_internal.get(f"/api/im/internal/presence/users/{user_id}", appKey="acme").data
    assert (data["online"], data["state"], data["devices"], data["lastSeenAt"]) == (
        False,
        "OFFLINE",
        [],
        None,
    )


def test_an_unknown_app_is_missing_and_none_is_a_bad_parameter(as_internal: Client, alice: Account) -> None:
    assert as_internal.get("/api/im/internal/presence/users/alice", appKey="nope").code == 404
    assert as_internal.get("/api/im/internal/presence/users/alice").refused(400, "10004", "appKey")


def test_without_the_internal_token_nobody_is_shown(
    as_root: Client, anonymous: Client, alice: Account
) -> None:
    for caller in (as_root, anonymous):
        assert caller.get("/api/im/internal/presence/users/alice", appKey="acme").code == 401


def test_a_profile_says_online_by_the_same_sockets(as_bob: Client, bob: Account, alice: Account) -> None:
    def online() -> Any:
        return as_bob.get("/api/im/accounts/alice").data["online"]

    assert online() is False
    come(alice)
    assert online() is True
