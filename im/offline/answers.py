"""What push asks of the chat: who is there, who wants to be rung, what is unread. See `push.asking`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, NamedTuple

import structlog
from django.db.models import BooleanField, ExpressionWrapper
from redis import RedisError

from accounts.models import Account, AccountStatus
from config.sql import document, rows
from im.conversations.models import ChatType, Conversation, Member
from im.conversations.shapes import HIDDEN, muted_now, totals_unread
from im.messages.models import Message
from im.presence import store
from im.relations.models import Block
from push.asking import Said, Socket, Standing, Unread

log = structlog.get_logger(__name__)

MESSAGES: LiteralString = """
SELECT i.n, s.sender_id, s.chat_type, s.status = 'NORMAL'
FROM json_to_recordset(%(asked)s::json) AS i(n int, app bigint, conversation bigint, seq bigint)
JOIN im_message s ON s.conversation_id = i.conversation AND s.seq = i.seq AND s.app_id = i.app
"""


class _View(NamedTuple):
    """How a member keeps a conversation. What has a seq up to `floor` is invisible to him."""

    read_seq: int
    floor: int
    is_hidden: bool
    is_muted: bool
    ignores_mentions: bool

    def shows(self, seq: int) -> bool:
        return not seq or seq > self.floor


@dataclass(frozen=True, slots=True)
class _People:
    """The accounts of some names, by app and name: `(key, status)`."""

    found: Mapping[tuple[int, str], tuple[int, str]]

    def key(self, app_id: int, user_id: str) -> int:
        return self.found.get((app_id, user_id), (0, ""))[0]

    def is_there(self, app_id: int, user_id: str) -> bool:
        return self.found.get((app_id, user_id), (0, ""))[1] == AccountStatus.ACTIVE

    def is_known(self, app_id: int, user_id: str) -> bool:
        return (app_id, user_id) in self.found

    @property
    def keys(self) -> list[int]:
        return [key for key, _ in self.found.values()]


def presence(app_id: int, user_ids: Sequence[str]) -> dict[str, Sequence[Socket]]:
    try:
        there = store.of(app_id, user_ids)
    except RedisError as problem:
        log.warning("push.presence_unknown", error=str(problem)[:200], users=len(user_ids))
        return {}
    return {
        user_id: [Socket(one.platform, one.device_id, one.background) for one in devices]
        for user_id, devices in there.items()
        if devices
    }


def unwanted(asked: Sequence[tuple[Said, Sequence[str]]]) -> list[Mapping[str, str]]:
    everybody = [(said.app_id, name) for said, names in asked for name in (said.from_id, *names)]
    people = _people(everybody)
    known = _known(said for said, _ in asked)
    views = _views({conversation for _, conversation in known}, people.keys)
    blocks = _blocks(
        (people.key(said.app_id, name), people.key(said.app_id, said.from_id))
        for said, names in asked
        if said.chat_type != ChatType.GROUP
        for name in names
    )
    found: list[Mapping[str, str]] = []
    for said, names in asked:
        reasons = {}
        for name in names:
            account = people.key(said.app_id, name)
            is_blocked = (account, people.key(said.app_id, said.from_id)) in blocks
            view = views.get((said.conversation_id, account))
            gone = people.is_known(said.app_id, name) and not people.is_there(said.app_id, name)
            gone = gone or ((said.app_id, said.conversation_id) in known and view is None)
            reasons[name] = "UNKNOWN_USER" if gone else _why_not(said, name, view, is_blocked=is_blocked)
        found.append({name: reason for name, reason in reasons.items() if reason})
    return found


def _why_not(said: Said, name: str, view: _View | None, *, is_blocked: bool) -> str:
    if name == said.from_id:
        return "SELF"
    if is_blocked:
        return "BLOCKED"
    if view is None:
        return ""
    if not view.shows(said.seq):
        return "UNKNOWN_USER"
    if said.seq and view.read_seq >= said.seq:
        return "READ"
    called = (said.mention_all or name in said.mentions) and not view.ignores_mentions
    return "MUTED" if view.is_hidden or (view.is_muted and not called) else ""


def seq(app_id: int, conversation_id: int, message_id: int) -> int:
    found = Message.objects.filter(pk=message_id, conversation=conversation_id, app=app_id)
    return found.values_list("seq", flat=True).first() or 0


def standings(asked: Sequence[Unread]) -> list[Standing]:
    people = _people((one.app_id, one.user_id) for one in asked)
    badges = totals_unread(people.keys)
    views = _views({one.conversation_id for one in asked if one.conversation_id and one.seq}, people.keys)
    messages = _messages(asked)
    accounts = [people.key(one.app_id, one.user_id) for one in asked]
    blocks = _blocks(
        (accounts[n], sender)
        for n, (sender, chat_type, _) in messages.items()
        if chat_type == ChatType.SINGLE
    )
    found = []
    for n, (one, account) in enumerate(zip(asked, accounts, strict=True)):
        gone = people.is_known(one.app_id, one.user_id) and not people.is_there(one.app_id, one.user_id)
        why = "UNKNOWN_USER" if gone else ""
        if not gone and one.conversation_id and one.seq:
            view, message = views.get((one.conversation_id, account)), messages.get(n)
            why = _no_longer(one.seq, view, message, account, blocks)
        found.append(Standing(badges.get(account, 0), why))
    return found


def _no_longer(
    seq: int,
    view: _View | None,
    message: tuple[int, str, bool] | None,
    account: int,
    blocks: set[tuple[int, int]],
) -> str:
    """Why it is not unread any more, or not his to read."""
    if view is None:
        return "UNKNOWN_USER"
    if message is None or not message[2]:
        return "REVOKED"
    if (account, message[0]) in blocks:
        return "BLOCKED"
    return "" if view.shows(seq) and view.read_seq < seq else "READ"


def _people(names: Iterable[tuple[int, str]]) -> _People:
    wanted = set(names)
    apps, users = {app for app, _ in wanted}, {name for _, name in wanted}
    found = Account.objects.filter(app__in=apps, user_id__in=users)
    columns = found.values_list("app_id", "user_id", "pk", "status")
    return _People(
        {(app, name): (key, status) for app, name, key, status in columns if (app, name) in wanted}
    )


def _known(saids: Iterable[Said]) -> set[tuple[int, int]]:
    """The conversations that are of their app, with it."""
    wanted = {(said.app_id, said.conversation_id) for said in saids if said.conversation_id}
    found = Conversation.objects.filter(pk__in={conversation for _, conversation in wanted})
    return set(found.values_list("app_id", "pk")) & wanted if wanted else set()


def _views(conversations: Iterable[int], accounts: Sequence[int]) -> dict[tuple[int, int], _View]:
    members: Any = Member.objects.filter(conversation__in=conversations, account__in=accounts, active=True)
    rows_ = members.with_floor().annotate(
        is_hidden=ExpressionWrapper(HIDDEN, output_field=BooleanField()),
        is_muted=ExpressionWrapper(muted_now(), output_field=BooleanField()),
    )
    columns = ("conversation_id", "account_id", "read_seq", "floor", "is_hidden", "is_muted", "ignore_at")
    return {
        (conversation, account): _View(*view) for conversation, account, *view in rows_.values_list(*columns)
    }


def _blocks(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of (owner, other) those where the owner has blocked the other."""
    wanted = set(pairs)
    owners, others = {owner for owner, _ in wanted}, {other for _, other in wanted}
    found = Block.objects.filter(owner__in=owners, blocked__in=others)
    return set(found.values_list("owner_id", "blocked_id")) & wanted


def _messages(asked: Sequence[Unread]) -> dict[int, tuple[int, str, bool]]:
    """By place in `asked`: sender, chat type, and whether it still says something."""
    said = [
        {"n": n, "app": one.app_id, "conversation": one.conversation_id, "seq": one.seq}
        for n, one in enumerate(asked)
        if one.conversation_id and one.seq
    ]
    found = rows(MESSAGES, {"asked": document(said)}) if said else []
    return {n: (sender, chat_type, is_normal) for n, sender, chat_type, is_normal in found}
