"""The gateway's frames that concern conversations. Settings name these functions."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from rest_framework import serializers

from accounts.callers import Caller
from config.api.fields import Choice, Flag, Identifier, Integer
from config.api.reading import read as read_body
from im import events
from im.conversations import actions
from im.conversations.models import ChatType, Member
from im.conversations.rules import peer_of, require_member, require_there
from im.groups.models import GroupStatus
from journal.facts import Audience


class ReadFrame(serializers.Serializer[Any]):
    targetId = Identifier()
    chatType = Choice(ChatType.choices, required=False)
    seq = Integer(required=False, min_value=0, allow_null=True)


class TypingFrame(serializers.Serializer[Any]):
    targetId = Identifier()
    chatType = Choice(ChatType.choices, required=False)
    active = Flag(default=True)


def read(caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    asked = read_body(ReadFrame, body)
    return actions.read(
        account=caller.acting_as(None),
        app=caller.tenant,
        target_id=asked["targetId"],
        chat_type=asked.get("chatType"),
        seq=asked.get("seq"),
        operator_id=caller.actor_id,
        session=caller.session,
    )


@transaction.atomic
def typing(caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    """Told to the open sockets of the other side; nothing is stored."""
    asked = read_body(TypingFrame, body)
    account = caller.acting_as(None)
    peer = peer_of(caller.tenant, asked["targetId"], asked.get("chatType"))
    if peer.group is not None:
        require_there(peer.group)
        audience = Audience(conversation_id=require_member(peer.group, account).conversation_id)
        target = peer.group.group_id
    else:
        audience, target = Audience(users=(asked["targetId"],)), account.user_id
    data = {"chatType": peer.chat_type, "targetId": target, "userId": account.user_id}
    events.typing(data, app=caller.tenant, active=asked["active"], audience=audience, session=caller.session)
    return {}


def channels(accounts: Collection[int]) -> dict[int, list[str]]:
    """By account the Redis channels of the groups it is in."""
    members = Member.objects.filter(account__in=accounts, active=True, chat_type=ChatType.GROUP)
    found: dict[int, list[str]] = {}
    there = members.filter(conversation__group__status=GroupStatus.ACTIVE)
    for account, conversation in there.values_list("account_id", "conversation_id"):
        found.setdefault(account, []).append(f"c:{conversation}")
    return found
