"""Rows 105 and 109, GET /api/push/admin/device-logs and /api/push/internal/device-logs."""

from itertools import combinations
from typing import Any

import pytest
from django.db import connection

from accounts.models import App
from config.clock import moment, now_ms
from config.sql import rows
from push import log_feed, logs
from push.models import DeviceLog, LogEvent
from tests.client import Client
from tests.push.devices import make_delivery, make_device

pytestmark = pytest.mark.django_db

ROW = "/api/push/admin/device-logs"
ALL = "/api/push/internal/device-logs"
HOUR = 3_600_000
DAY = 24 * HOUR


def write(app: App, count: int = 1, *, ago: int = 0, event: LogEvent = LogEvent.QUEUED, **more: Any) -> None:
    at = moment(now_ms() - ago)
    logs.write(logs.entry(event, app_id=app.pk, at=at, **more) for _ in range(count))


def ids(data: dict[str, Any]) -> list[int]:
    return [int(item["id"]) for item in data["items"]]


def newest_first(**wanted: Any) -> list[int]:
    return list(DeviceLog.objects.filter(**wanted).order_by("-at", "-pk").values_list("pk", flat=True))


def test_an_entry_says_what_happened_and_never_the_token(as_root: Client, acme: App) -> None:
    push = make_delivery(make_device(acme, token="a-secret-token-of-24-char"))
    more: dict[str, Any] = {"notice_id": push.notice_id, "delivery_id": push.pk, "attempt": 1}
    more |= {"http_status": 410, "vendor_code": "Gone", "vendor_message": "x" * 600, "latency_ms": 7}
    logs.write([logs.of_device(LogEvent.FAILED, push.device, detail={"hint": "wait"}, **more)])
    (item,) = as_root.get(ROW).items
    assert item == {
        "id": item["id"],
        "at": item["at"],
        "event": "FAILED",
        "level": "INFO",
        "userId": "bob",
        "deviceId": "phone",
        "vendor": "HUAWEI",
        "taskId": str(push.notice_id),
        "deliveryId": str(push.pk),
        "vendorMessageId": None,
        "attempt": 1,
        "httpStatus": 410,
        "vendorCode": "Gone",
        "vendorMessage": "x" * 500,
        "latencyMs": 7,
        "tokenMasked": "a-secr…char",
        "detail": {"hint": "wait"},
    }


def test_a_vendors_words_may_be_anything(acme: App) -> None:
    write(acme, vendor_code="\0\ud800", vendor_message="é\0" * 300, vendor_message_id="x" * 300)
    entry = DeviceLog.objects.get()
    assert (entry.vendor_code, len(entry.vendor_message_id)) == ("?", 200)


FILTERS: dict[str, tuple[Any, str, Any]] = {
    "userId": ("bob", "user_id", "bob"),
    "deviceId": ("phone", "device_id", "phone"),
    "taskId": ("7", "notice_id", 7),
    "tokenHash": ("ab" * 32, "token_hash", "ab" * 32),
    "vendor": ("huawei", "vendor", "HUAWEI"),
    "event": ("FAILED", "event", "FAILED"),
}


