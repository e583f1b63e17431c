"""An inside-sink that keeps the facts of a test, so that it can look at what was told."""

from journal.facts import Fact

told: list[Fact] = []


def deliver(fact: Fact) -> None:
    told.append(fact)
