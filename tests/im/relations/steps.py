"""Words for the tests of friends and blacklists: who stands how with whom."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Account
from im.relations.models import Block, Friend, FriendRequest, RelationState
from tests.client import Answer, Client

FRIENDS = "/api/im/friends"
REQUESTS = "/api/im/friend-requests"
BLACKLIST = "/api/im/blacklist"


def befriend(owner: Account, *others: Account, group: str = "", one_way: bool = False) -> None:
    """The others are in the owner's list, under this group, and he is in theirs unless it is one-way."""
    states = [RelationState(account=account) for account in (owner, *others)]
    RelationState.objects.bulk_create(states, ignore_conflicts=True)
    rows = [Friend(app_id=owner.app_id, owner=owner, friend=other, group_name=group) for other in others]
    if not one_way:
        rows += [Friend(app_id=other.app_id, owner=other, friend=owner) for other in others]
    Friend.objects.bulk_create(rows)


def blocks(owner: Account, *others: Account) -> None:
    Block.objects.bulk_create(Block(app_id=owner.app_id, owner=owner, blocked=other) for other in others)


def asks(sender: Account, receiver: Account, **fields: Any) -> str:
    """An open request's id."""
    request = FriendRequest.objects.create(app_id=sender.app_id, sender=sender, receiver=receiver, **fields)
    return str(request.pk)


def wants(account: Account, allow_type: str) -> None:
    Account.objects.filter(pk=account.pk).update(allow_type=allow_type)


def add(client: Client, friend_id: str, **more: Any) -> Answer:
    return client.post(FRIENDS, {"friendId": friend_id, **more})


def lists() -> set[str]:
    """Whose list has whom, as `alice>bob`."""
    return {
        f"{owner}>{friend}"
        for owner, friend in Friend.objects.filter(active=True).values_list(
            "owner__user_id", "friend__user_id"
        )
    }


def sequence(account: Account) -> int:
    return RelationState.objects.filter(pk=account.pk).values_list("sequence", flat=True).first() or 0


def crowd(account: Account, count: int, name: str = "peer") -> list[Account]:
    """So many more accounts of the same app."""
    return Account.objects.bulk_create(
        Account(app=account.app, user_id=f"{name}{n}", nickname=f"Peer {n}") for n in range(count)
    )


def fill(account: Account, count: int) -> list[Account]:
    """So many friends, one-way, a second apart."""
    peers = crowd(account, count)
    began = timezone.now() - timedelta(days=1)
    Friend.objects.bulk_create(
        Friend(
            app_id=account.app_id,
            owner=account,
            friend=peer,
            created_at=began + timedelta(seconds=n),
            updated_at=began,
        )
        for n, peer in enumerate(peers)
    )
    return peers


def outcomes(answer: Answer) -> list[tuple[str, str]]:
    """Of a batch: who, and the sub-code."""
    return [(item["userId"], item["status"]) for item in answer.data["results"]]
