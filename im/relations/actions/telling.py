"""Tells those concerned what has changed between them, each of his own list."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from accounts.callers import Caller
from im import events
from im.events import ListChange
from im.relations.actions.standing import Standing
from im.relations.models import Friend
from im.relations.shapes import friend_shown, request_shown


def tell(standing: Standing, by: Caller) -> None:
    """Requests first, then what became of the lists."""
    where: dict[str, Any] = {"app": standing.app, "operator_id": by.actor_id, "session": by.session}
    for request in [*standing.asked, *standing.handled]:
        events.friend_request(request_shown(request), **where)
    events.friends_added(_changes(standing, standing.added), **where)
    events.friends_removed(_changes(standing, standing.removed), **where)


def _changes(standing: Standing, rows: Sequence[Friend]) -> list[ListChange]:
    """One for each owner, those of the account itself together.

    Who listens durably hears of two who became friends once, from the one whose call it was.
    """
    me = standing.me.pk
    mine = {row.friend_id for row in rows if row.owner_id == me}
    by_owner: dict[int, list[Friend]] = defaultdict(list)
    for row in rows:
        by_owner[row.owner_id].append(row)
    return [
        ListChange(
            owner_id=of[0].owner.user_id,
            friends=[friend_shown(row) for row in of],
            durable=owner == me or owner not in mine,
        )
        for owner, of in by_owner.items()
    ]
