"""Many at once: an alert opens once and is told once, one evaluates, nobody waits for himself."""

from functools import partial

import pytest

from accounts.models import App
from config.sql import rows
from journal.facts import Fact
from tests.im.messages.test_batches import at_once
from tests.webhooks.endpoints import make_endpoint
from webhooks import minutes
from webhooks.alerts import Finding, evaluate, open_alert, raise_all
from webhooks.alerts.evaluating import ALONE, LOCK
from webhooks.minutes import Tally
from webhooks.models import Alert, AlertLevel, AlertType, Hour, Minute

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_who_open_it_one_tells(acme: App, facts: list[Fact]) -> None:
    endpoint = make_endpoint(acme)
    openings = [partial(open_alert, endpoint.pk, AlertType.EXHAUSTED, AlertLevel.CRITICAL, "given up")] * 8
    at_once(openings)
    assert Alert.objects.get().count == 8
    assert [fact.data["status"] for fact in facts] == ["OPEN"]


def test_who_raises_many_waits_for_nobody_who_waits_for_him(acme: App, facts: list[Fact]) -> None:
    endpoints = [make_endpoint(acme) for _ in range(6)]
    findings = [
        Finding(endpoint.pk, kind, AlertLevel.WARNING, "so")
        for endpoint in endpoints
        for kind in (AlertType.EXHAUSTED, AlertType.GONE)
    ]
    for _ in range(4):
        at_once([partial(raise_all, findings), partial(raise_all, findings[::-1]), evaluate, evaluate])
    assert Alert.objects.count() == len(facts) == 12


def test_two_do_not_evaluate_at_once() -> None:
    def evaluated() -> bool:
        (held,) = at_once([evaluate])
        return bool(held)

    assert evaluated()
    ((alone, _),) = rows(ALONE.replace("_xact", ""), {"lock": LOCK})
    assert alone
    assert not evaluated()
    rows("SELECT pg_advisory_unlock(%(lock)s)", {"lock": LOCK})
    assert evaluated()


def test_who_counts_for_the_same_endpoints_loses_nothing() -> None:
    tallies = [Tally(endpoint, 60 + minute) for endpoint in range(5) for minute in range(3)]
    for tally in tallies:
        tally.count(20)
    for _ in range(3):
        at_once([partial(minutes.add, tallies), partial(minutes.add, tallies[::-1])] * 2)
    assert set(Minute.objects.values_list("succeeded", flat=True)) == {12}
    assert set(Hour.objects.values_list("succeeded", flat=True)) == {36}
