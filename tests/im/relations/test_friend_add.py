"""Row 31, POST /api/im/friends."""

from typing import Any

import pytest

from accounts.models import Account, App
from config.clock import now_ms
from im.relations import rules
from im.relations.models import Friend, FriendRequest
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.chat import delete
from tests.im.relations.steps import (
    FRIENDS,
    add,
    asks,
    befriend,
    blocks,
    crowd,
    fill,
    lists,
    sequence,
    wants,
)


def test_both_are_friends_at_once(as_alice: Client, as_bob: Client, alice: Account, bob: Account) -> None:
    more = {"remark": "Bobby", "groupName": "pals", "addSource": "search", "addWording": "it's me"}
    assert add(as_alice, "bob", **more).data == {"friendId": "bob", "result": "ADDED"}
    assert lists() == {"alice>bob", "bob>alice"}
    mine = as_alice.get(FRIENDS).items[0]
    assert 0 <= now_ms() - mine.pop("createdAt") < 60_000
    assert mine == {
        "userId": "bob",
        "nickname": "Bob",
        "avatar": "",
        "remark": "Bobby",
        "groupName": "pals",
        "addSource": "search",
        "addWording": "it's me",
        "online": False,
    }
    theirs = as_bob.get(FRIENDS).items[0]
    assert (theirs["userId"], theirs["remark"], theirs["groupName"]) == ("alice", "", None)
    assert (theirs["addSource"], theirs["addWording"]) == ("search", "it's me")
    assert (sequence(alice), sequence(bob)) == (1, 1)


def test_single_enters_only_my_list(as_alice: Client, as_bob: Client, alice: Account, bob: Account) -> None:
    assert add(as_alice, "bob", addType="SINGLE").data["result"] == "ADDED"
    assert lists() == {"alice>bob"}
    assert as_bob.get(FRIENDS).items == []
    assert (sequence(alice), sequence(bob)) == (1, 0)


def test_again_it_is_already_so(as_alice: Client, alice: Account, bob: Account, facts: list[Fact]) -> None:
    befriend(alice, bob, group="old")
    assert add(as_alice, "bob", groupName="new").data == {"friendId": "bob", "result": "ALREADY"}
    assert add(as_alice, "bob", addType="SINGLE").data["result"] == "ALREADY"
    assert Friend.objects.get(owner=alice).group_name == "old"
    assert not facts
    assert sequence(alice) == 0


def test_both_completes_what_is_one_way(as_alice: Client, alice: Account, bob: Account) -> None:
    befriend(alice, bob, one_way=True)
    assert add(as_alice, "bob").data["result"] == "ADDED"
    assert lists() == {"alice>bob", "bob>alice"}
    assert (sequence(alice), sequence(bob)) == (0, 1)


def test_who_was_removed_comes_back_as_new(as_alice: Client, alice: Account, bob: Account) -> None:
    add(as_alice, "bob", remark="old")
    as_alice.delete(f"{FRIENDS}/bob")
    assert add(as_alice, "bob").data["result"] == "ADDED"
    assert [item["remark"] for item in as_alice.get(FRIENDS).items] == [""]
    assert sequence(alice) == 3


