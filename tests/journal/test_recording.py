"""What is recorded is told if, and only if, its transaction commits, and only to those who want it."""

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from journal.facts import Audience, Fact, new_id
from journal.models import Event
from journal.outbox import record
from tests.journal.facts import fact, recorded
from tests.journal.sinks import ledger, live

pytestmark = pytest.mark.usefixtures("journal")


def test_a_wanted_fact_becomes_one_row_that_carries_what_the_sinks_need():
    audience = Audience(users=("alice", "bob"), conversation_id=12)
    told = Fact(
        "kept.thing", app_id=7, app_key="acme", data={"text": "你好 🙂", "n": 2**53}, audience=audience
    )
    recorded(told)
    event = Event.objects.get()
    assert (event.id, event.app_id, event.app_key, event.type) == (told.id, 7, "acme", "kept.thing")
    assert event.data == {"text": "你好 🙂", "n": 2**53}
    assert event.receivers == audience
    assert event.waiting == ["tests.journal.sinks.ledger"]
    assert (event.attempts, event.lease_token, event.lease_until, event.dispatched_at) == (0, "", None, None)
    assert int(event.created_at.timestamp() * 1000) == told.at


def test_nobody_listening_means_no_row(settings, django_assert_num_queries):
    settings.EVENT_SINKS_LATER = []
    with transaction.atomic(), django_assert_num_queries(0):
        record(fact(), fact())
    assert not Event.objects.exists()
    assert live.calls == [["kept.thing", "kept.thing"]]


def test_a_fact_that_no_durable_sink_wants_leaves_no_row():
    recorded(fact("fleeting.thing"))
    assert not Event.objects.exists()
    assert live.calls == [["fleeting.thing"]]


def test_a_fact_that_is_not_durable_is_not_offered_to_durable_sinks():
    told = fact()
    told.durable = False
    recorded(told)
    assert not Event.objects.exists()


def test_what_stands_aside_reaches_the_sinks_beside_the_data():
    told, plain = fact(text="hi"), fact()
    told.aside = {"offlinePush": {"title": "你好"}}
    recorded(told, plain)
    event = Event.objects.get(pk=told.id)
    assert (event.data, event.aside) == ({"text": "hi"}, {"offlinePush": {"title": "你好"}})
    assert Event.objects.get(pk=plain.id).aside is None


def test_a_fact_that_is_not_for_sockets_is_not_offered_to_now_sinks():
    told = fact()
    told.socket = False
    recorded(told)
    assert live.calls == []
    assert Event.objects.count() == 1


def test_all_rows_of_a_call_are_one_statement(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        record(*[fact() for _ in range(50)], fact("fleeting.thing"))
    assert Event.objects.count() == 50


def test_only_the_sinks_that_want_it_are_waited_for(settings):
    settings.EVENT_SINKS_LATER = ["tests.journal.sinks.ledger", "tests.journal.sinks.picky"]
    recorded(fact())
    assert Event.objects.get().waiting == settings.EVENT_SINKS_LATER


def test_a_rollback_leaves_no_row_and_tells_nobody():
    with transaction.atomic():
        record(fact())
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert live.calls == []


def test_a_savepoint_rolled_back_takes_only_its_own_facts_with_it():
    with transaction.atomic():
        record(fact("kept.before"))
        with transaction.atomic():
            record(fact("kept.inside"))
            transaction.set_rollback(True)
        record(fact("kept.after"))
    assert list(Event.objects.order_by("id").values_list("type", flat=True)) == ["kept.before", "kept.after"]
    assert [told for call in live.calls for told in call] == ["kept.before", "kept.after"]


def test_now_sinks_are_called_once_for_a_transaction_and_only_after_it():
    with transaction.atomic():
        record(fact("kept.first"))
        record(fact("kept.second"), fact("kept.third"))
        assert live.calls == []
    assert live.calls == [["kept.first", "kept.second", "kept.third"]]


def test_a_now_sink_that_fails_is_invisible_to_the_caller_and_to_the_durable_sinks():
    recorded(fact(broken=True))
    assert live.calls == [["kept.thing"]]
    assert Event.objects.count() == 1


def test_a_now_sink_that_fails_takes_nothing_from_the_next_one(settings):
    settings.EVENT_SINKS_NOW = ["tests.journal.sinks.live", "tests.journal.sinks.live"]
    recorded(fact(broken=True))
    assert len(live.calls) == 2


def test_an_inside_sink_shares_the_transaction(settings):
    settings.EVENT_SINKS_INSIDE = ["tests.journal.sinks.inside"]
    [told] = recorded(fact())
    assert ledger.delivered() == [f"inside {told}"]


def test_an_inside_sink_that_fails_undoes_the_deed(settings):
    settings.EVENT_SINKS_INSIDE = ["tests.journal.sinks.inside"]
    with pytest.raises(ValueError, match="refuses"):
        recorded(fact(refuse=True))
    assert ledger.delivered() == []
    assert not Event.objects.exists()
    assert live.calls == []


def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        record(fact())


def test_ids_are_url_safe_and_sort_by_time():
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(len(one) == 36 and one.startswith("evt_") and one[4:].isalnum() for one in ids)
    assert [one[:18] for one in ids] == sorted(one[:18] for one in ids)
