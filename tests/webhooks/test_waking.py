"""A ring reaches an engine: that of this process if it has one, else over the broker."""

from collections.abc import Callable

import pytest

from accounts.models import App
from journal import doorbell
from tests.webhooks.deliveries import make_deliveries
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.engines import Running
from tests.webhooks.receiver import Receiver, wait_until
from webhooks import tasks, waking
from webhooks.models import Circuit, Delivery


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[int]]]:
    rings: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(doorbell, "ring_for", lambda task, keys: rings.append((task, [*keys])))
    return rings


def test_without_an_engine_here_the_broker_is_asked(rung: list[tuple[str, list[int]]]) -> None:
    waking.wake([7, 8])
    assert rung == [("webhooks.tasks.deliver", [7, 8])]


def test_the_first_ring_starts_the_engine_of_a_worker_and_then_none_goes_over_the_broker(
    engines: Callable[[], Running], receiver: Receiver, acme: App, rung: list[tuple[str, list[int]]]
) -> None:
    endpoint = make_endpoint(acme, receiver.url())
    try:
        make_deliveries(endpoint)
        tasks.deliver([endpoint.pk])
        receiver.wait_for(1)
        make_deliveries(endpoint)
        waking.wake([endpoint.pk])
        receiver.wait_for(2)
        make_deliveries(endpoint)
        wait_until(lambda: Circuit.objects.get().holder == "" or len(receiver.arrivals) == 3)
        tasks.sweep()
        wait_until(lambda: not Delivery.objects.exclude(status="SUCCESS").exists())
    finally:
        tasks.leave()
    assert rung == []
    assert Circuit.objects.get().holder == ""
    waking.wake([endpoint.pk])
    assert len(rung) == 1
