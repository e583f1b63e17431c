"""Beat finds what no engine was woken for, settles what waits in vain, and removes what is old."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import App
from config.clock import ms
from tests.webhooks.deliveries import make_deliveries
from tests.webhooks.endpoints import make_endpoint
from webhooks import retention, sweeping
from webhooks.actions import settling
from webhooks.minutes import minute_of
from webhooks.models import (
    SLOTS,
    Alert,
    Attempt,
    Circuit,
    Delivery,
    DeliveryStatus,
    Endpoint,
    Hour,
    Minute,
    Payload,
)

pytestmark = pytest.mark.django_db
S = DeliveryStatus


def statuses(endpoint: Endpoint) -> list[str]:
    return sorted(Delivery.objects.filter(endpoint=endpoint).values_list("status", flat=True))


def test_it_finds_endpoints_with_something_due_that_nobody_holds(acme: App) -> None:
    soon = timezone.now() + timedelta(hours=1)
    due, later, held, done, disabled = [make_endpoint(acme, name=str(n)) for n in range(5)]
    for endpoint in (due, held, disabled):
        make_deliveries(endpoint, 3)
    make_deliveries(later, next_attempt_at=soon)
    make_deliveries(done, status=S.SUCCESS)
    Circuit.objects.filter(pk=held.pk).update(holder="somebody", held_until=soon)
    Endpoint.objects.filter(pk=disabled.pk).update(enabled=False)
    assert sweeping.forgotten() == [due.pk]
    Circuit.objects.update(held_until=timezone.now())
    assert sorted(sweeping.forgotten()) == [due.pk, held.pk]


def test_what_waits_in_vain_is_settled_part_by_part(acme: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "MOST", 2)
    disabled, deleted, fine = [make_endpoint(acme, name=str(n)) for n in range(3)]
    for endpoint in (disabled, deleted, fine):
        make_deliveries(endpoint, 3)
        make_deliveries(endpoint, status=S.SUCCESS)
    Endpoint.objects.filter(pk=disabled.pk).update(enabled=False)
    Endpoint.objects.filter(pk=deleted.pk).update(enabled=False, deleted_at=timezone.now())
    assert [sweeping.settle_some() for _ in range(3)] == [4, 2, 0]
    assert statuses(disabled) == ["HELD"] * 3 + ["SUCCESS"]
    assert statuses(deleted) == ["CANCELLED"] * 3 + ["SUCCESS"]
    assert statuses(fine) == ["PENDING"] * 3 + ["SUCCESS"]


def aged(endpoint: Endpoint, number: int, days: int) -> list[str]:
    events = make_deliveries(endpoint, number, status=S.SUCCESS)
    at = timezone.now() - timedelta(days=days)
    Delivery.objects.filter(event_id__in=events).update(created_at=at)
    Payload.objects.filter(event_id__in=events).update(created_at=at)
    for delivery in Delivery.objects.filter(event_id__in=events):
        Attempt.objects.create(delivery=delivery, number=1, at=at, duration_ms=1)
    return events


def test_retention_removes_what_is_older_than_it_keeps(acme: App) -> None:
    endpoints = [make_endpoint(acme, name=str(n)) for n in range(2)]
    for endpoint in endpoints:
        aged(endpoint, 5, days=31)
    young = aged(endpoints[0], 2, days=29)
    now = timezone.now()
    for model, kept in ((Minute, 8), (Hour, 32)):
        for days in (kept - 1, kept + 1):
            at = minute_of(ms(now - timedelta(days=days)))
            model.objects.create(endpoint_id=endpoints[0].pk, minute=at, slots=[0] * SLOTS)
    for days in (29, 31):
        Alert.objects.create(
            app=acme,
            endpoint=endpoints[0],
            type="GONE",
            level="CRITICAL",
            status="RESOLVED",
            message="",
            resolved_at=now - timedelta(days=days),
        )
    retention.prune(batch=2)
    assert sorted(Delivery.objects.values_list("event_id", flat=True)) == sorted(young)
    assert sorted(Payload.objects.values_list("event_id", flat=True)) == sorted(young)
    assert [model.objects.count() for model in (Attempt, Minute, Hour, Alert)] == [2, 1, 1, 1]


def test_an_endpoint_deleted_long_ago_goes_with_all_that_was_its_own(acme: App) -> None:
    old, new = [make_endpoint(acme, name=str(n)) for n in range(2)]
    for endpoint, days in ((old, 31), (new, 29)):
        at = timezone.now() - timedelta(days=days)
        Endpoint.objects.filter(pk=endpoint.pk).update(enabled=False, deleted_at=at)
        aged(endpoint, 1, days=days)
        Alert.objects.create(
            app=acme, endpoint=endpoint, type="GONE", level="CRITICAL", message="", resolved_at=at
        )
    retention.prune()
    assert [*Endpoint.objects.all()] == [new]
    assert Delivery.objects.get().endpoint == new
    assert Alert.objects.get().endpoint == new
