"""A durable sink that writes one row for each event; the row's key would refuse a second one."""

from collections.abc import Sequence
from time import sleep

from django.db import connection

from journal.facts import Fact
from journal.models import Event

TABLE = "CREATE TABLE journal_test_ledger (event_id text PRIMARY KEY)"


def wants(fact: Fact) -> bool:
    return fact.type.startswith("kept.")


def deliver(events: Sequence[Event]) -> None:
    for event in events:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO journal_test_ledger (event_id) VALUES (%s)", [event.id])
        sleep(event.data.get("seconds", 0))


def delivered() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id FROM journal_test_ledger ORDER BY event_id")
        return [row[0] for row in cursor.fetchall()]
