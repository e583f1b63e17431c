"""A batch costs a few statements, however large it is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import Cursor

from accounts.models import App
from journal.facts import Fact
from push.models import Delivery
from push.models import DeliveryStatus as Status
from push.sending import store
from push.sending.completing import complete
from push.sending.due import Result
from push.vendors.contract import Kind, Outcome
from tests.push.credentials import make_credential
from tests.push.phones import make_notice
from tests.push.sending.post import OK
from tests.push.sending.queued import queued


@pytest.mark.usefixtures("remembering")
@pytest.mark.django_db
def test_a_large_batch_costs_as_many_as_a_small_one(
    acme: App, monkeypatch: pytest.MonkeyPatch, facts: list[Fact]
) -> None:
    make_credential(acme, "OPPO")
    hot: list[Any] = []

    def cursor(connection: Any) -> "Cursor[Any]":
        hot.append(connection)
        return Cursor(connection)

    monkeypatch.setattr("config.sql.Cursor", cursor)
    costs = []
    for number in (2, 2, 12):
        for _ in range(number):
            queued(acme, 1, "OPPO", notice=make_notice(acme))
        hot.clear()
        with CaptureQueriesContext(connection) as others:
            _send(acme, number)
        costs.append(len(hot) + len(others))
    assert costs[2] <= costs[1] <= 20
    assert Delivery.objects.filter(status="ACCEPTED").count() == 8


def _send(acme: App, number: int) -> None:
    """Half of it arrives, and half of it fails."""
    lane = (acme.pk, "OPPO")
    look = store.look(lane, 500)
    assert look.prepared
    dues = [due for batch in look.prepared.batches for due in batch.dues]
    assert len(dues) == number
    results = [Result(due, Status.ACCEPTED, outcome=OK) for due in dues[::2]]
    results += [Result(due, Status.FAILED, "REFUSED", outcome=Outcome(Kind.PERMANENT)) for due in dues[1::2]]
    assert complete([(lane, result) for result in results]) == number
