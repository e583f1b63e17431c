"""Facts for the tests of the journal."""

from typing import Any

from django.db import transaction

from journal import dispatch
from journal.facts import Fact
from journal.outbox import record


def fact(type_: str = "kept.thing", **data: Any) -> Fact:
    return Fact(type_, app_id=7, app_key="acme", data=data)


def recorded(*facts: Fact) -> list[str]:
    with transaction.atomic():
        record(*facts)
    return [one.id for one in facts]


def dispatch_all() -> int:
    """Everything that is due; how many events that were."""
    finished = 0
    while batch := dispatch.claim():
        finished += dispatch.hand_over(batch)
    return finished
