"""Row 82, GET /api/im/admin/webhook-deliveries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Account, App
from config.clock import moment, ms
from tests.client import Client
from tests.webhooks.deliveries import BODY, fill, make_delivery
from tests.webhooks.endpoints import make_endpoint
from webhooks.deliveries import OF_ALL, OF_TYPE
from webhooks.models import Attempt, Delivery, Endpoint

ROW = "/api/im/admin/webhook-deliveries"


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme, "https://hooks.example.com/im")


def ids(client: Client, **query: Any) -> list[int]:
    return [int(item["id"]) for item in client.get(ROW, **query).items]


def test_a_delivery_shows_what_was_sent_what_was_answered_and_every_try(
    as_root: Client, endpoint: Endpoint
) -> None:
    at = timezone.now()
    last: dict[str, Any] = {
        "http_status": 503,
        "duration_ms": 40,
        "error": "http_5xx",
        "response_body": "later",
    }
    delivery = make_delivery(endpoint, "RETRYING", tries=2, next_attempt_at=at + timedelta(seconds=5), **last)
    common: dict[str, Any] = {"delivery": delivery, "at": at, "duration_ms": 40}
    answered = {"error_class": "http_5xx", "http_status": 503, "response_body": "later"}
    Attempt.objects.create(number=2, **common, **answered)
    Attempt.objects.create(number=1, **common, error_class="timeout")
    tried = {"at": ms(at), "durationMs": 40}
    (shown,) = as_root.get(ROW).items
    assert shown == {
        "id": str(delivery.pk),
        "webhookId": str(endpoint.pk),
        "event": "message.sent",
        "eventId": delivery.event_id,
        "url": endpoint.url,
        "attempt": 2,
        "status": "RETRYING",
        "httpStatus": 503,
        "durationMs": 40,
        "requestBody": BODY,
        "responseBody": "later",
        "error": "http_5xx",
        "nextRetryAt": ms(delivery.next_attempt_at),
        "createdAt": ms(delivery.created_at),
        "attempts": [
            {**tried, "httpStatus": None, "errorClass": "timeout", "responseBody": ""},
            {**tried, "httpStatus": 503, "errorClass": "http_5xx", "responseBody": "later"},
        ],
    }


def test_the_next_try_is_told_only_where_there_is_one(as_root: Client, endpoint: Endpoint) -> None:
    for status in ("SUCCESS", "DEAD", "HELD", "CANCELLED", "PENDING"):
        make_delivery(endpoint, status)
    shown = {item["status"]: item["nextRetryAt"] for item in as_root.get(ROW).items}
    assert shown.pop("PENDING") is not None
    assert set(shown.values()) == {None}


def test_the_newest_comes_first_and_a_cursor_leads_through_all(
    as_root: Client, acme: App, other: App, endpoint: Endpoint
) -> None:
    second = make_endpoint(acme)
    made = [make_delivery(one, status, age=age) for age, one, status in zip(
        range(7), (endpoint, second) * 4, ("SUCCESS", "DEAD", "PENDING") * 3, strict=False)]  # fmt: skip
    made += [make_delivery(endpoint, "DEAD", age=9), make_delivery(second, "DEAD", age=9)]
    Delivery.objects.filter(pk=made[-1].pk).update(created_at=made[-2].created_at)  # of the same moment
    make_delivery(make_endpoint(other))
    seen: list[int] = []
    cursor: dict[str, Any] = {}
    for _ in range(5):
        answer = as_root.get(ROW, limit=2, **cursor).data
        seen += [int(item["id"]) for item in answer["items"]]
        assert answer["hasMore"] == (len(seen) < 9)
        cursor = {"cursor": answer["nextCursor"]}
    assert answer["nextCursor"] is None
    assert seen == [one.pk for one in made[:7]] + [made[8].pk, made[7].pk]


def test_filters_narrow_one_another(as_root: Client, acme: App, endpoint: Endpoint) -> None:
    second = make_endpoint(acme)
    one = make_delivery(endpoint, "DEAD").pk
    two = make_delivery(endpoint, "SUCCESS", type="user.login").pk
    three = make_delivery(second, "SUCCESS").pk
    assert ids(as_root, webhookId=endpoint.pk) == [two, one]
    assert ids(as_root, status="SUCCESS") == [three, two]
    assert ids(as_root, event="message.sent") == [three, one]
    assert ids(as_root, event="message.sent", status="SUCCESS") == [three]
    assert ids(as_root, event="message.sent", webhookId=endpoint.pk) == [one]
    assert ids(as_root, status="SUCCESS", webhookId=endpoint.pk, event="user.login") == [two]
    assert (
        ids(as_root, status="HELD")
        == ids(as_root, event="no.such")
        == ids(as_root, webhookId="7777777")
        == []
    )


def test_times_are_inclusive_milliseconds_of_the_event(as_root: Client, endpoint: Endpoint) -> None:
    made = [make_delivery(endpoint, age=age) for age in range(4)]
    for one in made:
        one.created_at = moment(ms(one.created_at)) + timedelta(microseconds=999)
        one.save()
    times = [ms(one.created_at) for one in made]
    keys = [one.pk for one in made]
    assert ids(as_root, startTime=times[2], endTime=times[1]) == keys[1:3]
    assert ids(as_root, startTime=times[2] + 1) == keys[:2]
    assert ids(as_root, endTime=times[2] - 1) == keys[3:]
    assert ids(as_root, endTime=253_402_300_799_999, startTime=0) == keys
    assert ids(as_root, startTime=times[0], endTime=times[1]) == []
    place = as_root.get(ROW, limit=1).data["nextCursor"]
    assert ids(as_root, cursor=place) == keys[1:]
    assert ids(as_root, cursor=place, endTime=times[2]) == keys[2:]


def test_what_a_deleted_webhook_was_sent_stays_to_be_seen(as_root: Client, endpoint: Endpoint) -> None:
    delivery = make_delivery(endpoint, "SUCCESS")
    assert as_root.delete(f"/api/im/admin/webhooks/{endpoint.pk}").ok
    assert ids(as_root) == ids(as_root, webhookId=endpoint.pk) == [delivery.pk]


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_whoever_looks_after_the_app_may_read_it(caller: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(caller).get(ROW).items == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"status": "dead"}, "status"),
        ({"webhookId": "x"}, "webhookId"),
        ({"limit": 101}, "limit"),
        ({"limit": 0}, "limit"),
        ({"startTime": "today"}, "startTime"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "WzFd"}, "cursor"),
        ({"cursor": "Wy0xLDFd"}, "cursor"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_400(query: dict[str, Any], field: str, as_root: Client) -> None:
    assert as_root.get(ROW, **query).refused(400, "10004", field)


def test_a_page_costs_the_same_however_many_there_are(
    as_root: Client, root: Account, acme: App, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 5):
        for _ in range(count):
            delivery = make_delivery(make_endpoint(acme), "SUCCESS")
            Attempt.objects.create(delivery=delivery, number=1, at=timezone.now(), duration_ms=1)
        with django_assert_num_queries(4):  # and the one that finds them
            as_root.get(ROW)


@pytest.mark.parametrize(
    ("status", "event"), [(None, None), ("DEAD", None), (None, "user.login"), ("SUCCESS", "user.login")]
)
def test_whatever_is_asked_an_index_has_it_in_order(
    status: str | None, event: str | None, acme: App, endpoint: Endpoint
) -> None:
    """No row is read that is not shown, whatever else there is: it takes no longer with ten millions."""
    fill(endpoint, "DEAD", 2_000)
    fill(endpoint, "SUCCESS", 2_000)
    values: dict[str, Any] = {
        "app": acme.pk,
        "endpoint": None,
        "statuses": [status] if status else ["DEAD", "SUCCESS"],
        "type": event,
    }
    values |= {"since": moment(0), "before": moment(10**14), "id": 0, "limit": 2}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE webhooks_delivery")
        cursor.execute(f"EXPLAIN {OF_TYPE if event else OF_ALL}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    index = "webhook_delivery_log_of" if event else "webhook_delivery_log"
    assert f"Scan Backward using {index} on webhooks_delivery" in plan
    assert "Filter" not in plan.partition(index)[2].partition("->")[0]
