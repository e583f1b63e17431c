"""What watches the server hears: alive, ready or why not, and the counters, if it may."""

import threading

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import bounded, probes, tasks
from config.bounded import Bounded
from config.redis import client as redis

pytestmark = pytest.mark.django_db


def reasons(answer) -> dict[str, str]:
    return {name: check["reason"] for name, check in answer.json()["checks"].items() if not check["ok"]}


def test_alive_is_said_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_everything_answers(client):
    tasks.heartbeat()
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.content
    assert answer.json()["ready"] is True
    assert set(answer.json()["checks"]) == {"postgresql", "redis", "migrations", "worker"}
    assert all(check["reason"] for check in answer.json()["checks"].values())


def test_not_ready_without_a_worker(client):
    redis().delete(tasks.HEARTBEAT)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert list(reasons(answer)) == ["worker"]
    assert "no heartbeat" in reasons(answer)["worker"]


def test_the_heartbeat_dies_with_the_worker():
    tasks.heartbeat()
    assert 0 < redis().ttl(tasks.HEARTBEAT) <= tasks.HEARTBEAT_LIFE


def test_not_ready_without_redis(client, monkeypatch):
    away = Redis(unix_socket_path="/nowhere/valkey.sock", retry=Retry(NoBackoff(), 0))
    monkeypatch.setattr(probes, "client", lambda: away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert reasons(answer) == dict.fromkeys(("redis", "worker"), "does not answer (ConnectionError)")


def test_not_ready_without_postgresql(client, monkeypatch):
    tasks.heartbeat()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert set(reasons(answer)) == {"postgresql", "migrations"}
    assert "/nowhere" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_not_ready_before_the_migrations_ran(client):
    tasks.heartbeat()
    recorder = MigrationRecorder(connection)
    newest = max(name for app, name in recorder.applied_migrations() if app == "journal")
    recorder.record_unapplied("journal", newest)
    try:
        answer = client.get("/readyz")
    finally:
        recorder.record_applied("journal", newest)
    assert answer.status_code == 503
    assert reasons(answer) == {"migrations": f"not applied: journal.{newest}; run manage.py migrate"}


@pytest.fixture
def hanging(monkeypatch):
    """A question that hangs until the test is over, and how often it was asked."""
    monkeypatch.setattr(bounded, "PATIENCE", 0.05)
    release = threading.Event()
    asked: list[int] = []

    def hang() -> str:
        asked.append(1)
        release.wait(20)
        return "at last"

    yield Bounded(hang), asked, release
    release.set()


def test_who_asks_something_that_hangs_gets_away_in_time(hanging):
    question, _, _ = hanging
    with pytest.raises(TimeoutError):
        question.ask()


def test_what_hangs_is_not_asked_again_meanwhile(hanging):
    question, asked, release = hanging
    for _ in range(5):
        with pytest.raises(TimeoutError):
            question.ask()
    assert len(asked) == 1
    pending = question.start()
    release.set()
    assert pending.result(20) == "at last"
    assert question.start().result(20) == "at last"
    assert len(asked) == 2


def test_a_probe_that_hangs_is_a_reason_and_not_a_hanging_answer(client, hanging, monkeypatch):
    question, _, _ = hanging
    monkeypatch.setattr(probes, "PATIENCE", 0.05)
    monkeypatch.setitem(probes.PROBES, "redis", question)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "no answer within" in reasons(answer)["redis"]


def scrape(client, **extra):
    return client.get("/metrics", **extra)


def test_the_counters_are_for_whoever_bears_the_internal_token(client, settings):
    settings.DEMO = False
    settings.INTERNAL_TOKENS = ["the-current-one", "the-previous-one"]
    for token in settings.INTERNAL_TOKENS:
        assert scrape(client, headers={"authorization": f"Bearer {token}"}).status_code == 200
    for header in (
        {},
        {"authorization": "Bearer"},
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer ÿ"},
    ):
        assert scrape(client, headers=header).status_code == 403


def test_a_loopback_address_opens_the_counters_in_the_demo_only(client, settings):
    settings.DEMO = True
    assert scrape(client, REMOTE_ADDR="127.0.0.1").status_code == 200
    assert scrape(client, REMOTE_ADDR="203.0.113.9").status_code == 403
    assert (
        scrape(client, REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    )
    settings.DEMO = False
    assert scrape(client, REMOTE_ADDR="127.0.0.1").status_code == 403


def test_requests_are_counted_by_route_and_status_never_by_path(client, settings):
    settings.DEMO = True
    client.get("/healthz")
    client.get("/no/such/path/of-walruses")
    text = scrape(client).content.decode()
    assert 'hongyan_http_requests_total{method="GET",route="healthz",status="200"}' in text
    assert 'hongyan_http_request_seconds_bucket{le="0.01",method="GET",route="healthz"}' in text
    assert 'route="none",status="404"' in text
    assert "walrus" not in text


def test_an_invented_method_makes_no_label(client, settings):
    settings.DEMO = True
    client.generic("BREW", "/healthz")
    text = scrape(client).content.decode()
    assert 'method="OTHER"' in text
    assert "BREW" not in text


def test_the_outbox_is_shown_as_postgresql_has_it(client, settings):
    settings.DEMO = True
    text = scrape(client).content.decode()
    assert "hongyan_journal_waiting_events 0.0" in text
    assert "hongyan_webhook_waiting_deliveries 0.0" in text
    assert "hongyan_push_waiting_deliveries 0.0" in text
    assert "hongyan_journal_oldest_waiting_seconds 0.0" in text


def test_without_postgresql_the_counters_are_still_shown(client, settings, monkeypatch):
    settings.DEMO = True
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    text = scrape(client).content.decode()
    assert "hongyan_journal_waiting_events " not in text
    assert "hongyan_journal_events_recorded_total" in text
