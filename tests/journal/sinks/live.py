"""A sink of after the commit: it remembers each call, and fails when a fact says so."""

from collections.abc import Sequence

from journal.facts import Fact

calls: list[list[str]] = []


def deliver(facts: Sequence[Fact]) -> None:
    calls.append([fact.type for fact in facts])
    if any(fact.data.get("broken") for fact in facts):
        raise ConnectionError("nobody listens")