def test_every_combination_of_filters_finds_what_it_should(as_root: Client, acme: App, other: App) -> None:
    there: list[dict[str, Any]] = [
        {"user_id": ("bob", "alice")[n % 2], "device_id": ("phone", "pad")[n // 2 % 2]}
        | {"notice_id": (7, None)[n // 4 % 2], "token_hash": ("ab" * 32, "")[n // 8 % 2]}
        | {"vendor": ("HUAWEI", "")[n // 16 % 2], "event": (LogEvent.FAILED, LogEvent.SKIPPED)[n // 32 % 2]}
        for n in range(64)
    ]
    for n, one in enumerate(there):
        write(acme, ago=n * 1000, **one)
        if n % 8 == 0:
            write(other, **one)
    for size in range(len(FILTERS) + 1):
        for names in combinations(FILTERS, size):
            query = {name: FILTERS[name][0] for name in names}
            wanted = {FILTERS[name][1]: FILTERS[name][2] for name in names}
            answer = as_root.get(ROW, size=100, **query).data
            assert ids(answer) == newest_first(app_id=acme.pk, **wanted), names
            assert answer["total"] == len(answer["items"]) == 64 >> size


def test_the_last_day_unless_said_otherwise(as_root: Client, acme: App) -> None:
    write(acme, ago=0)
    write(acme, ago=23 * HOUR)
    write(acme, ago=25 * HOUR)
    write(acme, ago=40 * DAY)
    every = newest_first()
    assert ids(as_root.get(ROW).data) == every[:2]
    now = now_ms()
    assert ids(as_root.get(ROW, **{"from": now - 30 * DAY, "to": now}).data) == every[:3]
    assert ids(as_root.get(ROW, to=now - 24 * HOUR).data) == every[2:3]
    assert ids(as_root.get(ROW, **{"from": now - 42 * DAY, "to": now - 39 * DAY}).data) == every[3:]
    at = int(as_root.get(ROW).items[1]["at"])
    assert ids(as_root.get(ROW, **{"from": at, "to": at}).data) == every[1:2]
    last = 253_402_300_799_999  # of the year 9999
    assert ids(as_root.get(ROW, **{"from": last, "to": last}).data) == []


def test_spans_and_sizes_have_limits(as_root: Client, as_internal: Client) -> None:
    now = now_ms()
    for since in (now - 31 * DAY, now + HOUR):
        assert as_root.get(ROW, **{"from": since, "to": now}).refused(400, "10004", "from")
    bad = [("size", 201), ("size", 0), ("page", 0), ("vendor", "NOKIA"), ("event", "EATEN"), ("taskId", "x")]
    for field, value in [*bad, ("tokenHash", "ab"), ("cursor", "x"), ("from", "x")]:
        assert as_root.get(ROW, **{field: value}).refused(400, "10004", field), field
    assert as_root.get(ROW, page=51, size=200).refused(400, "10004", "page")
    assert as_root.get(ROW, page=50, size=200).ok
    assert as_internal.get(ALL, size=500).ok
    assert as_internal.get(ALL, size=501).refused(400, "10004", "size")


@pytest.mark.parametrize("query", [{}, {"event": "QUEUED"}, {"userId": "bob"}, {"taskId": "7"}], ids=str)
def test_pages_and_cursors_lead_through_all_of_it(as_root: Client, acme: App, query: dict[str, Any]) -> None:
    """Entries of one moment too."""
    write(acme, 7, ago=5000, user_id="bob", notice_id=7)
    write(acme, 6, ago=9000, user_id="bob", notice_id=7, vendor="FCM")
    every = newest_first()
    to = now_ms()
    pages = [as_root.get(ROW, page=page, size=5, to=to, **query).data for page in (1, 2, 3, 4)]
    assert [pk for page in pages for pk in ids(page)] == every
    assert {page["total"] for page in pages} == {13}
    walked, cursor = ids(pages[0]), pages[0]["nextCursor"]
    while cursor:
        page = as_root.get(ROW, size=5, to=to, cursor=cursor, **query).data
        walked, cursor = walked + ids(page), page["nextCursor"]
    assert walked == every
    assert pages[2]["nextCursor"] is None


def test_it_counts_no_further_than_pages_reach(
    as_root: Client, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_feed, "DEEPEST", 5)
    write(acme, 7)
    assert as_root.get(ROW, size=5).data["total"] == 5
    assert as_root.get(ROW, size=5, page=2).refused(400, "10004", "page")


def test_services_see_all_apps_or_one(as_internal: Client, acme: App, other: App) -> None:
    write(acme, user_id="bob")
    write(other, user_id="bob", ago=1000)
    assert ids(as_internal.get(ALL, userId="bob").data) == newest_first()
    assert ids(as_internal.get(ALL, appKey="other").data) == newest_first(app_id=other.pk)
    assert as_internal.get(ALL, appKey="nope").refused(401, "70014")


def test_an_operator_names_the_app_once(as_operator: Client, acme: App, other: App) -> None:
    write(acme)
    assert len(as_operator.get(ROW, appKey="acme").items) == 1
    assert as_operator.get(ROW, appKey="other").refused(400, "10004", "appKey")
    bare = Client({"Authorization": as_operator.headers["Authorization"]})
    assert bare.get(ROW, appKey="acme").ok
    assert bare.get(ROW).refused(400, "10004", "appKey")


def test_whatever_is_asked_an_index_answers(acme: App) -> None:
    """Among many entries no plan reads them all: each look ends after what it needs."""
    fill = """
    INSERT INTO push_devicelog (app_id, at, event, level, user_id, device_id, vendor, notice_id, delivery_id,
      vendor_message_id, vendor_code, vendor_message, token_masked, token_hash, detail)
    SELECT %(app)s, now() - n * interval '1 ms', CASE WHEN n = 19999 THEN 'FAILED' ELSE 'QUEUED' END, 'INFO',
      'u' || n %% 500, 'd' || n %% 500, CASE WHEN n = 19998 THEN 'FCM' ELSE 'HUAWEI' END, n %% 5, n,
      '', '', '', '', md5((n %% 500)::text), '{}' FROM generate_series(1, 20000) n
    """
    rows(fill, {"app": acme.pk})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE push_devicelog")
    now = now_ms() + 1000
    rare: list[dict[str, Any]] = [
        {"event": "FAILED"},
        {"vendor": "FCM"},
        {"event": "FAILED", "vendor": "FCM"},
    ]
    others: list[dict[str, Any]] = [
        {},
        {"userId": "u1"},
        {"deviceId": "d1"},
        {"taskId": 1, "event": "FAILED"},
    ]
    for query in rare + others:
        looked = _read(acme, query | {"from": now - HOUR, "to": now, "page": 1, "size": 20})
        assert looked < 1000, (query, looked)


def _read(app: App, asked: dict[str, Any]) -> int:
    """How many blocks of the log and its indexes the page takes, without the count."""
    lead = log_feed._lead(asked)
    values = log_feed._values([app.pk], asked) | {"limit": 21, "skip": 0, "enough": 21}
    plan = rows("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + log_feed.FIND[lead], values)[0][0]
    found = plan[0]["Plan"]
    return int(found["Shared Hit Blocks"] + found["Shared Read Blocks"])
