"""Two who want the same, or the opposite, at once: no deadlock, no half state, limits to the last place."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.actions import lifecycle
from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im.messages.actions import send
from im.relations import actions, rules
from im.relations.models import AddType, Block, Friend, FriendRequest, RelationState
from im.relations.wishes import Answer, Wish
from tests.im.messages.test_batches import at_once, one
from tests.im.relations.steps import asks, befriend, blocks, crowd, fill, lists, wants

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def by(account: Account) -> dict[str, Any]:
    return {
        "account": account,
        "app": account.app,
        "by": Caller(role="U", app=account.app, account=account),
    }


def tried(call: Callable[[], Any]) -> Any:
    """What it answers, or the sub-code of its refusal."""
    try:
        answer = call()
    except Refusal as refusal:
        return refusal.status
    return answer.result if isinstance(answer, Answer) else answer


def add(one: Account, other: Account, **more: Any) -> Any:
    return tried(partial(actions.add, **by(one), wish=Wish(other.user_id, **more)))


def test_two_who_ask_each_other_are_friends(acme: App, alice: Account, bob: Account) -> None:
    for account in (alice, bob):
        wants(account, "NEED_CONFIRM")
    for _ in range(ROUNDS):
        found = at_once([partial(add, alice, bob), partial(add, bob, alice)])
        assert sorted(found) == ["ADDED", "PENDING"]
        assert lists() == {"alice>bob", "bob>alice"}
        assert not FriendRequest.objects.filter(status="PENDING").exists()
        Friend.objects.all().delete()
        FriendRequest.objects.all().delete()


def test_two_who_add_each_other_are_added_once(alice: Account, bob: Account) -> None:
    for number in range(1, ROUNDS + 1):
        found = at_once([partial(add, alice, bob), partial(add, bob, alice)] * 2)
        assert sorted(found) == ["ADDED", "ALREADY", "ALREADY", "ALREADY"]
        assert lists() == {"alice>bob", "bob>alice"}
        states = RelationState.objects.values_list("sequence", flat=True)
        assert set(states) == {2 * number - 1}
        actions.remove(**by(alice), friend_id="bob", delete_type="BOTH")


def test_a_block_while_adding_leaves_no_friendship(alice: Account, bob: Account) -> None:
    for _ in range(ROUNDS):
        block = partial(actions.block, **by(bob), user_ids=["alice"])
        at_once([partial(add, alice, bob), partial(tried, block), partial(add, bob, alice)])
        assert lists() == set()
        assert Block.objects.count() == 1
        Block.objects.all().delete()
        Friend.objects.all().delete()


def test_a_block_while_asking_leaves_no_open_request(alice: Account, bob: Account) -> None:
    wants(bob, "NEED_CONFIRM")
    for _ in range(ROUNDS):
        at_once([partial(add, alice, bob), partial(actions.block, **by(bob), user_ids=["alice"])])
        assert not FriendRequest.objects.filter(status="PENDING").exists()
        Block.objects.all().delete()


def test_accept_and_reject_at_once_have_one_winner(alice: Account, bob: Account) -> None:
    for _ in range(ROUNDS):
        request = int(asks(alice, bob))
        accept = partial(tried, partial(actions.accept, **by(bob), request_id=request))
        reject = partial(tried, partial(actions.reject, **by(bob), request_id=request))
        found = at_once([accept, reject, accept, reject])
        assert found.count("10015") == 3
        accepted = FriendRequest.objects.get(pk=request).status == "ACCEPTED"
        assert (lists() == {"alice>bob", "bob>alice"}) == accepted
        Friend.objects.all().delete()


def test_two_for_the_last_free_place(alice: Account, bob: Account, carol: Account, erin: Account) -> None:
    fill(alice, rules.FRIENDS - 1)
    found = at_once([partial(add, one, alice) for one in (bob, carol, erin)] + [partial(add, alice, bob)])
    assert "10004" in found
    assert Friend.objects.filter(owner=alice, active=True).count() == rules.FRIENDS
    assert Friend.objects.filter(friend=alice, active=True).count() == 1


def test_two_for_the_last_place_on_the_blacklist(alice: Account, bob: Account, carol: Account) -> None:
    blocks(alice, *crowd(alice, rules.BLOCKED - 1))
    block = [partial(actions.block, **by(alice), user_ids=[name]) for name in ("bob", "carol")]
    found = [outcome for answer in at_once(block) for outcome in answer.values()]
    assert sum(outcome is None for outcome in found) == 1
    assert Block.objects.filter(owner=alice).count() == rules.BLOCKED


def test_two_for_the_last_open_request(alice: Account, bob: Account, carol: Account) -> None:
    peers = crowd(alice, rules.ASKED - 1)
    FriendRequest.objects.bulk_create(
        FriendRequest(app_id=alice.app_id, sender=alice, receiver=peer) for peer in peers
    )
    for account in (bob, carol):
        wants(account, "NEED_CONFIRM")
    found = at_once([partial(add, alice, bob), partial(add, alice, carol)])
    assert sorted(found) == ["10004", "PENDING"]


def test_two_for_the_last_friend_group(alice: Account, bob: Account, carol: Account) -> None:
    befriend(alice, bob, carol)
    for number, peer in enumerate(crowd(alice, rules.NAMES - 1)):
        befriend(alice, peer, group=f"group {number}", one_way=True)
    keep = [
        partial(tried, partial(actions.keep, **by(alice), friend_id=name, group_name=f"of {name}"))
        for name in ("bob", "carol")
    ]
    assert sum(outcome == "51010" for outcome in at_once(keep)) == 1


def test_everybody_with_everybody_at_once(
    acme: App, alice: Account, bob: Account, carol: Account, erin: Account, mallory: Account
) -> None:
    """Batches that name the same people in all orders; blocks, removals, clearings and sends among them."""
    people = [alice, bob, carol, erin, mallory]
    names = [person.user_id for person in people]

    def meddle(me: Account, turn: int) -> None:
        order = names[turn:] + names[:turn]
        for number in range(ROUNDS):
            wishes = [Wish(name, add_type=AddType.SINGLE if number % 3 else AddType.BOTH) for name in order]
            actions.add_many(**by(me), wishes=wishes if number % 2 else wishes[::-1])
            other = order[number % len(order)]
            actions.block(**by(me), user_ids=[other])
            send([one(me, name, str(number)) for name in names])
            actions.unblock(**by(me), user_ids=[other])
            actions.remove_many(**by(me), friend_ids=order[:2], delete_type="BOTH")
            actions.remove_all(**by(me), delete_type="SINGLE" if number % 2 else "BOTH")

    at_once([partial(meddle, me, turn) for turn, me in enumerate(people)])
    assert lists() <= {f"{one}>{other}" for one in names for other in names}
    assert not Block.objects.exists()


def test_a_deletion_among_adds_leaves_nobody_behind(
    acme: App, alice: Account, bob: Account, carol: Account
) -> None:
    root = Caller(role="S", app=acme)
    for number in range(ROUNDS):
        victim = crowd(alice, 1, f"victim{number}-")[0]
        befriend(victim, carol)
        name = victim.user_id
        delete = partial(lifecycle.delete, app=acme, user_id=name, purge_messages=False, by=root)
        wishes = [Wish(name), Wish("bob"), Wish("carol")]
        adding = [partial(actions.add_many, **by(one), wishes=wishes) for one in (alice, bob, carol)]
        removing = partial(actions.remove_many, **by(carol), friend_ids=[name, "bob"], delete_type="BOTH")
        at_once([delete, *adding, removing, partial(tried, partial(add, victim, alice))])
        assert not Friend.objects.filter(owner=victim, active=True).exists()
        assert not Friend.objects.filter(friend=victim, active=True).exists()


def test_two_friends_deleted_at_once(acme: App, alice: Account, bob: Account, carol: Account) -> None:
    root = Caller(role="S", app=acme)
    befriend(alice, bob, carol)
    befriend(bob, carol)
    delete = [
        partial(lifecycle.delete, app=acme, user_id=name, purge_messages=False, by=root)
        for name in ("alice", "bob")
    ]
    at_once(delete)
    assert lists() == set()
    assert RelationState.objects.get(account=carol).sequence == 2
