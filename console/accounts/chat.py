"""The tabs of an account that tell of chat: friends, blacklist, groups, conversations, messages, mutes."""

from datetime import datetime
from typing import Any, Final, LiteralString

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from config import sql
from config.clock import moment, now_ms
from config.console.cells import Cell, Kind, Table, Text
from config.console.panels import table_panel
from im.conversations.models import Member
from im.conversations.shapes import listed, seen_by_owner
from im.groups.models import GroupMember
from im.messages.models import Message
from im.moderation.models import AccountMute, AppMute
from im.moderation.rules import FOR_EVER, lasts
from im.relations.models import Block, Friend

MOST: Final = 50
SAID: Final = 80  # characters of a message
SPOKEN_IN: Final = 30  # conversations
BACK: Final = 200  # messages of each
ROLES: dict[str, Kind] = {"OWNER": "primary", "ADMIN": "info"}
# There is no index by sender: where he spoke last is known, and near that moment are his messages.
LAST_SAID: LiteralString = """
SELECT m.id FROM (
  SELECT conversation_id, spoke_at FROM im_member WHERE account_id = %(account)s AND spoke_at IS NOT NULL
  ORDER BY spoke_at DESC LIMIT %(spoken_in)s
) AS t CROSS JOIN LATERAL (
  SELECT id, sender_id FROM im_message
  WHERE conversation_id = t.conversation_id AND created_at <= t.spoke_at
  ORDER BY created_at DESC LIMIT %(back)s
) AS m WHERE m.sender_id = %(account)s ORDER BY m.id DESC LIMIT %(most)s
"""


def account_link(account: Account) -> str:
    return reverse("admin:accounts_account_change", args=[account.pk])


def all_of(name: str, account: Account) -> str:
    """The full list, asked for him."""
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode({'q': account.user_id})}"


def friends(request: HttpRequest, account: Account) -> Table:
    found = Friend.objects.of(account).select_related("friend").order_by("-created_at", "-id")[:MOST]
    rows = [
        [
            Cell(one.friend.user_id, link=account_link(one.friend)),
            one.friend.nickname,
            one.remark,
            one.group_name,
            one.add_source,
            one.created_at,
        ]
        for one in found
    ]
    head = [_("Friend"), _("Nickname"), _("Remark"), _("Friend group"), _("Source"), _("Added")]
    return Table(head, rows, _("He has nobody in his list."), all_of("im_friend", account))


def blacklist(request: HttpRequest, account: Account) -> Table:
    found = Block.objects.filter(owner=account).select_related("blocked").order_by("-id")[:MOST]
    rows = [
        [Cell(one.blocked.user_id, link=account_link(one.blocked)), one.blocked.nickname, one.created_at]
        for one in found
    ]
    head = [_("Blocked"), _("Nickname"), _("Added")]
    return Table(head, rows, _("He has blocked nobody."), all_of("im_block", account))


def groups(request: HttpRequest, account: Account) -> Table:
    places = GroupMember.objects.filter(account=account, active=True).select_related("group")
    rows = [
        [
            Cell(one.group.group_id, link=reverse("admin:im_group_change", args=[one.group_id])),
            one.group.name,
            Cell(one.get_role_display(), kind=ROLES.get(one.role, "")) if one.role in ROLES else _("member"),
            until(one.mute_until),
            one.name_card,
            one.joined_at,
        ]
        for one in places.order_by("-group_id")[:MOST]
    ]
    head = [_("Group"), _("Name"), _("Role"), _("Muted until"), _("Name card"), _("Joined")]
    return Table(head, rows, _("He is in no group."), all_of("im_groupmember", account))


def conversations(request: HttpRequest, account: Account) -> Table:
    related = ("low", "high", "group", "last_message")
    members = listed(seen_by_owner(Member.objects.of(account))).select_related(
        *(f"conversation__{name}" for name in related)
    )
    rows = [_conversation(one) for one in members.order_by("-active_at", "-conversation_id")[:MOST]]
    head = [_("With"), _("Name"), _("Unread"), _("State"), _("Last message"), _("When")]
    return Table(head, rows, _("He has talked with nobody yet."), all_of("im_conversation", account))


