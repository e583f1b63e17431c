"""Wakes an engine for endpoints that have something due. A lost ring costs the seconds until the sweep."""

from collections.abc import Callable, Collection

from journal import doorbell

TASK = "webhooks.tasks.deliver"

Answering = Callable[[Collection[int]], None]

_here: Answering | None = None


def answer_here(answering: Answering | None) -> None:
    """An engine runs in this process: it need not be called over the broker."""
    global _here
    _here = answering


def wake(endpoint_ids: Collection[int]) -> None:
    if _here is not None:
        _here(endpoint_ids)
    else:
        doorbell.ring_for(TASK, endpoint_ids)
