"""The catalogue of what push tells the customers' servers. None of it goes over a socket."""

from collections.abc import Sequence
from typing import Any

from journal.facts import Fact
from journal.outbox import record

NAMES = ("push.delivered", "push.clicked", "push.failed", "push.token_invalid")


def tell(name: str, told: Sequence[dict[str, Any]], *, app_id: int, app_key: str) -> None:
    """In the transaction of what it tells of. Each: `{taskId, pushId, userId, deviceId, vendor, at, …}`."""
    if told:
        record(*(Fact(name, app_id, app_key, data, socket=False) for data in told))
