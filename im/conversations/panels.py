"""The tabs of a conversation: its members with their cursors, and what was said last."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.console.cells import Cell, Table
from config.console.ledger import number_of
from config.console.panels import Panel
from im.conversations.models import Conversation, Member
from im.conversations.shapes import seen_by_owner, unread_of

SIZE: Final = 50
SHOWN: Final = 200


def _people(request: HttpRequest, conversation: Conversation) -> dict[str, Any]:
    """A page of the members, or the one who is asked for."""
    who = request.GET.get("who", "").strip()[:64].replace("\0", "")
    after = number_of(request.GET.get("after", "")) or 0
    members: QuerySet[Any] = seen_by_owner(Member.objects.filter(conversation=conversation))
    members = members.filter(account__user_id=who) if who else members.filter(pk__gt=after)
    found = list(members.select_related("account").prefetch_related("cursors").order_by("pk")[: SIZE + 1])
    query = urlencode({"tab": PEOPLE.name, "after": found[SIZE - 1].pk}) if len(found) > SIZE else ""
    table = Table(
        head=[
            _("User"),
            _("Unread"),
            _("Read up to"),
            _("Read at"),
            _("Fetched up to"),
            _("Since"),
            _("Settings"),
        ],
        rows=[_row(member, conversation) for member in found[:SIZE]],
        empty=_("Nobody of that name is in this conversation."),
    )
    return {"table": table, "asked": who, "further": f"?{query}" if query else ""}


def _row(member: Any, conversation: Conversation) -> Sequence[Any]:
    cursors = [f"{cursor.device_id or '-'}: {cursor.seq}" for cursor in member.cursors.all()]
    return [
        Cell(member.account.user_id, link=reverse("admin:im_member_change", args=[member.pk])),
        unread_of(member, conversation),
        f"{member.read_seq} / {conversation.last_seq}",
        member.read_at,
        ", ".join(cursors),
        member.created_at,
        " · ".join(_settings(member)),
    ]


def _settings(member: Any) -> list[str]:
    said = {
        gettext("left"): not member.active,
        gettext("pinned"): member.pinned_at is not None,
        gettext("muted"): member.is_muted,
        gettext("ignores mentions"): member.ignore_at,
        gettext("hidden"): member.is_hidden,
        gettext("has a draft"): bool(member.draft),
    }
    if member.clear_seq:
        said[gettext("history deleted up to %(seq)s") % {"seq": member.clear_seq}] = True
    return [words for words, holds in said.items() if holds]


PEOPLE = Panel("members", _("Members"), _people, "console/messages/members.html")


def _latest(request: HttpRequest, conversation: Conversation) -> Table:
    """By the index of the conversation's seqs."""
    last = conversation.messages.order_by("-seq")[:SIZE]
    return Table(
        head=[_("Seq"), _("When"), _("From"), _("Type"), _("Content"), _("Status")],
        rows=[_said(message) for message in last],
        empty=_("Nothing has been said here yet."),
        more=f"{reverse('admin:im_message_changelist')}?conversation={conversation.pk}",
    )


def _said(message: Any) -> Sequence[Any]:
    text = message.content.get("text") or ("" if message.is_revoked else message.content)
    return [
        Cell(message.seq, link=reverse("admin:im_message_change", args=[message.pk])),
        message.created_at,
        message.from_id,
        message.msg_type,
        "" if message.is_revoked else str(text)[:SHOWN],
        Cell(message.get_status_display(), kind="danger" if message.is_revoked else ""),
    ]


LATEST = Panel(
    "latest",
    _("Latest messages"),
    lambda request, conversation: {"table": _latest(request, conversation)},
    "console/table.html",
)
