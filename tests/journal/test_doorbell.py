"""The doorbell wakes a worker, many rings are one, and a broker that is away is nobody's concern."""

import json
from base64 import b64decode
from collections.abc import Iterator
from time import monotonic, sleep
from uuid import uuid4

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction

from config.redis import client
from journal import doorbell
from journal.doorbell import Doorbell
from journal.models import Event
from journal.outbox import record
from tests.journal.facts import fact


@pytest.fixture
def app() -> Iterator[Celery]:
    """A Celery app like ours with a queue of its own, so that nobody else hears these rings."""
    with Celery("doorbell-test", broker=settings.CELERY_BROKER_URL, set_as_current=False) as app:
        app.conf.task_default_queue = f"doorbell-test-{uuid4()}"
        yield app
        client().delete(app.conf.task_default_queue)


@pytest.fixture
def deaf() -> Iterator[Celery]:
    with Celery("deaf-test", broker="redis+socket:///nowhere/valkey.sock", set_as_current=False) as app:
        yield app


def heard(app: Celery, at_least: int = 1) -> int:
    queue = app.conf.task_default_queue
    end = monotonic() + 20
    while monotonic() < end and client().llen(queue) < at_least:
        sleep(0.02)
    return int(client().llen(queue))


def test_a_ring_asks_a_worker_to_dispatch(app):
    Doorbell(app).ring()
    assert heard(app) == 1
    [message] = client().lrange(app.conf.task_default_queue, 0, -1)
    assert "journal.tasks.dispatch" in str(message)


def test_many_rings_at_once_are_few(app):
    bell = Doorbell(app)
    for _ in range(5000):
        bell.ring()
    assert 1 <= heard(app) < 50


def test_all_keys_that_are_rung_for_reach_the_task(app):
    bell = Doorbell(app, task="webhooks.tasks.deliver")
    for key in range(50):
        bell.ring([key, 7])
    wanted = set(range(50))

    def told() -> set[int]:
        messages = client().lrange(app.conf.task_default_queue, 0, -1)
        bodies = [json.loads(b64decode(json.loads(message)["body"])) for message in messages]
        return {key for args, _, _ in bodies for key in args[0]}

    end = monotonic() + 20
    while told() != wanted and monotonic() < end:
        sleep(0.02)
    assert told() == wanted
    assert heard(app) < 50


def test_a_ring_during_the_pause_is_not_lost(app):
    bell = Doorbell(app)
    bell.ring()
    assert heard(app) == 1
    bell.ring()
    assert heard(app, 2) == 2


def test_a_broker_that_is_away_is_told_apart_and_raises_nothing(deaf):
    assert Doorbell(deaf)._send() is False


@pytest.mark.usefixtures("journal")
def test_recording_does_not_notice_that_the_broker_is_away(deaf, monkeypatch):
    monkeypatch.setattr(doorbell, "_bell", Doorbell(deaf))
    with transaction.atomic():
        record(fact())
    assert Event.objects.waiting().count() == 1


@pytest.mark.usefixtures("journal")
def test_a_commit_with_rows_rings_and_one_without_does_not(app, monkeypatch):
    rings: list[str] = []
    bell = Doorbell(app)
    monkeypatch.setattr(bell, "ring", lambda: rings.append("ding"))
    monkeypatch.setattr(doorbell, "_bell", bell)
    with transaction.atomic():
        record(fact("fleeting.thing"))
    assert rings == []
    with transaction.atomic():
        record(fact())
        record(fact())
        assert rings == []
    assert rings == ["ding"]
