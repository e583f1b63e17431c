"""Deeds in one group at once: no deadlock, no half state, one winner, and a clear answer for the others."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from accounts.actions import lifecycle
from accounts.callers import Caller
from accounts.models import Account, App
from config.api.errors import Refusal
from im.groups import actions
from im.groups.actions.roles import Change
from im.groups.models import Group, GroupMember, JoinRequest, RequestStatus
from im.messages.actions import send
from im.messages.models import Message
from journal.facts import Fact
from tests.im.groups.membership import crowd, intact, options, roles, told
from tests.im.groups.steps import make
from tests.im.messages.test_batches import at_once, one

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("team")]
ROUNDS = 6


def by(account: Account) -> dict[str, Any]:
    return {"account": account, "by": Caller(role="U", app=account.app, account=account), "group_id": "team"}


def server(app: App) -> dict[str, Any]:
    return {"account": None, "by": Caller(role="S", app=app), "group_id": "team"}


def tried(deed: Callable[..., Any], **asked: Any) -> Callable[[], Any]:
    """What it answers, or the sub-code of its refusal."""

    def call() -> Any:
        try:
            return deed(**asked)
        except Refusal as refusal:
            return refusal.status

    return call


def dense() -> bool:
    """What the chat was told of all this has no gap."""
    seqs = list(Message.objects.filter(to_id="team").order_by("seq").values_list("seq", flat=True))
    return seqs == list(range(1, len(seqs) + 1))


def test_two_transfers_have_one_winner(alice: Account, facts: list[Fact]) -> None:
    for _ in range(ROUNDS):
        facts.clear()
        found = at_once(
            [tried(actions.transfer, **by(alice), new_owner_id=name) for name in ("bob", "carol")] * 2
        )
        assert found.count("10007") == 3
        assert len(told(facts, "owner_changed")) == 1
        assert intact()
        owner = Group.objects.get().owner
        assert owner is not None
        actions.transfer(**by(owner), new_owner_id="alice")


def test_two_transfers_by_the_server_come_one_after_the_other(acme: App) -> None:
    for _ in range(ROUNDS):
        names = ("alice", "bob", "carol")
        at_once([tried(actions.transfer, **server(acme), new_owner_id=name) for name in names])
        assert intact()
    assert sorted(roles().values()).count("OWNER") == 1


def test_accept_and_reject_have_one_winner(
    alice: Account, bob: Account, erin: Account, team: Group, facts: list[Fact]
) -> None:
    for _ in range(ROUNDS):
        facts.clear()
        request = JoinRequest.objects.create(app=erin.app, group=team, account=erin)
        answer = partial(tried, actions.handle, request_id=request.pk)
        found = at_once(
            [answer(**by(who), status=status) for who in (alice, bob) for status in RequestStatus.values[1:]]
        )
        assert found.count("10015") == 3
        request.refresh_from_db()
        accepted = request.status == "ACCEPTED"
        assert ("erin" in roles()) == accepted
        assert (len(told(facts, "join_accepted")), len(told(facts, "join_rejected"))) == (
            accepted,
            not accepted,
        )
        assert intact()
        actions.remove(**by(alice), user_id="erin")


def test_the_last_place_is_taken_once(alice: Account, facts: list[Fact]) -> None:
    options(max_members=4, visibility="PUBLIC", join_option="FREE")
    peers = crowd(alice, 20)
    found = at_once([tried(actions.apply, **by(peer)) for peer in peers])
    assert sorted(map(str, found)) == ["10014"] * 19 + ["None"]
    assert len(told(facts, "full")) == 1
    assert len(roles()) == 4
    assert intact()


def test_the_last_places_go_to_as_many_as_there_are(alice: Account, bob: Account, facts: list[Fact]) -> None:
    """Joins, adds and accepted requests; each of them knows how it ended."""
    options(max_members=10, visibility="PUBLIC", join_option="FREE")
    peers = crowd(alice, 20)
    group = Group.objects.get()
    requests = JoinRequest.objects.bulk_create(
        JoinRequest(app=alice.app, group=group, account=peer) for peer in peers[:5]
    )
    deeds = [tried(actions.apply, **by(peer)) for peer in peers[5:10]]
    deeds += [
        tried(actions.handle, **by(bob), request_id=request.pk, status=RequestStatus.ACCEPTED)
        for request in requests
    ]
    deeds += [
        tried(actions.add, **by(who), user_ids=[peer.user_id for peer in peers[10:]]) for who in (alice, bob)
    ]
    found = at_once(deeds)
    assert len(roles()) == 10
    assert len(told(facts, "full")) == 1
    assert intact()
    joined = sum(outcome is None for outcome in found[:5])
    accepted = sum(isinstance(outcome, JoinRequest) for outcome in found[5:10])
    added = sum(word == "ADDED" for words in found[10:] for word in words.values())
    assert joined + accepted + added == 7


def test_batches_that_name_the_same_people_in_other_orders(
    alice: Account, bob: Account, facts: list[Fact]
) -> None:
    names = [peer.user_id for peer in crowd(alice, 40)]
    for number in range(ROUNDS):
        some = names[number * 5 : number * 5 + 10]
        found = at_once(
            [
                tried(actions.add, **by(alice), user_ids=some),
                tried(actions.add, **by(bob), user_ids=some[::-1]),
                tried(actions.remove_many, **by(alice), user_ids=some[::2]),
                tried(actions.mute, **by(bob), user_ids=some[::-1], seconds=60),
            ]
        )
        assert not [outcome for outcome in found if isinstance(outcome, str)]
        assert intact()
    assert dense()


def test_quitting_while_being_removed_is_leaving_once(
    alice: Account, bob: Account, facts: list[Fact]
) -> None:
    for _ in range(ROUNDS):
        facts.clear()
        found = at_once(
            [
                tried(actions.remove, **by(bob), user_id="bob"),
                tried(actions.remove, **by(alice), user_id="bob"),
                tried(actions.remove_many, **by(alice), user_ids=["bob"]),
            ]
        )
        assert found[1:] == [None, {"bob": None}]
        assert found[0] in (None, "10010")  # a private group is not there for who was removed from it
        assert len(told(facts, "member_left")) == 1
        assert intact()
        actions.add(**by(alice), user_ids=["bob"])


def test_a_dismissal_while_others_join(alice: Account, acme: App, facts: list[Fact]) -> None:
    peers = crowd(alice, 12)
    for number in range(3):
        group_id = f"g{number}"
        make(alice, group_id=group_id, visibility="PUBLIC", joinOption="FREE")
        facts.clear()
        mine = {**by(alice), "group_id": group_id}
        joins = [tried(actions.apply, **{**by(peer), "group_id": group_id}) for peer in peers[:6]]
        adds = [tried(actions.add, **mine, user_ids=[peer.user_id for peer in peers[6:]])]
        found = at_once([*joins, *adds, tried(actions.dismiss, **mine)])
        assert found[-1] is None
        assert set(map(str, found[:6])) <= {"None", "10010"}
        assert intact(group_id)
        names = [fact.type for fact in facts if fact.type.startswith("group.")]
        assert names[-1] == "group.dismissed"


def test_after_a_removal_no_message_of_his_follows(alice: Account, carol: Account) -> None:
    for number in range(ROUNDS):
        texts = [f"{number} {n}" for n in range(5)]
        talk = [partial(send, [one(carol, "team", text, chat_type="GROUP")]) for text in texts]
        at_once([*talk, tried(actions.remove, **by(alice), user_id="carol")])
        assert isinstance(send([one(carol, "team", f"{number} late", chat_type="GROUP")])[0], Refusal)
        gone = Message.objects.filter(to_id="team", msg_type="TIP").latest("seq")
        assert gone.content["event"] == "group.member_left"
        assert not Message.objects.filter(to_id="team", from_id="carol", seq__gt=gone.seq).exists()
        actions.add(**by(alice), user_ids=["carol"])
    assert intact()
    assert dense()


def test_roles_and_transfers_cross(alice: Account, bob: Account, carol: Account, acme: App) -> None:
    for _ in range(ROUNDS):
        at_once(
            [
                tried(actions.set_roles, **by(alice), user_ids=["bob", "carol"], change=Change(role="ADMIN")),
                tried(
                    actions.set_roles, **server(acme), user_ids=["carol", "bob"], change=Change(role="MEMBER")
                ),
                tried(actions.transfer, **by(alice), new_owner_id="bob"),
                tried(actions.remove, **by(bob), user_id="carol"),
                tried(actions.mute, **server(acme), user_ids=["carol", "bob", "alice"], seconds=0),
            ]
        )
        assert intact()
        actions.add(**server(acme), user_ids=["carol"])
        if roles()["alice"] != "OWNER":
            actions.transfer(**server(acme), new_owner_id="alice")


def test_deletions_among_all_this(alice: Account, bob: Account, carol: Account, acme: App) -> None:
    """An owner and his heirs are deleted while the group is busy with them."""
    root = Caller(role="S", app=acme)
    for number in range(4):
        owner, heir, *others = crowd(alice, 6, f"round{number}-")
        group_id = f"g{number}"
        make(owner, *others, admins=(heir,), group_id=group_id)
        where: dict[str, Any] = {"account": None, "by": root, "group_id": group_id}
        names = [person.user_id for person in (owner, heir, *others)]
        deletions = [
            tried(lifecycle.delete, app=acme, user_id=name, purge_messages=False, by=root)
            for name in names[:3]
        ]
        deeds = [
            tried(actions.add, **where, user_ids=[*names, "bob"]),
            tried(actions.transfer, **where, new_owner_id=names[1]),
            tried(actions.remove_many, **where, user_ids=names[2:4]),
            tried(actions.mute, **where, user_ids=names, seconds=60),
        ]
        at_once([*deletions, *deeds])
        assert intact(group_id)
        gone = GroupMember.objects.filter(group__group_id=group_id, active=True, account__status="DELETED")
        assert not gone.exists()


def test_everybody_does_everything(alice: Account, bob: Account, carol: Account, erin: Account) -> None:
    """Nobody is refused for being in another's way."""
    people = [alice, bob, carol, erin]
    names = [person.user_id for person in people]
    options(visibility="PUBLIC", join_option="FREE", invite_option="MEMBERS")

    def meddle(me: Account, turn: int) -> None:
        order = names[turn:] + names[:turn]
        for number in range(ROUNDS):
            tried(actions.add, **by(me), user_ids=order)()
            send([one(me, "team", f"{me} {number}", chat_type="GROUP")])
            tried(actions.set_roles, **by(me), user_ids=[me.user_id], change=Change(name_card=str(number)))()
            tried(actions.mute, **by(me), user_ids=order, seconds=number % 2)()
            tried(actions.transfer, **by(me), new_owner_id=order[1])()
            tried(actions.remove_many, **by(me), user_ids=order[:2])()
            tried(actions.remove, **by(me), user_id=me.user_id)()
            tried(actions.apply, **by(me))()

    at_once([partial(meddle, me, turn) for turn, me in enumerate(people)])
    assert intact()
    assert dense()
