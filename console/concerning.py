"""What an event is about: the message, group and accounts that it names, as links to their pages."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Account
from config.console.cells import Cell
from im.groups.models import Group
from im.messages.models import Message

USERS: Final = ("fromId", "toId", "userId", "targetId", "ownerId", "friendId", "operatorId")
MOST: Final = 10


def links(body: str | None, app_id: int) -> list[tuple[str, Cell]]:
    """(what, link) each; nothing for what is not there any more, or in another app."""
    try:
        event = orjson.loads(body or "null")
    except orjson.JSONDecodeError:
        return []
    data = event.get("data") if isinstance(event, dict) else None
    if not isinstance(data, dict):
        return []
    return [*_message(str(event.get("type")), data, app_id), *_group(data, app_id), *_people(data, app_id)]


def _message(kind: str, data: Mapping[str, Any], app_id: int) -> Iterator[tuple[str, Cell]]:
    key = str(data.get("id" if kind.startswith("message.") else "messageId") or "")
    if key.isascii() and key.isdecimal() and len(key) < 19:
        for pk in Message.objects.filter(app_id=app_id, pk=int(key)).values_list("pk", flat=True):
            yield _("Message"), Cell(pk, reverse("admin:im_message_change", args=[pk]))


def _group(data: Mapping[str, Any], app_id: int) -> Iterator[tuple[str, Cell]]:
    name = data.get("groupId") or (data.get("toId") if data.get("chatType") == "GROUP" else "")
    if isinstance(name, str) and name:
        for pk in Group.objects.filter(app_id=app_id, group_id=name).values_list("pk", flat=True)[:1]:
            yield _("Group"), Cell(name, reverse("admin:im_group_change", args=[pk]))


def _people(data: Mapping[str, Any], app_id: int) -> Iterator[tuple[str, Cell]]:
    named = [*(data.get(name) for name in USERS), *(data.get("userIds") or [])[:MOST]]
    names = {name for name in named if isinstance(name, str)}
    rows = Account.objects.filter(app_id=app_id, user_id__in=names).order_by("user_id")
    for pk, user_id in rows.values_list("pk", "user_id"):
        yield _("Account"), Cell(user_id, reverse("admin:accounts_account_change", args=[pk]))
