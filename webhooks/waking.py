"""Wakes a worker for endpoints that have something due. A lost ring costs the seconds until the sweep."""

from collections.abc import Iterable

from journal import doorbell

TASK = "webhooks.tasks.deliver"


def wake(endpoint_ids: Iterable[int]) -> None:
    for endpoint_id in endpoint_ids:
        doorbell.ring_for(TASK, str(endpoint_id))
