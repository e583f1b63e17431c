"""How endpoints are, in a word, for a list of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import App
from config.clock import now_ms
from tests.webhooks.endpoints import make_endpoint
from webhooks import minutes
from webhooks.health import statuses
from webhooks.minutes import Tallies
from webhooks.models import Circuit, Delivery, DeliveryStatus, Endpoint


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme)


def tried(endpoint: Endpoint, succeeded: int, failed: int = 0, *, minutes_ago: int = 0) -> None:
    tallies = Tallies()
    at = now_ms() - minutes_ago * minutes.MINUTE_MS
    for n in range(succeeded + failed):
        tallies.count(endpoint.pk, at, 20, failed=n >= succeeded)
    minutes.add(tallies)


def waits(endpoint: Endpoint, *, since: int, status: DeliveryStatus = DeliveryStatus.PENDING) -> None:
    at = timezone.now() - timedelta(seconds=since)
    Delivery.objects.create(
        app_id=endpoint.app_id,
        endpoint=endpoint,
        event_id=f"evt_{since}",
        type="message.sent",
        status=status,
        created_at=at,
        next_attempt_at=timezone.now() + timedelta(hours=1),
    )


def status_of(endpoint: Endpoint) -> str:
    return statuses([endpoint.pk])[endpoint.pk]


def test_nothing_tried_and_nothing_waiting_is_idle(endpoint: Endpoint) -> None:
    assert status_of(endpoint) == "IDLE"


@pytest.mark.parametrize(
    ("succeeded", "failed", "status"),
    [
        (100, 0, "HEALTHY"),
        (99, 1, "HEALTHY"),
        (98, 2, "DEGRADED"),
        (5, 5, "DEGRADED"),
        (49, 51, "DOWN"),
        (0, 5, "DOWN"),
    ],
)
def test_the_rate_of_the_hour_decides(endpoint: Endpoint, succeeded: int, failed: int, status: str) -> None:
    tried(endpoint, 200, minutes_ago=61)
    tried(endpoint, succeeded, failed)
    assert status_of(endpoint) == status


def test_with_few_attempts_the_last_day_decides(endpoint: Endpoint) -> None:
    tried(endpoint, 0, 4)
    assert status_of(endpoint) == "DOWN"
    tried(endpoint, 1000, minutes_ago=1400)
    assert status_of(endpoint) == "HEALTHY"
    tried(endpoint, 0, 1)
    assert status_of(endpoint) == "DOWN"


def test_a_quiet_hour_is_not_idle_after_a_bad_day(endpoint: Endpoint) -> None:
    tried(endpoint, 6, 4, minutes_ago=100)
    assert status_of(endpoint) == "DEGRADED"


@pytest.mark.parametrize(
    ("since", "status", "expected"),
    [
        (59 - 5, DeliveryStatus.PENDING, "HEALTHY"),
        (61, DeliveryStatus.PENDING, "DEGRADED"),
        (61, DeliveryStatus.RETRYING, "DEGRADED"),
        (3600, DeliveryStatus.HELD, "IDLE"),
        (3600, DeliveryStatus.DEAD, "IDLE"),
    ],
)
def test_what_waits_for_long_degrades(
    endpoint: Endpoint, since: int, status: DeliveryStatus, expected: str
) -> None:
    waits(endpoint, since=since, status=status)
    assert status_of(endpoint) == expected


@pytest.mark.parametrize(
    ("circuit", "status"),
    [
        ({"consecutive_failures": 9}, "HEALTHY"),
        ({"consecutive_failures": 10}, "DOWN"),
        ({"open_until": timezone.now() + timedelta(seconds=30)}, "DOWN"),
        ({"open_until": timezone.now() - timedelta(seconds=30)}, "DOWN"),
    ],
    ids=["nine in a row", "ten in a row", "open", "half open"],
)
def test_ten_in_a_row_or_an_open_breaker_is_down(
    endpoint: Endpoint, circuit: dict[str, Any], status: str
) -> None:
    tried(endpoint, 1000)
    Circuit.objects.filter(endpoint=endpoint).update(**circuit)
    assert status_of(endpoint) == status


def test_a_disabled_one_is_disabled_whatever_else(endpoint: Endpoint) -> None:
    tried(endpoint, 0, 100)
    Endpoint.objects.filter(pk=endpoint.pk).update(enabled=False)
    assert status_of(endpoint) == "DISABLED"


def test_a_list_of_them_is_answered_at_once(acme: App) -> None:
    endpoints = [make_endpoint(acme) for _ in range(5)]
    tried(endpoints[0], 10)
    found = statuses([endpoint.pk for endpoint in endpoints])
    assert list(found.values()) == ["HEALTHY", "IDLE", "IDLE", "IDLE", "IDLE"]
    assert statuses([]) == {}
