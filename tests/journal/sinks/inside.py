"""A sink inside the transaction: it writes beside the deed, and fails when the fact says so."""

from django.db import connection

from journal.facts import Fact


def deliver(fact: Fact) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO journal_test_ledger (event_id) VALUES (%s)", [f"inside {fact.id}"])
    if fact.data.get("refuse"):
        raise ValueError("the inside sink refuses")
