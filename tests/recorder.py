"""An inside-sink that keeps the facts of a test, so that it can look at them; all have their shape."""

from journal.facts import Fact
from tests import shapes

told: list[Fact] = []
misshapen: list[str] = []


def deliver(fact: Fact) -> None:
    told.append(fact)
    misshapen.extend(f"{fact.type} {problem}" for problem in shapes.differs(fact.type, fact.data))
