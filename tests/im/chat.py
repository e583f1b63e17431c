"""Words for the tests of messages and conversations: to say something, be in a group, look at a list."""

from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import Account, App, Identifier
from im.conversations.models import ChatType, Conversation, Member
from im.groups.models import Group, GroupMember, JoinRequest, Role
from im.messages.models import Message
from tests.client import Client

SEND = "/api/im/messages/send"
CONVERSATIONS = "/api/im/conversations"


def message_to(to_id: str, text: str = "hello", **more: Any) -> dict[str, Any]:
    return {"chatType": "SINGLE", "toId": to_id, "msgType": "TEXT", "content": {"text": text}, **more}


def to_group(group_id: str, text: str = "hello", **more: Any) -> dict[str, Any]:
    return message_to(group_id, text, **{"chatType": "GROUP", **more})


def say(client: Client, to_id: str, text: str = "hello", **more: Any) -> dict[str, Any]:
    """Sends a text, which must succeed, and gives the message."""
    answer = client.post(SEND, message_to(to_id, text, **more))
    assert answer.ok, answer
    sent: dict[str, Any] = answer.data
    return sent


def say_in(client: Client, group_id: str, text: str = "hello", **more: Any) -> dict[str, Any]:
    return say(client, group_id, text, **{"chatType": "GROUP", **more})


def history(client: Client, to_id: str, **query: Any) -> list[dict[str, Any]]:
    return client.get(f"/api/im/messages/history/{to_id}", **query).items


def texts(items: list[dict[str, Any]]) -> list[str]:
    return [item["content"].get("text", "") for item in items]


def seqs(items: list[dict[str, Any]]) -> list[int]:
    return [item["seq"] for item in items]


def conversation(client: Client, target_id: str) -> dict[str, Any]:
    """The one row of the caller's whole list, hidden ones among it."""
    rows = client.get(CONVERSATIONS, includeHidden=True, limit=100).items
    found: dict[str, Any] = next(row for row in rows if row["targetId"] == target_id)
    return found


def targets(client: Client, **query: Any) -> list[str]:
    return [row["targetId"] for row in client.get(CONVERSATIONS, **query).items]


def age(message: dict[str, Any], **ago: float) -> None:
    """Lets the message be as old as a `timedelta`."""
    row = Message.objects.get(pk=message["id"])
    row.created_at -= timedelta(**ago)
    row.save(update_fields=["created_at"])


def delete(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(status="DELETED")


class Room:
    """A group with its conversation, made in the database; who enters first owns it."""

    def __init__(self, app: App, group_id: str, *members: Account, history_visible: bool = False) -> None:
        Identifier.objects.create(app=app, name=group_id, kind="GROUP")
        self.id = group_id
        self.group = Group.objects.create(
            app=app, group_id=group_id, name=group_id.title(), history_visible=history_visible
        )
        self.conversation = Conversation.objects.create(app=app, chat_type=ChatType.GROUP, group=self.group)
        for account in members:
            self.enter(account)

    def enter(self, account: Account) -> Member:
        self.conversation.refresh_from_db()
        now = {
            "active": True,
            "join_seq": self.conversation.last_seq,
            "read_seq": self.conversation.last_seq,
            "read_counted": self.conversation.counted,
            "uncounted": 0,
        }
        keys = {"app": self.group.app, "chat_type": ChatType.GROUP, "target_id": self.id}
        member, _ = Member.objects.update_or_create(
            conversation=self.conversation, account=account, defaults=now, create_defaults={**keys, **now}
        )
        first = self.group.owner_id is None
        if first:
            self.group.owner = account
        place, _ = GroupMember.objects.update_or_create(
            group=self.group,
            account=account,
            defaults={"active": True},
            create_defaults={"app": self.group.app, "role": Role.OWNER if first else Role.MEMBER},
        )
        place.find_by(account)
        place.save()
        self._count()
        return member

    def leave(self, account: Account) -> None:
        Member.objects.filter(conversation=self.conversation, account=account).update(active=False)
        GroupMember.objects.filter(group=self.group, account=account).update(active=False)
        self._count()

    def open(self) -> None:
        """To whoever asks to join."""
        self.change(visibility="PUBLIC")

    def appoint(self, account: Account, role: Role = Role.ADMIN) -> None:
        self._place(account).update(role=role)
        self._rules()

    def mute(self, account: Account, until: int = -1) -> None:
        self._place(account).update(muted_until=until)
        self._rules()

    def change(self, **options: Any) -> None:
        Group.objects.filter(pk=self.group.pk).update(**options)
        self._rules()

    def dismiss(self) -> None:
        self.change(status="DISMISSED")

    def _place(self, account: Account) -> QuerySet[GroupMember]:
        return GroupMember.objects.filter(group=self.group, account=account)

    def _rules(self) -> None:
        Conversation.objects.filter(pk=self.conversation.pk).update(rules_version=F("rules_version") + 1)

    def _count(self) -> None:
        self.group.member_count = GroupMember.objects.filter(group=self.group, active=True).count()
        self.group.save(update_fields=["owner", "member_count"])


def wants_in(room: Room, account: Account) -> str:
    """The id of his open join request."""
    made = JoinRequest.objects.create(app=account.app, group=room.group, account=account)
    return str(made.pk)