def _conversation(member: Any) -> list[Any]:
    conversation = member.conversation
    name, link = peer_of(member)
    states = [
        (member.pinned_at, _("pinned")),
        (member.is_muted, _("silenced")),
        (member.is_hidden, _("hidden")),
    ]
    last = conversation.last_message
    page = reverse("admin:im_conversation_change", args=[conversation.pk])
    return [
        Cell(member.target_id, link=link),
        name,
        Cell(member.unread, kind="warning") if member.unread else 0,
        ", ".join(str(said) for there, said in states if there),
        Cell(said_in(last) if last else "", link=page),
        conversation.last_message_at,
    ]


def peer_of(member: Any) -> tuple[str, str]:
    """The other one's name, or the group's, and where it leads."""
    conversation = member.conversation
    if conversation.group is not None:
        return conversation.group.name, reverse("admin:im_group_change", args=[conversation.group_id])
    peer = conversation.low if conversation.high_id == member.account_id else conversation.high
    return peer.nickname, account_link(peer)


def messages(request: HttpRequest, account: Account) -> Table:
    """The latest of those conversations in which he spoke last."""
    asked = {"account": account.pk, "spoken_in": SPOKEN_IN, "back": BACK, "most": MOST}
    keys = [key for (key,) in sql.rows(LAST_SAID, asked)]
    rows = [
        [
            one.created_at,
            one.get_chat_type_display(),
            one.to_id,
            Cell(one.msg_type, mono=True),
            Cell(said_in(one), link=reverse("admin:im_message_change", args=[one.pk])),
        ]
        for one in Message.objects.filter(pk__in=keys).order_by("-pk")
    ]
    head = [_("When"), _("Chat"), _("To"), _("Type"), _("Message")]
    return Table(head, rows, _("He has said nothing yet."))


def said_in(message: Message) -> str:
    if message.is_revoked:
        return gettext("(revoked)")
    words = message.content.get("text") or message.content.get("name") or message.content.get("url")
    return str(words or message.msg_type)[:SAID]


def mutes(request: HttpRequest, account: Account) -> Table:
    """His own, his app's, and those of groups that last."""
    own = AccountMute.objects.filter(pk=account.pk).first()
    whole = AppMute.objects.filter(pk=account.app_id, enabled=True).first()
    rows: list[list[Any]] = []
    if own is not None:
        rows += [_mute(_("Chats of two"), own.single_until, own.updated_at)]
        rows += [_mute(_("All groups"), own.group_until, own.updated_at)]
    if whole is not None and account.user_id not in whole.whitelist:
        rows += [_mute(_("The whole app"), whole.until, whole.updated_at)]
    lasting = Q(muted_until=FOR_EVER) | Q(muted_until__gt=now_ms())
    places = GroupMember.objects.filter(lasting, account=account, active=True).select_related("group")
    for one in places.order_by("-group_id")[:MOST]:
        link = reverse("admin:im_group_change", args=[one.group_id])
        rows += [[Cell(one.group.group_id, link=link), until(one.muted_until), one.updated_at]]
    head = [_("Where"), _("Muted until"), _("Changed")]
    return Table(head, [row for row in rows if row[1] != ""], _("He may write everywhere."))


def _mute(where: Text, end: int, changed: datetime) -> list[Any]:
    return [where, until(end), changed]


def until(end: int) -> Any:
    """Of a mute that lasts; else nothing."""
    if not lasts(end, now_ms()):
        return ""
    return Cell(_("for ever"), kind="danger") if end == FOR_EVER else Cell(at=moment(end))


PANELS = [
    table_panel("friends", _("Friends"), friends),
    table_panel("blacklist", _("Blacklist"), blacklist),
    table_panel("groups", _("Groups"), groups),
    table_panel("conversations", _("Conversations"), conversations),
    table_panel("messages", _("Messages"), messages),
    table_panel("mutes", _("Mutes"), mutes),
]
