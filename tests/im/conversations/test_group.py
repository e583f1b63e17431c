"""Row 26, PUT /api/im/conversations/{targetId}/group."""

from typing import Any

import pytest

from accounts.models import Account, App
from im.conversations.models import Conversation, ConversationGroup, Member
from tests.client import Answer, Client
from tests.im.chat import CONVERSATIONS, conversation, say


def file(client: Client, target_id: str, **body: Any) -> Answer:
    return client.put(f"{CONVERSATIONS}/{target_id}/group", body)


def test_a_conversation_is_filed_under_exactly_the_names_given(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob")
    assert file(as_alice, "bob", groupName="work").data["groups"] == ["work"]
    assert file(as_alice, "bob", groupNames=["play", "family", "play"]).data["groups"] == ["family", "play"]
    assert file(as_alice, "bob", groupNames=["play", "work"]).data["groups"] == ["play", "work"]
    assert file(as_alice, "bob", groupName="play").data["groups"] == ["play"]
    assert conversation(as_alice, "bob")["groups"] == ["play"]


@pytest.mark.parametrize("nothing", [{"groupName": None}, {"groupNames": []}])
def test_null_or_no_names_take_it_out_of_all(as_alice: Client, bob: Account, nothing: dict[str, Any]) -> None:
    file(as_alice, "bob", groupNames=["work", "play"])
    assert file(as_alice, "bob", **nothing).data["groups"] == []
    assert not ConversationGroup.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb", "a\x7fb", "n" * 33, "字" * 11])
def test_a_name_has_one_to_thirty_two_bytes_without_slashes_and_controls(
    as_alice: Client, bob: Account, name: str
) -> None:
    assert file(as_alice, "bob", groupName=name).refused(400, "51011", "groupName")
    assert file(as_alice, "bob", groupNames=["good", name]).refused(400, "51011", "groupNames")
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("name", ["n", "n" * 32, "字" * 10 + "ab", "工作 & play", "%", "..", "😀"])
def test_any_other_will_do(as_alice: Client, bob: Account, name: str) -> None:
    assert file(as_alice, "bob", groupName=name).data["groups"] == [name]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"groupName": "a", "groupNames": ["b"]},
        {"groupName": 5},
        {"groupNames": "a"},
        {"groupNames": None},
        {"groupNames": [None]},
        {"groupNames": ["x"] * 101},
    ],
)
def test_either_one_or_a_list_is_given(as_alice: Client, bob: Account, body: dict[str, Any]) -> None:
    assert file(as_alice, "bob", **body).refused(400, "10004")


def test_an_account_has_twenty_names(as_alice: Client, bob: Account, carol: Account) -> None:
    names = [f"group {n}" for n in range(20)]
    assert file(as_alice, "bob", groupNames=[*names, "one more"]).refused(400, "51010")
    assert not ConversationGroup.objects.exists()
    assert file(as_alice, "bob", groupNames=names).ok
    assert file(as_alice, "carol", groupName="one more").refused(400, "51010")
    assert file(as_alice, "carol", groupName="group 7").ok
    assert file(as_alice, "bob", groupNames=names[1:]).ok
    assert file(as_alice, "carol", groupName="one more").ok


def test_names_are_each_owners_own(as_alice: Client, as_bob: Client) -> None:
    say(as_alice, "bob")
    file(as_alice, "bob", groupNames=[f"group {n}" for n in range(20)])
    assert file(as_bob, "alice", groupName="mine").data["groups"] == ["mine"]
    assert file(as_bob, "alice", groupName=None).ok
    assert len(conversation(as_alice, "bob")["groups"]) == 20


def test_a_thousand_conversations_can_be_filed(
    as_alice: Client, alice: Account, bob: Account, acme: App
) -> None:
    peers = Account.objects.bulk_create(Account(app=acme, user_id=f"peer{n}") for n in range(1000))
    talks = Conversation.objects.bulk_create(
        Conversation(app=acme, chat_type="SINGLE", low=alice, high=peer) for peer in peers
    )
    members = Member.objects.bulk_create(
        Member(app=acme, conversation=talk, account=alice, chat_type="SINGLE", target_id=peer.user_id)
        for talk, peer in zip(talks, peers, strict=True)
    )
    ConversationGroup.objects.bulk_create(
        ConversationGroup(account=alice, member=member, name="all") for member in members
    )
    assert file(as_alice, "bob", groupName="all").refused(400, "51008")
    assert file(as_alice, "peer1", groupNames=["all", "some"]).ok
    assert file(as_alice, "peer1", groupName=None).ok
    assert file(as_alice, "bob", groupName="all").ok
