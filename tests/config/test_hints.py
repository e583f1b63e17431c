"""A process that remembers something hears at once that it has changed, and of a Redis that came back."""

from collections.abc import Callable, Iterator
from queue import SimpleQueue

import pytest
from django.db import transaction

from config import hints
from config.redis import client

PATIENCE = 20


class Elsewhere:
    """Another process's listener, with one memory."""

    def __init__(self) -> None:
        self.forgotten: SimpleQueue[str | None] = SimpleQueue()
        self.listener = hints.Listener()
        self.listener.join("lists", self.forgotten.put)
        self.listener.start()

    def next(self) -> str | None:
        return self.forgotten.get(timeout=PATIENCE)


@pytest.fixture
def elsewhere() -> Elsewhere:
    there = Elsewhere()
    assert there.next() is None, "it listens now, and may have missed something before"
    return there


@pytest.fixture
def here() -> Iterator[list[str | None]]:
    """What this process forgot; once more when its own hint comes back to it over Redis."""
    forgotten: list[str | None] = []
    hints.listener.join("lists", forgotten.append)
    yield forgotten
    hints.listener._memories.pop("lists")


@pytest.mark.django_db(transaction=True)
def test_a_change_is_heard_here_and_elsewhere(elsewhere: Elsewhere, here: list[str | None]) -> None:
    with transaction.atomic():
        hints.changed("lists", "7")
        assert "7" not in here
    assert "7" in here
    assert elsewhere.next() == "7"


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_told_to_nobody(elsewhere: Elsewhere, here: list[str | None]) -> None:
    with transaction.atomic():
        hints.changed("lists", "7")
        transaction.set_rollback(True)
    hints.changed("lists", "8")
    assert "8" in here
    assert "7" not in here
    assert elsewhere.next() == "8"


def test_other_topics_are_not_its_own(elsewhere: Elsewhere) -> None:
    client().publish(hints.CHANNEL, "words 1")
    client().publish(hints.CHANNEL, "lists 2")
    assert elsewhere.next() == "2"


def test_after_a_lost_connection_it_forgets_everything(elsewhere: Elsewhere) -> None:
    client().execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    assert elsewhere.next() is None


@pytest.mark.django_db(transaction=True)
def test_with_redis_away_the_own_process_still_forgets(
    here: list[str | None], redis_away: Callable[[], None]
) -> None:
    hints.changed("lists", "7")
    assert "7" in here
