"""Row 92, GET /api/im/admin/operation-logs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Account, App
from config.clock import ms
from journal import audit
from journal.models import Operation
from journal.operations import operation_feed
from tests.client import Client

ROW = "/api/im/admin/operation-logs"
DETAIL = {"userIds": ["alice"]}


class By:
    operator_role, ip, user_agent, comment = "A", "203.0.113.9", "curl/8", ""

    def __init__(self, operator_id: str) -> None:
        self.operator_id = operator_id


def logged(
    app: App, count: int, *, by: str = "root", action: str = "USER_KICK", target: str = "alice"
) -> None:
    """The first one the oldest, one a minute, the last one now."""
    entries = [
        audit.entry(By(by), action, app_id=app.pk, target_type="ACCOUNT", target_id=target, detail=DETAIL)
        for _ in range(count)
    ]
    for age, entry in enumerate(reversed(entries)):
        entry.created_at = timezone.now() - timedelta(minutes=age)
    audit.log_all(entries)


def test_an_entry_says_who_did_what_to_whom_from_where_and_when(as_root: Client, alice: Account) -> None:
    headers = {**as_root.headers, "User-Agent": "curl/8"}
    client = Client(headers)
    assert client.post("/api/im/admin/users/kick", {"userId": "alice", "reason": "spam"}).ok
    (entry,) = as_root.get(ROW).items
    row = Operation.objects.get()
    assert entry == {
        "id": str(row.pk),
        "operatorId": "root",
        "operatorRole": "A",
        "action": "USER_KICK",
        "targetType": "ACCOUNT",
        "targetId": "alice",
        "detail": {"userIds": ["alice"], "platform": None, "deviceId": None, "reason": "spam"},
        "ip": "127.0.0.1",
        "userAgent": "curl/8",
        "createdAt": ms(row.created_at),
    }


def test_the_newest_comes_first_and_a_cursor_leads_through_all(as_root: Client, acme: App) -> None:
    logged(acme, 7)
    at_once = audit.entry(By("root"), "USER_KICK", app_id=acme.pk)
    at_once.created_at = Operation.objects.latest("created_at").created_at  # two of the same moment
    audit.log_all([at_once])
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    for _ in range(4):
        answer = as_root.get(ROW, limit=2, **cursor).data
        seen += [item["id"] for item in answer["items"]]
        assert answer["hasMore"] == (len(seen) < 8)
        cursor = {"cursor": answer["nextCursor"]}
    assert answer["nextCursor"] is None
    newest_first = Operation.objects.order_by("-created_at", "-id").values_list("pk", flat=True)
    assert seen == [str(pk) for pk in newest_first]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"operatorId": "rita"}, 2),
        ({"action": "ACCOUNT_UPDATE"}, 3),
        ({"targetId": "bob"}, 4),
        ({"targetType": "ACCOUNT"}, 10),
        ({"targetType": "GROUP"}, 0),
        ({"operatorId": "root", "targetId": "bob"}, 4),
        ({"operatorId": "root", "action": "USER_KICK", "targetType": "ACCOUNT", "targetId": "alice"}, 1),
        ({"action": "account_update"}, 0),
    ],
    ids=str,
)
def test_filters_are_exact_and_narrow_one_another(
    query: dict[str, str], found: int, as_root: Client, acme: App
) -> None:
    logged(acme, 2, by="rita")
    logged(acme, 3, action="ACCOUNT_UPDATE")
    logged(acme, 4, target="bob")
    logged(acme, 1)
    assert len(as_root.get(ROW, **query).items) == found


def test_times_are_inclusive_milliseconds(as_root: Client, acme: App) -> None:
    logged(acme, 5)
    times = [ms(at) for at in Operation.objects.order_by("created_at").values_list("created_at", flat=True)]
    assert len(as_root.get(ROW, startTime=times[1], endTime=times[3]).items) == 3
    assert len(as_root.get(ROW, endTime=253_402_300_799_999).items) == 5
    assert len(as_root.get(ROW, startTime=times[1] + 1).items) == 3
    assert len(as_root.get(ROW, endTime=times[3] - 1).items) == 3


def test_another_apps_entries_are_never_seen(as_root: Client, acme: App, other: App) -> None:
    logged(other, 3)
    assert as_root.get(ROW).items == []
    assert as_root.get(ROW, operatorId="root", action="USER_KICK", targetId="alice").items == []


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_whoever_looks_after_the_app_may_read_it(caller: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(caller).get(ROW).items == []


@pytest.mark.parametrize("limit", [0, 101, "x"])
def test_a_limit_beyond_the_bounds_is_400(limit: object, as_root: Client) -> None:
    assert as_root.get(ROW, limit=limit).refused(400, "10004", "limit")


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd", "WyJhIiwxXQ"])
def test_a_cursor_of_another_list_is_400(cursor: str, as_root: Client) -> None:
    assert as_root.get(ROW, cursor=cursor).refused(400, "10004", "cursor")


@pytest.mark.parametrize(
    "asked",
    [{}, {"operatorId": "root"}, {"action": "USER_KICK"}, {"targetType": "ACCOUNT"}, {"targetId": "bob"}],
)
def test_whatever_is_asked_an_index_has_it_in_order(asked: dict[str, str], acme: App) -> None:
    logged(acme, 3)
    feed = operation_feed(acme.pk, asked=asked, limit=1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    columns = {"operatorId": "operator_id", "targetType": "target_type", "targetId": "target_id"}
    rows = Operation.objects.filter(app_id=acme.pk, **{columns.get(k, k): v for k, v in asked.items()})
    plan = rows.order_by("-created_at", "-id")[:1].explain()
    assert "Index Scan Backward" in plan
    assert "Sort" not in plan
    assert (feed["nextCursor"] is None) == (asked.get("targetId") == "bob")


def test_what_is_done_in_a_users_name_says_what_was_asked(
    as_server: Client, alice: Account, bob: Account
) -> None:
    pinned = "/api/im/conversations/bob/pinned"
    assert as_server.put(pinned, {"pinned": True}, actAs="alice").ok
    assert as_server.put("/api/im/conversations/bob/draft", {"draft": "secret"}, actAs="alice").ok
    assert as_server.put(pinned, {"pinned": "yes"}, actAs="alice").refused(400)
    draft, pin = as_server.get(ROW).items
    assert (pin["action"], pin["targetType"], pin["targetId"]) == ("CONVERSATION_PIN", "ACCOUNT", "alice")
    assert pin["detail"] == {"userId": "alice", "targetId": "bob", "pinned": True}
    assert draft["detail"] == {"userId": "alice", "targetId": "bob"}


def test_an_administrators_own_conversations_are_no_operations(as_root: Client, bob: Account) -> None:
    for query in ({}, {"actAs": "root"}):
        assert as_root.put("/api/im/conversations/bob/pinned", {"pinned": True}, **query).ok
    assert as_root.get(ROW).items == []
