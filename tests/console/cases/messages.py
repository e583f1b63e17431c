"""What can be done to a message, and to somebody's view of a conversation."""

from typing import Any

from im.conversations.models import Member
from im.messages.models import Message
from tests.console.acting import Case, Known

REASON = "against the rules"


def _message(known: Known) -> Message:
    return Message.objects.get(pk=known["message"])


def _view(known: Known) -> Member:
    """Bob's of his talk with alice."""
    return Member.objects.get(account__user_id="bob", account__app__app_key="acme", target_id="alice")


def _mute(known: Known) -> None:
    Member.objects.filter(pk=_view(known).pk).update(muted=True)


BOBS: dict[str, Any] = {"actAs": "bob"}
SINGLE: dict[str, Any] = {"chatType": "SINGLE"}

CASES = [
    Case(
        act="im.message/revoke",
        at=_message,
        form={"reason": REASON, "comment": ""},
        call="POST /api/im/messages/$message/revoke",
        body={"reason": REASON},
    ),
    Case(
        act="im.message/edit",
        at=_message,
        form={"content": "said otherwise ", "ext": "7", "expectedRevision": 1},
        call="PUT /api/im/messages/$message",
        body={"content": {"text": "said otherwise "}, "ext": "7", "expectedRevision": 1},
    ),
    Case(
        act="im.member/read",
        at=_view,
        call="POST /api/im/admin/messages/read",
        body={"userId": "bob", "targetId": "alice", **SINGLE},
    ),
    Case(
        act="im.member/mute",
        at=_view,
        call="PUT /api/im/conversations/alice/muted",
        query=BOBS,
        body={**SINGLE, "muted": True},
    ),
    Case(
        act="im.member/unmute",
        at=_view,
        before=_mute,
        call="PUT /api/im/conversations/alice/muted",
        query=BOBS,
        body={**SINGLE, "muted": False},
    ),
    Case(
        act="im.member/remove",
        at=_view,
        form={"clearHistory": "on"},
        call="DELETE /api/im/conversations/alice",
        query={**BOBS, **SINGLE, "clearHistory": "true"},
    ),
]
