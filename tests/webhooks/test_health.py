"""GET /api/im/admin/webhooks/{id}/health"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import App
from config.clock import ms, now_ms
from tests.client import Client
from tests.webhooks.endpoints import make_endpoint
from webhooks import health, minutes
from webhooks.minutes import Tallies, percentile, slot_of
from webhooks.models import BOUNDS, SLOTS, Attempt, Circuit, Delivery, Endpoint


@pytest.fixture
def endpoint(acme: App) -> Endpoint:
    return make_endpoint(acme)


def asked(client: Client, endpoint: Endpoint, **query: str) -> dict[str, Any]:
    shown: dict[str, Any] = client.get(f"/api/im/admin/webhooks/{endpoint.pk}/health", **query).data
    return shown


def a_delivery(endpoint: Endpoint, name: str = "evt_1", **fields: Any) -> Delivery:
    values = {"app_id": endpoint.app_id, "endpoint": endpoint, "event_id": name, "type": "message.sent"}
    return Delivery(**(values | fields))


def test_one_that_was_never_asked_for_anything(as_server: Client, endpoint: Endpoint) -> None:
    assert asked(as_server, endpoint) == {
        "id": str(endpoint.pk),
        "window": "1h",
        "status": "IDLE",
        "total": 0,
        "success": 0,
        "failed": 0,
        "successRate": None,
        "p50Ms": None,
        "p95Ms": None,
        "consecutiveFailures": 0,
        "lastSuccessAt": None,
        "lastFailureAt": None,
        "lastError": "",
        "backlog": 0,
        "oldestPendingAgeMs": 0,
        "breaker": "CLOSED",
    }


def test_it_tells_of_the_circuit_and_of_what_waits(as_root: Client, endpoint: Endpoint) -> None:
    now = timezone.now()
    Circuit.objects.update(
        consecutive_failures=12,
        last_success_at=now - timedelta(hours=2),
        last_failure_at=now,
        last_error="connect",
        open_until=now + timedelta(minutes=5),
    )
    happened = {"created_at": now - timedelta(minutes=3), "next_attempt_at": now + timedelta(hours=1)}
    waiting = [a_delivery(endpoint, f"evt_{n}", status="RETRYING", **happened) for n in range(3)]
    fresh = a_delivery(endpoint, "evt_fresh")
    held = a_delivery(endpoint, "evt_held", status="HELD", created_at=now - timedelta(days=2))
    Delivery.objects.bulk_create([*waiting, fresh, held])
    shown = asked(as_root, endpoint)
    assert (shown["status"], shown["breaker"]) == ("DOWN", "OPEN")
    assert (shown["consecutiveFailures"], shown["lastError"]) == (12, "connect")
    assert (shown["lastSuccessAt"], shown["lastFailureAt"]) == (ms(now) - 7_200_000, ms(now))
    assert shown["backlog"] == 4
    assert 180_000 <= shown["oldestPendingAgeMs"] < 240_000
    Circuit.objects.update(open_until=now)
    assert asked(as_root, endpoint)["breaker"] == "HALF_OPEN"


def test_a_backlog_is_not_counted_without_end(
    as_root: Client, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "MOST_COUNTED", 5)
    Delivery.objects.bulk_create(a_delivery(endpoint, f"evt_{n}") for n in range(7))
    assert asked(as_root, endpoint)["backlog"] == 5


@pytest.mark.parametrize("window", ["1h", "24h", "7d"])
@pytest.mark.parametrize("at", ["2026-03-08T12:00:00", "2026-03-08T12:34:56", "2026-03-08T12:59:59.999"])
def test_a_window_counts_what_its_attempts_would(endpoint: Endpoint, window: str, at: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    chance = random.Random(f"{window} {at}")
    delivery = a_delivery(endpoint)
    delivery.save()
    tallies, attempts = Tallies(), []
    for _ in range(1500):
        length = chance.choice([1, 24, 168]) * 61 * 60
        tried = now - timedelta(seconds=chance.random() * length)
        took, failed = int(chance.lognormvariate(5, 1.5)), chance.random() < 0.1
        tallies.count(endpoint.pk, ms(tried), took, failed=failed)
        error = "http_5xx" if failed else ""
        attempts.append(Attempt(delivery=delivery, number=1, at=tried, duration_ms=took, error_class=error))
    minutes.add(tallies)
    Attempt.objects.bulk_create(attempts)

    begin = now.replace(second=0, microsecond=0) - timedelta(minutes=health.WINDOWS[window] - 1)
    rows = Attempt.objects.filter(delivery=delivery, at__gte=begin)
    shown = health.health_of(endpoint.app, endpoint.pk, window=window, now=now)
    total, failed_ones = rows.count(), rows.exclude(error_class="").count()
    assert (shown["total"], shown["failed"]) == (total, failed_ones)
    assert shown["success"] == total - failed_ones
    assert shown["successRate"] == (total - failed_ones) / total
    latencies = sorted(rows.values_list("duration_ms", flat=True))
    for name, part in (("p50Ms", 0.50), ("p95Ms", 0.95)):
        slot = slot_of(latencies[int(part * total + 0.999999) - 1])
        assert (BOUNDS[slot - 1] if slot else 0) <= shown[name] <= BOUNDS[min(slot, SLOTS - 2)]


def test_a_percentile_lies_in_proportion_within_its_slot() -> None:
    slots = [0] * SLOTS
    assert percentile(slots, 0.5) is None
    slots[BOUNDS.index(100 - 20)] = 10  # 51 to 80 ms
    assert percentile(slots, 0.5) == 65
    slots[SLOTS - 1] = 90
    assert percentile(slots, 0.95) == BOUNDS[-1]
    assert percentile(slots, 0.1) == 80


def test_the_window_is_an_hour_unless_asked(as_operator: Client, endpoint: Endpoint) -> None:
    tallies = Tallies()
    for hours in (0, 2, 30):
        tallies.count(endpoint.pk, now_ms() - hours * 3_600_000, 100)
    minutes.add(tallies)
    assert asked(as_operator, endpoint)["total"] == 1
    totals = [asked(as_operator, endpoint, window=window)["total"] for window in health.WINDOWS]
    assert totals == [1, 2, 3]


def test_a_window_is_one_of_three(as_root: Client, endpoint: Endpoint) -> None:
    answer = as_root.get(f"/api/im/admin/webhooks/{endpoint.pk}/health", window="2h")
    assert answer.refused(400, "10004")


def test_an_unknown_a_foreign_and_a_deleted_one_are_the_same(
    as_root: Client, endpoint: Endpoint, other: App
) -> None:
    def refusal(endpoint_id: int) -> bytes:
        answer = as_root.get(f"/api/im/admin/webhooks/{endpoint_id}/health")
        assert answer.refused(404, "90404")
        return answer.raw

    Endpoint.objects.filter(pk=endpoint.pk).update(deleted_at=timezone.now())
    unknown = refusal(9_000_000_000_000_000_000)
    assert refusal(endpoint.pk) == refusal(make_endpoint(other).pk) == unknown
