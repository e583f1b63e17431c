"""Row 36, PUT /api/im/friends/{friendId}/group."""

from typing import Any

import pytest

from accounts.models import Account
from im.relations import rules
from im.relations.models import Friend
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.relations.steps import FRIENDS, befriend, crowd, sequence


def keep(client: Client, friend_id: str, **body: Any) -> Answer:
    return client.put(f"{FRIENDS}/{friend_id}/group", body)


def test_it_answers_the_friend_as_the_list_shows_him(as_alice: Client, friends: None) -> None:
    answer = keep(as_alice, "bob", groupName="同事", remark="Bobby")
    assert (answer.data["groupName"], answer.data["remark"]) == ("同事", "Bobby")
    assert answer.data == as_alice.get(FRIENDS).items[0]


def test_what_is_not_named_stays(as_alice: Client, friends: None) -> None:
    keep(as_alice, "bob", groupName="pals", remark="Bobby")
    assert keep(as_alice, "bob", groupName="work").data["remark"] == "Bobby"
    assert keep(as_alice, "bob", remark="B").data["groupName"] == "work"
    assert keep(as_alice, "bob", remark="").data["remark"] == ""
    assert keep(as_alice, "bob", groupName=None).data["groupName"] is None
    keep(as_alice, "bob", remark="B")
    assert keep(as_alice, "bob", remark=None).data["remark"] == ""


def test_the_other_side_sees_nothing_of_it(as_alice: Client, as_bob: Client, friends: None) -> None:
    before = as_bob.get(FRIENDS).data
    keep(as_alice, "bob", groupName="pals", remark="secret")
    assert as_bob.get(FRIENDS).data == before


def test_the_owners_other_devices_hear_of_it(
    as_alice: Client, alice: Account, friends: None, facts: list[Fact]
) -> None:
    shown = keep(as_alice, "bob", groupName="pals").data
    del shown["online"]
    assert [(fact.type, fact.audience.users, fact.skip_session != "") for fact in facts] == [
        ("friend.updated", ("alice",), True)
    ]
    assert facts[0].data == {"ownerId": "alice", **shown, "operatorId": "alice"}
    keep(as_alice, "bob", groupName="pals")
    assert len(facts) == sequence(alice) == 1


def test_who_is_no_friend_is_not_there(
    as_alice: Client, alice: Account, bob: Account, carol: Account, dave: Account
) -> None:
    befriend(carol, alice, one_way=True)
    unknown = keep(as_alice, "nobody", groupName="x")
    assert unknown.refused(404, "70107")
    for name in ("bob", "carol", "dave", "alice", "platform"):
        assert keep(as_alice, name, groupName="x").raw == unknown.raw


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb", "a\x7fb", "n" * 31, "字" * 11])
def test_a_name_has_one_to_thirty_bytes_without_slashes_and_controls(
    as_alice: Client, friends: None, name: str
) -> None:
    assert keep(as_alice, "bob", groupName=name).refused(400, "51011", "groupName")


@pytest.mark.parametrize("name", ["n", "n" * 30, "字" * 10, "工作 & play", "%", "..", "group", "😀"])
def test_any_other_will_do(as_alice: Client, friends: None, name: str) -> None:
    assert keep(as_alice, "bob", groupName=name).data["groupName"] == name


@pytest.mark.parametrize(
    "body", [{}, {"groupName": 5}, {"remark": 5}, {"remark": "r" * 97}, {"remark": "a\nb"}]
)
def test_a_field_of_the_wrong_form_is_named(as_alice: Client, friends: None, body: dict[str, Any]) -> None:
    assert as_alice.put(f"{FRIENDS}/bob/group", body).refused(400, "10004", next(iter(body), "groupName"))


def test_there_are_thirty_two_groups(as_alice: Client, alice: Account, friends: None) -> None:
    for number, peer in enumerate(crowd(alice, rules.NAMES)):
        befriend(alice, peer, group=f"group {number}", one_way=True)
    assert keep(as_alice, "bob", groupName="one more").refused(400, "51010")
    assert Friend.objects.get(owner=alice, friend__user_id="bob").group_name == ""
    assert keep(as_alice, "bob", groupName="group 7").ok
    assert keep(as_alice, "peer0", groupName="one more").ok


def test_trusted_callers_act_for_somebody(
    as_server: Client, as_alice: Client, friends: None, facts: list[Fact]
) -> None:
    body = {"groupName": "pals"}
    assert as_server.put(f"{FRIENDS}/bob/group", body, actAs="alice").ok
    assert (facts[-1].data["ownerId"], facts[-1].data["operatorId"]) == ("alice", "server")
    assert as_server.put(f"{FRIENDS}/bob/group", body).refused(400, "10004", "actAs")
    assert as_alice.put(f"{FRIENDS}/alice/group", body, actAs="bob").refused(403, "60010")
