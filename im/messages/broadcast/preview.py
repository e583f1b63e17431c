"""What a broadcast will be, before it is one: who gets it, who is unknown, how it will look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Account, App
from config.console.cells import as_json
from im.conversations.models import ChatType
from im.groups.models import Group
from im.messages.models import BatchSend

SHOWN = 20


@dataclass(frozen=True)
class Missing:
    """Ids that lead to nobody: the first of them, and how many more."""

    names: Sequence[str]
    more: int


@dataclass(frozen=True)
class Preview:
    batch: BatchSend
    users: int
    groups: int
    members: int
    missing: Missing

    @property
    def reaches(self) -> int:
        return self.users + self.groups


def preview(app: App, batch: BatchSend) -> Preview:
    """Two statements, however many there are."""
    wanted: dict[str, list[str]] = {ChatType.SINGLE: [], ChatType.GROUP: []}
    for chat_type, name in batch.receivers:
        wanted[chat_type].append(name)
    people = Account.objects.of_app(app).there().filter(user_id__in=wanted[ChatType.SINGLE])
    users = set(people.values_list("user_id", flat=True))
    found = Group.objects.of_app(app).there().filter(group_id__in=wanted[ChatType.GROUP])
    groups = dict(found.values_list("group_id", "member_count"))
    there = {ChatType.SINGLE: users, ChatType.GROUP: set(groups)}
    lost = [name for chat_type, name in batch.receivers if name not in there[chat_type]]
    missing = Missing(lost[:SHOWN], max(0, len(lost) - SHOWN))
    return Preview(batch, len(users), len(groups), sum(groups.values()), missing)


def look(sender: Account, said: dict[str, Any]) -> dict[str, Any]:
    """As a bubble in the chat, and as a push on a phone that is away."""
    content, push = said["content"], said.get("offlinePush", {})
    text = content.get("text", "") if said["msgType"] == "TEXT" else ""
    name = sender.nickname or sender.user_id
    return {
        "name": name,
        "text": text,
        "data": "" if text else as_json({"msgType": said["msgType"], "content": content}),
        "rings": not push.get("disabled"),
        "push_title": push.get("title") or name,
        "push_body": push.get("body") or " ".join(str(text).split())[:200] or f"[{said['msgType']}]",
    }
