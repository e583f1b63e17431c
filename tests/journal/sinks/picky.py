"""A durable sink that fails when the event says so, after it has written something."""

from collections.abc import Sequence

from django.db import connection

from journal.facts import Fact
from journal.models import Event

refusing = True
asked: list[str] = []


def wants(fact: Fact) -> bool:
    return fact.type.startswith("kept.")


def deliver(events: Sequence[Event]) -> None:
    for event in events:
        asked.append(event.id)
        if refusing and event.data.get("poison"):
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO journal_test_ledger (event_id) VALUES (%s)", [f"half of {event.id}"]
                )
                cursor.execute("SELECT 1 / 0")
