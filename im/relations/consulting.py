"""friend.before_add: what the app's moderator is asked, once for each friend that somebody wants."""

from collections.abc import Sequence
from typing import Any, Final

from rest_framework.request import Request

from config.api.errors import Refusal
from im.before import denials
from im.relations import actions
from im.relations.asking import asked, asked_many, wished
from im.relations.serializers import AddFriends
from im.relations.shapes import friend_shown
from im.relations.wishes import Wish

BEFORE_ADD: Final = "friend.before_add"


def ask_one(view: Any, request: Request) -> None:
    for refusal in _denied(view, [asked(view.caller, request.data)]).values():
        raise refusal


def ask_many(view: Any, request: Request) -> None:
    """An import asks nobody."""
    body = view.read(AddFriends)
    if not body.get("importMode", False):
        view.denied = _denied(view, wished(asked_many(view.caller, body)))


def _denied(view: Any, wishes: Sequence[Wish]) -> dict[str, Refusal]:
    account = view.actor()
    rows, view.settled = actions.foresee(account=account, app=view.app, wishes=wishes)
    common = {"ownerId": account.user_id, "operatorId": view.caller.actor_id}
    data = {name: {**common, "friends": [friend_shown(row)]} for name, row in rows.items()}
    return denials(view.caller, BEFORE_ADD, data)
