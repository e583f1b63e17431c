"""Row 12 among people who know each other, or would rather not."""

import pytest

from accounts.models import Account, App
from im.messages.actions import send
from im.messages.models import Message
from journal.models import Event
from tests.client import Client
from tests.im.chat import SEND, message_to, say, say_in
from tests.im.chat import Room as Group
from tests.im.messages.test_batches import one, told
from tests.im.relations.steps import BLACKLIST, FRIENDS, befriend, blocks


@pytest.fixture
def friends_only(acme: App) -> None:
    acme.changed_settings = {"friendsOnly": True}
    acme.save()


def test_it_refuses_a_sender_the_receiver_has_blocked(
    as_mallory: Client, blocked: None, mallory: Account, alice: Account
) -> None:
    assert as_mallory.post(SEND, message_to("alice")).refused(403, "20007")
    assert not Message.objects.exists()
    assert not Event.objects.exists()


def test_who_blocks_can_still_write_unless_both_do(
    as_alice: Client, blocked: None, mallory: Account, alice: Account
) -> None:
    say(as_alice, "mallory")
    blocks(mallory, alice)
    assert as_alice.post(SEND, message_to("mallory")).refused(403, "20007")


def test_taken_off_the_list_one_can_write_again(
    as_alice: Client, as_mallory: Client, alice: Account, mallory: Account
) -> None:
    as_alice.post(BLACKLIST, {"userId": "mallory"})
    assert as_mallory.post(SEND, message_to("alice")).refused(403, "20007")
    as_alice.delete(BLACKLIST, userIds="mallory")
    say(as_mallory, "alice")


def test_in_a_group_they_meet_as_before(as_bob: Client, alice: Account, bob: Account, club: Group) -> None:
    blocks(alice, bob)
    say_in(as_bob, "club")


def test_a_repeat_answers_what_was_sent_before_the_block(
    as_mallory: Client, alice: Account, mallory: Account
) -> None:
    first = say(as_mallory, "alice", clientMsgId="m1")
    blocks(alice, mallory)
    again = as_mallory.post(SEND, message_to("alice", clientMsgId="m1"))
    assert again.data == {**first, "deduplicated": True}


def test_online_only_messages_are_refused_too(
    as_mallory: Client, blocked: None, mallory: Account, alice: Account
) -> None:
    assert as_mallory.post(SEND, message_to("alice", onlineOnly=True)).refused(403, "20007")


def test_among_friends_only_strangers_are_refused(
    friends_only: None, as_alice: Client, as_bob: Client, as_carol: Client, alice: Account, bob: Account
) -> None:
    befriend(alice, bob)
    say(as_alice, "bob")
    say(as_bob, "alice")
    assert as_carol.post(SEND, message_to("alice")).refused(403, "20009")
    assert as_alice.post(SEND, message_to("carol")).refused(403, "20009")


@pytest.mark.usefixtures("friends_only")
def test_one_way_is_not_enough_for_either(
    as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    befriend(alice, bob, one_way=True)
    assert as_alice.post(SEND, message_to("bob")).refused(403, "20009")
    assert as_bob.post(SEND, message_to("alice")).refused(403, "20009")
    befriend(bob, alice, one_way=True)
    say(as_alice, "bob")
    as_bob.delete(f"{FRIENDS}/alice", deleteType="SINGLE")
    assert as_alice.post(SEND, message_to("bob")).refused(403, "20009")


@pytest.mark.usefixtures("friends_only")
def test_to_oneself_and_in_groups_no_friendship_is_needed(
    as_alice: Client, alice: Account, club: Group
) -> None:
    say(as_alice, "alice")
    say_in(as_alice, "club")


@pytest.mark.usefixtures("friends_only")
def test_a_block_is_named_before_the_missing_friendship(
    as_mallory: Client, blocked: None, mallory: Account, alice: Account
) -> None:
    assert as_mallory.post(SEND, message_to("alice")).refused(403, "20007")


@pytest.mark.usefixtures("friends_only")
def test_who_is_not_there_is_404_before_all(as_alice: Client, dave: Account) -> None:
    assert as_alice.post(SEND, message_to("dave")).refused(404, "20003")


@pytest.mark.usefixtures("friends_only")
def test_trusted_callers_pass_unless_they_want_the_checks(
    as_server: Client, as_root: Client, blocked: None, mallory: Account, alice: Account
) -> None:
    as_mallory = message_to("alice", fromId="mallory")
    assert as_server.post(SEND, as_mallory).ok
    assert as_server.post(SEND, {**as_mallory, "skipChecks": False}).refused(403, "20007")
    assert as_root.post(SEND, message_to("alice")).ok
    assert as_root.post(SEND, message_to("alice", skipChecks=False)).refused(403, "20009")


def test_in_a_batch_each_has_its_own_refusal(
    alice: Account, bob: Account, mallory: Account, other: App, dave: Account, oscar: Account
) -> None:
    blocks(alice, mallory)
    other.changed_settings = {"friendsOnly": True}
    dave.app = other
    outcomes = send(
        [
            one(bob, "alice", "1"),
            one(mallory, "alice", "2"),
            one(mallory, "bob", "3"),
            one(mallory, "alice", "4", skip_checks=True),
            one(dave, "oscar", "5"),
            one(dave, "dave", "6"),
        ]
    )
    assert told(outcomes) == [1, "20007", 1, 1, "20009", 1]
