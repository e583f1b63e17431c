"""Finds or makes the conversation of two people, and a member's own row in it."""

from collections.abc import Collection, Sequence
from typing import LiteralString, TypeAlias

from django.db import transaction

from accounts.models import Account, App
from config.sql import document, rows
from im.conversations.models import ChatType, Conversation, Member
from im.conversations.rules import Peer, peer_of, require_member, require_there, stranger

Pair: TypeAlias = tuple[int, int]

FIND: LiteralString = """
SELECT c.low_id, c.high_id, c.id FROM json_to_recordset(%(pairs)s::json) AS i(low bigint, high bigint)
JOIN im_conversation c ON c.low_id = i.low AND c.high_id = i.high
"""


@transaction.atomic
def open_singles(pairs: Collection[Pair]) -> dict[Pair, int]:
    """The single chats of pairs of accounts (keys; the same twice is a chat with oneself), made at need.

    Of two who open the same at once the second finds the first one's rows. A fixed number of statements.
    """
    wanted = {_ordered(pair) for pair in pairs}
    found = _found(wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        _open(missing)
        found |= _found(missing)
    return {pair: found[_ordered(pair)] for pair in pairs}


def _ordered(pair: Pair) -> Pair:
    return min(pair), max(pair)


def _found(pairs: Collection[Pair]) -> dict[Pair, int]:
    asked = [{"low": low, "high": high} for low, high in pairs]
    return {(low, high): pk for low, high, pk in rows(FIND, {"pairs": document(asked)})}


def _open(pairs: Sequence[Pair]) -> None:
    """In the order of the pairs, so that two who open the same ones never wait for each other."""
    people = Account.objects.in_bulk({key for pair in pairs for key in pair})
    Conversation.objects.bulk_create(
        [
            Conversation(app_id=people[low].app_id, chat_type=ChatType.SINGLE, low_id=low, high_id=high)
            for low, high in pairs
        ],
        ignore_conflicts=True,
    )
    opened = _found(pairs)
    Member.objects.bulk_create(
        [
            Member(
                app_id=people[me].app_id,
                conversation_id=opened[pair],
                account_id=me,
                chat_type=ChatType.SINGLE,
                target_id=people[peer].user_id,
            )
            for pair in pairs
            for me, peer in sorted({pair, (pair[1], pair[0])})
        ],
        ignore_conflicts=True,
    )


def lock_account(account: Account) -> None:
    """For what is counted per account. Taken before any member's row; sends only refer to it and pass by."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def locked_member(
    account: Account, app: App, target_id: str, chat_type: str | None, *, dismissed: bool = False
) -> Member:
    """The account's own row towards a target, made at need and locked for the rest of the transaction.

    A dismissed group is none, but for what its members may still do, with `dismissed`.
    """
    peer = peer_of(app, target_id, chat_type)
    if peer.group is not None and not dismissed:
        require_there(peer.group)
    member = Member.objects.select_for_update(no_key=True).get(pk=_member_key(account, peer))
    if not member.active and peer.group is not None:  # gone since we looked
        raise stranger(peer.group)
    return member


def _member_key(account: Account, peer: Peer) -> int:
    if peer.group is not None:
        return require_member(peer.group, account).pk
    if peer.account is None:
        raise LookupError("a peer is an account or a group")
    pair = (account.pk, peer.account.pk)
    conversation = open_singles([pair])[pair]
    return Member.objects.values_list("pk", flat=True).get(conversation=conversation, account=account)


def floors_of(*, accounts: Collection[int], conversations: Collection[int]) -> dict[tuple[int, int], int]:
    """(account, conversation) → the seq up to which nothing is visible; absent where it is no member."""
    members = Member.objects.filter(account__in=accounts, conversation__in=conversations, active=True)
    floors = members.with_floor().values_list("account_id", "conversation_id", "floor")
    return {(account, conversation): floor for account, conversation, floor in floors}


def who_cannot_see(conversation: Conversation, seq: int) -> list[str]:
    """The userIds of members to whom what has this seq is invisible: they came later, or cleared it away."""
    members = (
        Member.objects.filter(conversation=conversation, active=True).with_floor().filter(floor__gte=seq)
    )
    return list(members.values_list("account__user_id", flat=True))
