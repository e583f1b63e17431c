"""Each event reaches each sink that wants it at least once, and no event or sink suffers for another."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from journal import dispatch
from journal.models import Event
from tests.journal.facts import dispatch_all, fact, recorded
from tests.journal.sinks import ledger, picky

pytestmark = pytest.mark.usefixtures("journal")
LEDGER, PICKY = "tests.journal.sinks.ledger", "tests.journal.sinks.picky"


def let_leases_run_out() -> None:
    Event.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def let_waits_pass() -> None:
    Event.objects.waiting().update(next_attempt_at=timezone.now() - timedelta(seconds=1))


def test_what_was_recorded_is_handed_over_and_done():
    ids = recorded(*[fact() for _ in range(250)])
    assert dispatch_all() == 250
    assert ledger.delivered() == sorted(ids)
    assert not Event.objects.waiting().exists()
    assert dispatch_all() == 0


def test_a_claimed_event_is_not_claimed_again_while_its_lease_runs():
    recorded(fact())
    [event] = dispatch.claim()
    assert event.lease_token
    assert event.attempts == 1
    assert dispatch.claim() == []


def test_two_claims_share_what_waits():
    ids = recorded(*[fact() for _ in range(10)])
    first, second = dispatch.claim(6), dispatch.claim(6)
    assert (len(first), len(second)) == (6, 4)
    assert sorted(event.id for event in first + second) == sorted(ids)


def test_what_a_dead_worker_held_is_claimed_again_when_its_lease_has_run_out():
    recorded(fact())
    [lost] = dispatch.claim()
    let_leases_run_out()
    [found] = dispatch.claim()
    assert found.id == lost.id
    assert found.lease_token != lost.lease_token
    assert found.attempts == 2


def test_a_slow_worker_cannot_complete_what_was_given_to_another():
    [told] = recorded(fact())
    slow = dispatch.claim()
    let_leases_run_out()
    other = dispatch.claim()
    assert dispatch.hand_over(slow) == 0
    assert ledger.delivered() == []
    assert dispatch.hand_over(other) == 1
    assert ledger.delivered() == [told]


def test_a_slow_worker_completes_only_what_is_still_its_own():
    ids = recorded(fact(), fact())
    slow = dispatch.claim()
    Event.objects.filter(id=ids[0]).update(lease_until=timezone.now() - timedelta(seconds=1))
    other = dispatch.claim()
    assert dispatch.hand_over(slow) == 1
    assert ledger.delivered() == ids[1:]
    assert dispatch.hand_over(other) == 1


def test_what_is_done_is_not_done_twice_by_the_same_worker():
    recorded(fact())
    batch = dispatch.claim()
    assert dispatch.hand_over(batch) == 1
    assert dispatch.hand_over(batch) == 0


def test_a_poisonous_event_harms_no_other_of_its_batch(settings):
    settings.EVENT_SINKS_LATER = [LEDGER, PICKY]
    ids = recorded(fact(), fact(poison=True), fact())
    assert dispatch_all() == 2
    waiting = Event.objects.waiting().get()
    assert waiting.id == ids[1]
    assert waiting.waiting == [PICKY]
    assert waiting.lease_token == ""
    assert "DivisionByZero" in waiting.last_error or "division by zero" in waiting.last_error
    assert waiting.next_attempt_at > timezone.now() - timedelta(seconds=1)


def test_a_failing_sink_leaves_no_half_of_its_rows_and_the_other_sink_its_whole(settings):
    settings.EVENT_SINKS_LATER = [LEDGER, PICKY]
    [told] = recorded(fact(poison=True))
    dispatch_all()
    assert ledger.delivered() == [told]


def test_only_the_sink_that_failed_is_asked_again(settings, monkeypatch):
    settings.EVENT_SINKS_LATER = [LEDGER, PICKY]
    [told] = recorded(fact(poison=True))
    dispatch_all()
    let_waits_pass()
    monkeypatch.setattr(picky, "refusing", False)
    assert dispatch_all() == 1
    assert ledger.delivered() == [told]
    done = Event.objects.get()
    assert (done.waiting, done.last_error) == ([], "")
    assert done.dispatched_at


def test_a_failed_event_waits_before_it_is_tried_again(settings):
    settings.EVENT_SINKS_LATER = [PICKY]
    recorded(fact(poison=True))
    dispatch_all()
    Event.objects.update(next_attempt_at=F("next_attempt_at") + timedelta(minutes=1))
    assert dispatch.claim() == []
    let_waits_pass()
    assert len(dispatch.claim()) == 1


def test_a_thread_that_serves_lingers_and_finds_what_comes_meanwhile(monkeypatch):
    first = recorded(fact())
    second: list[str] = []

    def hand_over_and_record(batch):
        if not second:
            second.extend(recorded(fact()))
        return dispatch._together(batch)

    monkeypatch.setattr(dispatch, "LINGER", 0.05)
    monkeypatch.setattr(dispatch, "hand_over", hand_over_and_record)
    dispatch.serve()
    assert ledger.delivered() == first + second


def test_who_is_rung_beside_it_goes_on_at_once(monkeypatch):
    with dispatch._serving:
        dispatch.serve()
    assert dispatch._rung.is_set()
    monkeypatch.setattr(dispatch, "claim", lambda: [])
    dispatch.serve()
    assert not dispatch._rung.is_set()


def test_the_wait_doubles_up_to_ten_minutes():
    assert 0.8 <= dispatch.wait_after(1) <= 1.2
    assert 6.4 <= dispatch.wait_after(4) <= 9.6
    assert 480 <= dispatch.wait_after(10_000) <= 720


def test_a_sink_that_this_release_does_not_know_is_waited_for(settings):
    recorded(fact())
    settings.EVENT_SINKS_LATER = []
    assert dispatch_all() == 0
    assert LEDGER in Event.objects.waiting().get().last_error


def test_the_backlog_counts_what_waits_and_how_long():
    assert dispatch.backlog() == dispatch.Backlog(0, 0.0)
    recorded(fact(), fact())
    Event.objects.update(created_at=timezone.now() - timedelta(seconds=100))
    backlog = dispatch.backlog()
    assert backlog.waiting == 2
    assert backlog.oldest_seconds >= 100


def test_retention_removes_only_what_is_done_and_old(settings):
    settings.EVENT_RETENTION_DAYS = 7
    ids = recorded(*[fact() for _ in range(7)])
    dispatch_all()
    old = timezone.now() - timedelta(days=8)
    Event.objects.filter(id__in=ids[:5]).update(dispatched_at=old)
    [waiting] = recorded(fact())
    Event.objects.filter(id=waiting).update(created_at=old)
    assert dispatch.prune(batch=2) == 5
    assert sorted(Event.objects.values_list("id", flat=True)) == sorted([*ids[5:], waiting])
