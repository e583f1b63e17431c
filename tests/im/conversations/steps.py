"""What rows 21 to 26 and 29 have in common, tried for each by name."""

from typing import Any

from tests.client import Answer, Client
from tests.im.chat import CONVERSATIONS

CHANGES: dict[str, dict[str, Any]] = {
    "pinned": {"pinned": True},
    "muted": {"muted": True},
    "read": {},
    "draft": {"draft": "dear"},
    "hidden": {"hidden": True},
    "group": {"groupName": "work"},
}


def change(
    client: Client, target_id: str, what: str, /, *, query: dict[str, Any] | None = None, **body: Any
) -> Answer:
    """`what` may be `remove`, for row 29."""
    if what == "remove":
        return client.delete(f"{CONVERSATIONS}/{target_id}", None, **(query or {}), **body)
    return client.put(f"{CONVERSATIONS}/{target_id}/{what}", {**CHANGES[what], **body}, **(query or {}))