def test_whoever_wants_to_be_asked_is_asked(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    wants(bob, "NEED_CONFIRM")
    answer = add(as_alice, "bob", addWording="hi")
    request = FriendRequest.objects.get()
    assert answer.data == {"friendId": "bob", "result": "PENDING", "requestId": str(request.pk)}
    assert lists() == set()
    assert [(fact.type, fact.audience.users) for fact in facts] == [("friend.requested", ("alice", "bob"))]
    assert facts[0].data["wording"] == "hi"
    assert facts[0].skip_session


def test_asking_again_is_the_same_request(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    wants(bob, "NEED_CONFIRM")
    first = add(as_alice, "bob")
    assert add(as_alice, "bob", addWording="please").raw == first.raw
    assert len(facts) == 1


def test_the_apps_default_holds_for_who_says_nothing(as_alice: Client, bob: Account, acme: App) -> None:
    acme.changed_settings = {"allowType": "NEED_CONFIRM"}
    acme.save()
    assert add(as_alice, "bob").data["result"] == "PENDING"
    wants(bob, "ALLOW_ANY")
    assert add(as_alice, "bob").data["result"] == "ADDED"
    assert FriendRequest.objects.get().status == "ACCEPTED"


def test_who_takes_no_friends_is_left_alone(as_alice: Client, bob: Account) -> None:
    wants(bob, "DENY_ANY")
    for add_type in ("BOTH", "SINGLE"):
        assert add(as_alice, "bob", addType=add_type).refused(403, "30516")
    assert not Friend.objects.exists()


@pytest.mark.parametrize("allow_type", ["NEED_CONFIRM", "DENY_ANY"])
def test_who_is_in_the_others_list_already_needs_no_asking(
    as_alice: Client, alice: Account, bob: Account, allow_type: str
) -> None:
    wants(bob, allow_type)
    befriend(bob, alice, one_way=True)
    assert add(as_alice, "bob").data["result"] == "ADDED"
    assert lists() == {"alice>bob", "bob>alice"}


def test_crossing_requests_accept_each_other(
    as_alice: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    wants(alice, "NEED_CONFIRM")
    wants(bob, "NEED_CONFIRM")
    asks(bob, alice, remark="Ally", group_name="met", add_type="BOTH")
    assert add(as_alice, "bob", remark="Bobby").data == {"friendId": "bob", "result": "ADDED"}
    assert lists() == {"alice>bob", "bob>alice"}
    assert Friend.objects.get(owner=bob).remark == "Ally"
    assert Friend.objects.get(owner=bob).group_name == "met"
    assert Friend.objects.get(owner=alice).remark == "Bobby"
    assert FriendRequest.objects.get().status == "ACCEPTED"
    assert [fact.type for fact in facts] == ["friend.accepted", "friend.added", "friend.added"]


def test_two_that_cross_one_way_are_in_both_lists(as_alice: Client, alice: Account, bob: Account) -> None:
    wants(bob, "NEED_CONFIRM")
    asks(bob, alice, add_type="SINGLE")
    assert add(as_alice, "bob", addType="SINGLE").data["result"] == "ADDED"
    assert lists() == {"alice>bob", "bob>alice"}


def test_a_blacklist_between_them_forbids_it(as_alice: Client, alice: Account, bob: Account) -> None:
    blocks(alice, bob)
    assert add(as_alice, "bob").refused(403, "20007")
    blocks(bob, alice)
    assert add(as_alice, "bob").refused(403, "20007")
    assert not Friend.objects.exists()


def test_who_blocks_me_is_refused_me(as_alice: Client, alice: Account, bob: Account) -> None:
    blocks(bob, alice)
    wants(bob, "NEED_CONFIRM")
    assert add(as_alice, "bob").refused(403, "20007")
    assert not FriendRequest.objects.exists()


def test_nobody_is_his_own_friend(as_alice: Client) -> None:
    assert add(as_alice, "alice").refused(400, "10004", "friendId")


def test_unknown_deleted_and_foreign_accounts_are_not_there(
    as_alice: Client, bob: Account, dave: Account
) -> None:
    unknown = add(as_alice, "nobody")
    assert unknown.refused(404, "70107")
    assert add(as_alice, "dave").raw == unknown.raw
    assert add(as_alice, "platform").raw == unknown.raw
    delete(bob)
    assert add(as_alice, "bob").raw == unknown.raw
    assert not Friend.objects.exists()


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("remark", ["", "r" * 96, "字" * 32], ["r" * 97, "字" * 33, "a\nb", 5, None]),
        ("addSource", ["", "s" * 32, "字" * 32], ["s" * 33, 5, None]),
        ("addWording", ["", "w" * 256, "a\nb"], ["w" * 257, 5, None]),
        ("addType", ["BOTH", "SINGLE"], ["both", "", None, 1]),
        ("friendId", ["bob"], ["", "a b", "x" * 65, None, 5]),
    ],
)
def test_fields_at_and_beyond_their_edges(
    as_alice: Client, bob: Account, field: str, good: list[Any], bad: list[Any]
) -> None:
    for value in bad:
        assert add(as_alice, "bob", **{"remark": "", field: value}).refused(400, "10004", field), value
    for value in good:
        assert as_alice.post(FRIENDS, {"friendId": "bob", field: value}).ok, value
    assert as_alice.post(FRIENDS, {}).refused(400, "10004", "friendId")


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb", "n" * 31, "字" * 11])
def test_a_group_has_a_name_of_thirty_bytes(as_alice: Client, bob: Account, name: str) -> None:
    assert add(as_alice, "bob", groupName=name).refused(400, "51011", "groupName")
    assert add(as_alice, "bob", groupName="字" * 10).ok


def test_a_thirty_third_group_is_refused(as_alice: Client, alice: Account, bob: Account) -> None:
    for number, peer in enumerate(crowd(alice, rules.NAMES)):
        befriend(alice, peer, group=f"group {number}")
    assert add(as_alice, "bob", groupName="one more").refused(400, "51010")
    wants(bob, "NEED_CONFIRM")
    assert add(as_alice, "bob", groupName="one more").refused(400, "51010")
    assert not FriendRequest.objects.exists()
    wants(bob, "ALLOW_ANY")
    assert add(as_alice, "bob", groupName="group 31").ok


def test_three_thousand_friends_are_the_most(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account, carol: Account
) -> None:
    fill(alice, rules.FRIENDS - 1)
    assert add(as_alice, "bob").ok
    assert add(as_alice, "carol").refused(400, "10004", "friendId")
    assert add(as_alice, "carol", addType="SINGLE").refused(400, "10004", "friendId")


def test_the_others_list_has_to_have_room_too(as_carol: Client, alice: Account, carol: Account) -> None:
    fill(alice, rules.FRIENDS)
    assert add(as_carol, "alice").refused(400, "10004", "friendId")
    assert not Friend.objects.filter(owner=carol).exists()
    assert add(as_carol, "alice", addType="SINGLE").ok


def test_a_hundred_requests_can_be_open(as_alice: Client, alice: Account, bob: Account) -> None:
    wants(bob, "NEED_CONFIRM")
    peers = crowd(alice, rules.ASKED)
    FriendRequest.objects.bulk_create(
        FriendRequest(app_id=alice.app_id, sender=alice, receiver=peer) for peer in peers
    )
    assert add(as_alice, "bob").refused(400, "10004", "friendId")
    FriendRequest.objects.filter(receiver=peers[0]).update(status="REJECTED")
    assert add(as_alice, "bob").data["result"] == "PENDING"


def test_force_is_for_trusted_callers(as_alice: Client, as_server: Client, bob: Account) -> None:
    wants(bob, "DENY_ANY")
    assert add(as_alice, "bob", force=True).refused(403, "60010")
    body = {"friendId": "bob", "force": True}
    assert as_server.post(FRIENDS, body, actAs="alice").data["result"] == "ADDED"


def test_force_does_not_pass_a_blacklist(as_root: Client, root: Account, bob: Account) -> None:
    blocks(bob, root)
    assert add(as_root, "bob", force=True).refused(403, "20007")


@pytest.mark.parametrize(
    ("door", "name", "role"),
    [("as_root", "root", "A"), ("as_server", "server", "S"), ("as_operator", "olga", "T")],
)
def test_trusted_callers_act_for_somebody_and_it_is_logged(
    request: pytest.FixtureRequest, alice: Account, bob: Account, door: str, name: str, role: str
) -> None:
    client = request.getfixturevalue(door)
    assert client.post(FRIENDS, {"friendId": "bob"}, actAs="alice").ok
    assert lists() == {"alice>bob", "bob>alice"}
    entry = Operation.objects.get(action="FRIEND_ADD")
    assert (entry.operator_id, entry.operator_role, entry.target_id) == (name, role, "alice")
    assert entry.detail == {"userId": "alice", "friendIds": ["bob"]}
    assert client.post(FRIENDS, {"friendId": "bob"}, actAs="nobody").refused(404, "70107")
    if door != "as_root":
        assert client.post(FRIENDS, {"friendId": "bob"}).refused(400, "10004", "actAs")


def test_a_user_acts_for_himself_and_is_not_logged(as_alice: Client, bob: Account, carol: Account) -> None:
    assert as_alice.post(FRIENDS, {"friendId": "bob"}, actAs="carol").refused(403, "60010")
    assert add(as_alice, "bob").ok
    assert not Operation.objects.filter(action="FRIEND_ADD").exists()


def test_each_hears_of_his_own_list(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    add(as_alice, "bob", remark="Bobby")
    mine, theirs = facts
    assert (mine.type, mine.audience.users, mine.durable) == ("friend.added", ("alice",), True)
    assert (mine.data["ownerId"], mine.data["operatorId"]) == ("alice", "alice")
    assert [(row["userId"], row["remark"]) for row in mine.data["friends"]] == [("bob", "Bobby")]
    assert (theirs.type, theirs.audience.users, theirs.durable) == ("friend.added", ("bob",), False)
    assert [(row["userId"], row["remark"]) for row in theirs.data["friends"]] == [("alice", "")]


def test_the_other_hears_of_me_as_i_am_now(
    as_alice: Client, bob: Account, facts: list[Fact], settings: Any
) -> None:
    settings.AUTH_CACHE_SECONDS = 5
    as_alice.put("/api/im/accounts/alice", {"nickname": "Alicia"})
    add(as_alice, "bob")
    assert [row["nickname"] for row in facts[-1].data["friends"]] == ["Alicia"]


def test_what_is_refused_leaves_nothing(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    wants(bob, "DENY_ANY")
    add(as_alice, "bob")
    add(as_alice, "nobody")
    assert not facts
    assert not Friend.objects.exists()
    assert not Operation.objects.exists()
