"""A journal with sinks of its own, and the table that they write to."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.journal.sinks import ledger, live, picky

SINKS = "tests.journal.sinks"


@pytest.fixture
def journal(transactional_db, settings, monkeypatch) -> Iterator[None]:
    """Really committed, since what is tried here is what a commit or its absence does."""
    settings.EVENT_SINKS_INSIDE = []
    settings.EVENT_SINKS_NOW = [f"{SINKS}.live"]
    settings.EVENT_SINKS_LATER = [f"{SINKS}.ledger"]
    live.calls.clear()
    picky.asked.clear()
    monkeypatch.setattr(picky, "refusing", True)
    with connection.cursor() as cursor:
        cursor.execute(ledger.TABLE)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE journal_test_ledger")
