"""Sends, reads, revokes, edits, pins and clearings at once: no deadlock, and every counter stays exact."""

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
CLUB = {"target_id": "club", "chat_type": "GROUP", "operator_id": "x"}


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


class Crowd:
    """What people do in one group, each several times over."""

    def __init__(self, app: App, founder: Account) -> None:
        self.app = app
        self.server = Caller(role="S", app=app)
        self.numbers = count()
        self.first = messages.send_one(one(founder, "club", "first", chat_type="GROUP"))

    def mine(self, who: Account) -> dict[str, Any]:
        return {
            "account": who,
            "app": self.app,
            "target_id": "club",
            "chat_type": "GROUP",
            "operator_id": "x",
        }

    def talk(self, who: Account, **more: Any) -> None:
        for _ in range(ROUNDS):
            messages.send_one(one(who, "club", str(next(self.numbers)), chat_type="GROUP", **more))

    def read(self, who: Account) -> None:
        for n in range(ROUNDS):
            last = Conversation.objects.get().last_seq
            conversations.read(**self.mine(who), seq=last - n % 3 if last > 2 else None)

    def clear(self, who: Account) -> None:
        for n in range(ROUNDS):
            conversations.remove(**self.mine(who), clear_history=n % 2 == 0)

    def keep(self, who: Account) -> None:
        for n in range(ROUNDS):
            conversations.pin(**self.mine(who), pinned=n % 2 == 0)
            conversations.file_under(**self.mine(who), names=[f"n{n % 3}"])

    def revoke(self) -> None:
        for n in range(ROUNDS):
            later = Message.objects.filter(seq__gt=1).order_by("-seq" if n % 2 else "seq")
            for key in later.values_list("pk", flat=True)[:1]:
                messages.revoke(message_id=key, by=self.server)

    def edit(self) -> None:
        for n in range(ROUNDS):
            messages.edit(message_id=self.first.pk, by=self.server, content={"text": f"edit {n}"}, ext=None)


def test_one_conversation_from_all_sides(
    acme: App, alice: Account, bob: Account, carol: Account, club: Room
) -> None:
    crowd = Crowd(acme, alice)
    work: list[Callable[[], Any]] = [
        partial(crowd.talk, alice, at_user_ids=["bob", "carol"]),
        partial(crowd.talk, bob),
        partial(crowd.talk, carol, by_server=True),
        partial(crowd.talk, alice, by_server=True, no_unread=True),
        partial(crowd.read, alice),
        partial(crowd.read, bob),
        partial(crowd.read, carol),
        partial(crowd.clear, carol),
        partial(crowd.keep, bob),
        crowd.revoke,
        crowd.revoke,
        crowd.edit,
    ]
    at_once(work)
    check_all()


def test_two_who_open_and_keep_one_another_at_once(acme: App, alice: Account, bob: Account) -> None:
    def keep(me: Account, other: Account) -> None:
        mine: dict[str, Any] = {
            "account": me,
            "app": acme,
            "target_id": other.user_id,
            "chat_type": None,
            "operator_id": "x",
        }
        conversations.pin(**mine, pinned=True)
        conversations.read(**mine, seq=None)
        messages.send_one(one(me, other.user_id))

    at_once([partial(keep, alice, bob), partial(keep, bob, alice)] * 3)
    assert Conversation.objects.count() == 1
    assert Member.objects.count() == 2
    check_all()
