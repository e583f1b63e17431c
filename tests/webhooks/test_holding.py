"""One worker at a time holds an endpoint: nothing is sent twice while it lives, or lost when it dies."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import App
from tests.webhooks.deliveries import make_deliveries
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.engines import Running
from tests.webhooks.receiver import Answer, Receiver, wait_until
from webhooks import sweeping
from webhooks.circuits import State
from webhooks.models import Attempt, Circuit, Delivery, DeliveryStatus, Endpoint
from webhooks.sending import store
from webhooks.sending.store import Ask, Due, Outcome

ASKED = 100


def let_holds_run_out() -> None:
    Circuit.objects.update(held_until=timezone.now() - timedelta(seconds=1))


def outcome(due: Due, status: str = "SUCCESS") -> Outcome:
    error = "" if status == "SUCCESS" else "timeout"
    return Outcome(
        due.endpoint, due.delivery, due.tries, status, None, datetime.now(UTC), 7, 200, error, "", due.url
    )


def fetched(holder: str, endpoint: Endpoint, *, busy: tuple[int, ...] = ()) -> list[Due]:
    return store.due(holder, [Ask(endpoint.pk, ASKED, busy)])


@pytest.mark.django_db
def test_what_one_holds_no_other_can_take(acme: App) -> None:
    endpoint = make_endpoint(acme)
    assert store.take("one", [endpoint.pk]) == {endpoint.pk: State()}
    assert store.take("two", [endpoint.pk]) == {}
    assert store.release("one", [endpoint.pk]) == {endpoint.pk}
    assert [*store.take("two", [endpoint.pk])] == [endpoint.pk]


@pytest.mark.django_db
def test_a_hold_that_ran_out_is_free_unless_it_is_renewed(acme: App) -> None:
    endpoint = make_endpoint(acme)
    store.take("one", [endpoint.pk])
    let_holds_run_out()
    assert store.renew("one", [endpoint.pk]) == {endpoint.pk}
    assert store.take("two", [endpoint.pk]) == {}
    let_holds_run_out()
    assert [*store.take("two", [endpoint.pk])] == [endpoint.pk]
    assert store.renew("one", [endpoint.pk]) == set()


@pytest.mark.django_db
def test_only_the_holder_is_given_what_is_due(acme: App) -> None:
    endpoint = make_endpoint(acme)
    make_deliveries(endpoint, 2)
    make_deliveries(endpoint, status=DeliveryStatus.DEAD)
    make_deliveries(endpoint, next_attempt_at=timezone.now() + timedelta(hours=1))
    store.take("one", [endpoint.pk])
    assert fetched("two", endpoint) == []
    first, second = fetched("one", endpoint)
    assert fetched("one", endpoint, busy=(first.delivery,)) == [second]
    assert store.due("one", [Ask(endpoint.pk, 1)]) == [first]


@pytest.mark.django_db
def test_an_endpoint_with_something_due_is_not_let_go(acme: App) -> None:
    endpoint = make_endpoint(acme)
    store.take("one", [endpoint.pk])
    make_deliveries(endpoint)
    assert store.release("one", [endpoint.pk]) == set()
    Endpoint.objects.update(enabled=False)
    assert store.release("one", [endpoint.pk]) == {endpoint.pk}


@pytest.mark.django_db
def test_an_endpoint_whose_breaker_is_open_is_not_taken(acme: App) -> None:
    endpoint = make_endpoint(acme)
    Circuit.objects.update(open_until=timezone.now() + timedelta(seconds=9), openings=1, recent=[[5, 0, 10]])
    make_deliveries(endpoint)
    assert store.take("one", [endpoint.pk]) == {}
    assert sweeping.forgotten() == []
    Circuit.objects.update(open_until=timezone.now() - timedelta(seconds=9))
    assert sweeping.forgotten() == [endpoint.pk]
    [state] = store.take("one", [endpoint.pk]).values()
    assert (state.openings, state.recent) == (1, ((5, 0, 10),))
    assert state.is_probing(timezone.now())
    assert sweeping.forgotten() == []


@pytest.mark.django_db
def test_what_a_stale_holder_found_out_is_refused(acme: App) -> None:
    endpoint = make_endpoint(acme)
    make_deliveries(endpoint)
    store.take("stale", [endpoint.pk])
    [old] = fetched("stale", endpoint)
    let_holds_run_out()
    store.take("new", [endpoint.pk])
    [new] = fetched("new", endpoint)
    failing = State(consecutive_failures=1)
    assert store.complete("stale", [outcome(old, "DEAD")], {endpoint.pk: failing}) == 0
    assert not Attempt.objects.exists()
    assert Circuit.objects.get().consecutive_failures == 0
    assert store.complete("new", [outcome(new)], {endpoint.pk: State()}) == 1
    assert Delivery.objects.get().status == "SUCCESS"


@pytest.mark.django_db
def test_what_was_tried_meanwhile_counts_once(acme: App) -> None:
    endpoint = make_endpoint(acme)
    make_deliveries(endpoint)
    store.take("one", [endpoint.pk])
    [due] = fetched("one", endpoint)
    assert store.complete("one", [outcome(due, "RETRYING")], {endpoint.pk: State()}) == 1
    assert store.complete("one", [outcome(due)], {endpoint.pk: State()}) == 0
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "stays"), [("SUCCESS", "SUCCESS"), ("RETRYING", "HELD"), ("DEAD", "HELD")]
)
def test_what_was_held_back_under_way_stays_so_unless_it_arrived(status: str, stays: str, acme: App) -> None:
    endpoint = make_endpoint(acme)
    make_deliveries(endpoint)
    store.take("one", [endpoint.pk])
    [due] = fetched("one", endpoint)
    Delivery.objects.update(status=DeliveryStatus.HELD)
    store.complete("one", [outcome(due, status)], {endpoint.pk: State()})
    assert Delivery.objects.get().status == stays
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_any_number_of_endpoints_is_a_constant_number_of_statements(
    acme: App, hot: Callable[[], int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    endpoints = [make_endpoint(acme, name=str(n)) for n in range(20)]
    for endpoint in endpoints:
        make_deliveries(endpoint, 3)
    hot()
    with django_assert_num_queries(4):  # savepoints
        states = store.take("one", [endpoint.pk for endpoint in endpoints])
        due = store.due("one", [Ask(pk, 8) for pk in states])
        assert len(due) == 60
        assert store.complete("one", [outcome(one) for one in due], states) == 60
    assert hot() == 4
    assert Attempt.objects.count() == 60


def test_two_engines_never_send_the_same(
    engines: Callable[[], Running], receiver: Receiver, acme: App
) -> None:
    one, two = engines(), engines()
    endpoints = [make_endpoint(acme, receiver.url(f"/{n}")) for n in range(4)]
    events = [event for endpoint in endpoints for event in make_deliveries(endpoint, 50)]
    receiver.answers = lambda _: Answer(after=0.01)
    for endpoint in endpoints:
        one.wake(endpoint.pk)
        two.wake(endpoint.pk)
    receiver.wait_for(200)
    wait_until(lambda: not Delivery.objects.exclude(status="SUCCESS").exists())
    assert sorted(receiver.ids()) == sorted(events)
    assert max(receiver.at_once.values()) <= 8


def test_what_a_dead_holder_had_is_sent_by_another(
    engines: Callable[[], Running], receiver: Receiver, acme: App
) -> None:
    dead, alive = engines(), engines()
    endpoint = make_endpoint(acme, receiver.url())
    events = make_deliveries(endpoint, 40)
    hanging = Event()
    receiver.answers = lambda _: Answer(after=60) if not hanging.is_set() else Answer()
    dead.wake(endpoint.pk)
    receiver.wait_for(8)
    dead.freeze()
    hanging.set()
    alive.wake(*sweeping.forgotten())
    assert alive.holds() == []
    let_holds_run_out()
    alive.wake(*sweeping.forgotten())
    wait_until(lambda: not Delivery.objects.exclude(status="SUCCESS").exists())
    assert set(receiver.ids()) == set(events)
    assert len(receiver.ids()) == 48


def test_who_leaves_lets_go_and_finishes_what_is_under_way(
    engines: Callable[[], Running], receiver: Receiver, acme: App
) -> None:
    leaving, staying = engines(), engines()
    endpoint = make_endpoint(acme, receiver.url())
    events = make_deliveries(endpoint, 100)
    receiver.answers = lambda _: Answer(after=0.05)
    leaving.wake(endpoint.pk)
    receiver.wait_for(10)
    leaving.stop()
    assert Circuit.objects.get().holder == ""
    staying.wake(endpoint.pk)
    wait_until(lambda: not Delivery.objects.exclude(status="SUCCESS").exists())
    assert sorted(receiver.ids()) == sorted(events)


def test_with_postgresql_gone_for_a_moment_nothing_is_lost_or_doubled(
    engine: Running, receiver: Receiver, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhooks.sending.engine.AWAY", 0.05)
    endpoint = make_endpoint(acme, receiver.url())
    events = make_deliveries(endpoint, 120)
    receiver.answers = lambda _: Answer(after=0.01)
    engine.wake(endpoint.pk)
    for arrived in (10, 40, 70):
        receiver.wait_for(arrived)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    wait_until(lambda: not Delivery.objects.exclude(status="SUCCESS").exists())
    assert sorted(receiver.ids()) == sorted(events)
    assert Attempt.objects.count() == 120
