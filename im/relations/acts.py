"""What operators do to friends, friend requests and blacklists: the API's rows, in the name of a user."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, Asked, BatchRow, Row
from im.relations import forms
from im.relations.models import Friend, FriendRequest


def _rest(asked: Asked) -> dict[str, Any]:
    """The form less the user for whom it is done: he stands in the query."""
    return {name: value for name, value in asked.given.items() if name != "actAs"}


def _typed(asked: Asked) -> Mapping[str, Any]:
    return {"actAs": asked.given["actAs"]}


def _for(side: str, **more: str) -> Callable[[Asked], Mapping[str, Any]]:
    """In the name of the row's `side`, its other fields as words of the query."""

    def query(asked: Asked) -> Mapping[str, Any]:
        words = {name: getattr(asked.target, other).user_id for name, other in more.items()}
        return {"actAs": getattr(asked.target, side).user_id, **words}

    return query


def _how_removed(asked: Asked) -> Mapping[str, Any]:
    return {**_for("owner")(asked), **asked.given}


def _is_active(friend: Friend) -> bool:
    return friend.active


def _is_open(request: FriendRequest) -> bool:
    return request.is_open


ADD_FRIEND = Act(
    name="add",
    label=_("Add friend"),
    said=_("Both get each other into their friend lists, or the friend is asked first, as his settings say."),
    deed=Row("POST", "/api/im/friends", body=_rest, query=_typed),
    form=forms.AddFriendForm,
    icon="person_add",
)
KEEP_FRIEND = Act(
    name="keep",
    label=_("Remark and group"),
    said=_("Changes what this user calls the friend, and in which of the user's friend groups he is."),
    deed=Row("PUT", "/api/im/friends/{row.friend.user_id}/group", query=_for("owner")),
    form=forms.KeepFriendForm,
    initial=lambda friend: {"remark": friend.remark, "groupName": friend.group_name},
    fits=_is_active,
    icon="edit",
)
REMOVE_FRIEND = Act(
    name="remove",
    label=_("Remove friend"),
    said=_("They are friends no longer. What they wrote to each other stays."),
    deed=Row("DELETE", "/api/im/friends/{row.friend.user_id}", body=None, query=_how_removed),
    form=forms.RemoveFriendForm,
    danger=True,
    many=True,
    fits=_is_active,
    icon="person_remove",
)
ACCEPT = Act(
    name="accept",
    label=_("Accept"),
    said=_("As if the one who was asked had said yes: they become friends."),
    deed=Row("POST", "/api/im/friend-requests/{row.pk}/accept", body=None, query=_for("receiver")),
    many=True,
    fits=_is_open,
    icon="check",
)
REJECT = Act(
    name="reject",
    label=_("Reject"),
    said=_("As if the one who was asked had said no. The other may ask again."),
    deed=Row("POST", "/api/im/friend-requests/{row.pk}/reject", body=None, query=_for("receiver")),
    danger=True,
    many=True,
    fits=_is_open,
    icon="close",
)
BLOCK = Act(
    name="add",
    label=_("Block users"),
    said=_("They can no longer write to this user. Friendships with them end, unless the app keeps them."),
    deed=BatchRow("POST", "/api/im/blacklist", body=_rest, query=_typed),
    form=forms.BlockForm,
    answer="console/outcomes.html",
    icon="block",
)
UNBLOCK = Act(
    name="unblock",
    label=_("Unblock"),
    said=_("They can write to each other again. A friendship that the block ended does not come back."),
    deed=BatchRow("DELETE", "/api/im/blacklist", body=None, query=_for("owner", userIds="blocked")),
    many=True,
    icon="lock_open",
)
