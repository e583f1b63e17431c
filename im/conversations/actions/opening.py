"""Finds or makes the conversation of two people, and a member's own row in it."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import Account, App
from config.api.errors import Forbidden
from config.api.status import GROUP_FORBIDDEN
from im.conversations.models import ChatType, Conversation, Member
from im.conversations.rules import Peer, peer_of, require_member, require_there


@transaction.atomic
def open_single(one: int, other: int) -> Conversation:
    """The single chat of two accounts (primary keys; the same twice is a chat with oneself), made at need.

    Whoever comes second, of two who open it at once, finds the first one's rows.
    """
    low, high = sorted((one, other))
    found = Conversation.objects.filter(low_id=low, high_id=high).first()
    if found is not None:
        return found
    people = {account.pk: account for account in Account.objects.filter(pk__in=(low, high))}
    Conversation.objects.bulk_create(
        [Conversation(app_id=people[low].app_id, chat_type=ChatType.SINGLE, low_id=low, high_id=high)],
        ignore_conflicts=True,
    )
    conversation = Conversation.objects.get(low_id=low, high_id=high)
    pairs = {(low, high), (high, low)}
    Member.objects.bulk_create(
        [
            Member(
                app_id=conversation.app_id,
                conversation=conversation,
                account_id=me,
                chat_type=ChatType.SINGLE,
                target_id=people[peer].user_id,
            )
            for me, peer in sorted(pairs)
        ],
        ignore_conflicts=True,
    )
    return conversation


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
    if not member.active:
        raise Forbidden(GROUP_FORBIDDEN, "you are not a member of this group")
    return member


def _member_key(account: Account, peer: Peer) -> int:
    if peer.group is not None:
        return require_member(peer.group, account).pk
    if peer.account is None:
        raise LookupError("a peer is an account or a group")
    conversation = open_single(account.pk, peer.account.pk)
    return Member.objects.values_list("pk", flat=True).get(conversation=conversation, account=account)


def floors_of(*, accounts: Collection[int], conversations: Collection[int]) -> dict[tuple[int, int], int]:
    """(account, conversation) → the seq up to which nothing is visible; absent where it is no member."""
    members = Member.objects.filter(account__in=accounts, conversation__in=conversations, active=True)
    floors = members.with_floor().values_list("account_id", "conversation_id", "floor")
    return {(account, conversation): floor for account, conversation, floor in floors}
