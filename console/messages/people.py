"""The members of a group and whether each has read a message: a page at a time, and found by name."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from config.console.cells import Cell, Table
from im.conversations.models import Member
from im.messages.models import Message

SIZE: Final = 50


def people(message: Message, after: int, path: str) -> tuple[Table, str]:
    """A page of those who could see it, and the address of the next one."""
    members = Member.objects.filter(
        conversation=message.conversation_id, active=True, join_seq__lt=message.seq, pk__gt=after
    )
    found = list(members.select_related("account").prefetch_related("cursors").order_by("pk")[: SIZE + 1])
    table = Table(
        head=[_("User"), _("Has read it"), _("Fetched by"), ""],
        rows=[_row(member, message, path) for member in found[:SIZE]],
        empty=_("Nobody who is in the group now was there when it was said."),
    )
    return table, f"{path}&after={found[SIZE - 1].pk}" if len(found) > SIZE else ""


def _row(member: Member, message: Message, path: str) -> Sequence[Any]:
    account = reverse("admin:accounts_account_change", args=[member.account_id])
    has_read = member.read_seq >= message.seq
    has = [cursor.device_id or "-" for cursor in member.cursors.all() if cursor.seq >= message.seq]
    return [
        Cell(member.account.user_id, link=account),
        Cell(_("read"), kind="success") if has_read else Cell(_("unread")),
        ", ".join(has),
        Cell(_("Why?"), link=f"{path}&who={member.account.user_id}"),
    ]
