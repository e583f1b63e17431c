"""Hears of groups inside their own transactions: what members should see becomes a TIP in their chat."""

from typing import Any, Final
from uuid import uuid4

from accounts.actions import rows
from accounts.models import Account, App
from accounts.models.account import PLATFORM_ACCOUNT
from im.conversations.models import ChatType, Conversation
from im.messages.actions import write_within
from im.messages.rules import Target
from im.messages.sends import TIP, Send
from journal.facts import Fact

TOLD: Final = frozenset(
    {
        "group.created",
        "group.updated",
        "group.member_joined",
        "group.member_left",
        "group.member_muted",
        "group.role_changed",
        "group.owner_changed",
        "group.dismissed",
    }
)
SEEN: Final = ("name", "avatar", "introduction", "announcement", "muteAll")
NAMED: Final = 100  # of those whom it is about: more would not fit into a message


def deliver(fact: Fact) -> None:
    if fact.quiet or fact.type not in TOLD:
        return
    said = _said(fact)
    if said is None:
        return
    operator_id = fact.data["operatorId"]
    sender = _speaker(fact.app_id, operator_id)
    tip = Send(
        app=sender.app,
        sender=sender,
        from_id=operator_id,
        chat_type=ChatType.GROUP.value,
        to_id=fact.data["groupId"],
        msg_type=TIP,
        content={"event": fact.type, **_shortened(said)},
        client_msg_id=uuid4().hex,
        no_unread=True,
        actor_id=operator_id,
    )
    write_within([tip], [Target(conversation=_conversation(fact))])


def _said(fact: Fact) -> dict[str, Any] | None:
    """Of an event's data what belongs into the chat, or None: not every option of a group does."""
    data = {name: value for name, value in fact.data.items() if name != "groupId"}
    if fact.type == "group.created":
        return {name: data[name] for name in ("operatorId", "userIds", "name")}
    if fact.type == "group.updated":
        seen = {name: data["changed"][name] for name in SEEN if name in data["changed"]}
        return {**data, "changed": seen} if seen else None
    return data


def _shortened(said: dict[str, Any]) -> dict[str, Any]:
    """The event names them all; here it is said how many they are."""
    names = said["userIds"]
    return said if len(names) <= NAMED else {**said, "userIds": names[:NAMED], "userCount": len(names)}


def _speaker(app_id: int, operator_id: str) -> Account:
    """Who did it; the platform's account where that is the server or an operator."""
    found = Account.objects.filter(app=app_id, user_id__in=(operator_id, PLATFORM_ACCOUNT))
    speakers = {account.user_id: account for account in found.select_related("app")}
    speaker = speakers.get(operator_id) or speakers.get(PLATFORM_ACCOUNT)
    return speaker or rows.make_one(App.objects.get(pk=app_id), PLATFORM_ACCOUNT)


def _conversation(fact: Fact) -> int:
    if fact.audience.conversation_id is not None:
        return fact.audience.conversation_id
    return Conversation.objects.values_list("pk", flat=True).get(
        group__app=fact.app_id, group__group_id=fact.data["groupId"]
    )
