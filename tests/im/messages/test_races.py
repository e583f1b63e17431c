"""Sends, reads, revokes, edits, pins and clearings at once: no deadlock, and the counters still agree with counting."""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

import pytest

from accounts.callers import Caller
from accounts.models import Account, App
from im.conversations import actions as conversations
from im.conversations.models import Conversation, Member
from im.messages import actions as messages
from im.messages.models import Message
from tests.im.chat import Room
from tests.im.messages.test_batches import at_once, one

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def exact_unread(member: Member) -> int:
    """Counted message by message, as nobody would in production."""
    later = Message.objects.filter(conversation=member.conversation_id, seq__gt=member.read_seq)
    return later.filter(counts=True, status="NORMAL").exclude(sender_id=member.account_id).count()


def check_all() -> None:
    for conversation in Conversation.objects.all():
        rows = list(conversation.messages.order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, conversation.last_seq + 1))
        versions = sorted(row.version for row in rows if row.version)
        assert len(set(versions)) == len(versions)
        assert not versions or versions[-1] == conversation.version
        for member in conversation.members.all():
            assert conversation.counted - member.read_counted - member.uncounted == exact_unread(member)


def test_one_conversation_from_all_sides(
    acme: App, alice: Account, bob: Account, carol: Account, club: Room
) -> None:
    server = Caller(role="S", app=acme)
    numbers = count()
    first = messages.send_one(one(alice, "club", "first", chat_type="GROUP"))

    def talk(who: Account, **more: Any) -> None:
        for _ in range(ROUNDS):
            messages.send_one(one(who, "club", str(next(numbers)), chat_type="GROUP", **more))

    def mine(who: Account) -> dict[str, Any]:
        return {"account": who, "app": acme, "target_id": "club", "chat_type": "GROUP", "operator_id": "x"}

    def read(who: Account) -> None:
        for n in range(ROUNDS):
            last = Conversation.objects.get().last_seq
            conversations.read(**mine(who), seq=last - n % 3 if last > 2 else None)

    def clear(who: Account) -> None:
        for n in range(ROUNDS):
            conversations.remove(**mine(who), clear_history=n % 2 == 0)

    def keep(who: Account) -> None:
        for n in range(ROUNDS):
            conversations.pin(**mine(who), pinned=n % 2 == 0)
            conversations.file_under(**mine(who), names=[f"n{n % 3}"])

    def change(revoking: bool) -> None:
        for n in range(ROUNDS):
            key = Message.objects.order_by("-seq" if n % 2 else "seq").values_list("pk", flat=True)[0]
            if revoking:
                messages.revoke(message_id=key, by=server)
            elif not Message.objects.get(pk=first.pk).is_revoked:
                messages.edit(message_id=first.pk, by=server, content={"text": f"edit {n}"}, ext=None)

    work: list[Callable[[], Any]] = [
        partial(talk, alice, at_user_ids=["bob", "carol"]),
        partial(talk, bob),
        partial(talk, carol, by_server=True),
        partial(talk, alice, by_server=True, no_unread=True),
        partial(read, alice),
        partial(read, bob),
        partial(read, carol),
        partial(clear, carol),
        partial(keep, bob),
        partial(change, True),
        partial(change, True),
    ]
    at_once(work)
    check_all()
    change(False)
    check_all()


def test_two_who_open_and_keep_one_another_at_once(acme: App, alice: Account, bob: Account) -> None:
    def keep(me: Account, other: Account) -> None:
        mine = {"account": me, "app": acme, "target_id": other.user_id, "chat_type": None, "operator_id": "x"}
        conversations.pin(**mine, pinned=True)
        conversations.read(**mine, seq=None)
        messages.send_one(one(me, other.user_id))

    at_once([partial(keep, alice, bob), partial(keep, bob, alice)] * 3)
    assert Conversation.objects.count() == 1
    assert Member.objects.count() == 2
    check_all()
