"""Wish: somebody wants another in his friend list, whichever door it came by; Answer: what became of it."""

from dataclasses import dataclass
from datetime import datetime

from im.relations.models import AddType, FriendRequest


@dataclass(frozen=True, slots=True)
class Wish:
    """`force`: the other is not asked. `added_at`: an import says since when."""

    friend_id: str
    remark: str = ""
    group_name: str = ""
    source: str = ""
    wording: str = ""
    add_type: str = AddType.BOTH
    force: bool = False
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """ADDED, ALREADY, or PENDING with the request."""

    result: str
    request: FriendRequest | None = None
