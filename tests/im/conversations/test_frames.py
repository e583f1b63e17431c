"""What the gateway calls for conversations."""

from typing import Any

import pytest
from rest_framework.exceptions import ValidationError

from accounts.models import Account
from config.api.errors import Refusal
from im.conversations import frames
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import Room, conversation, say, say_in
from tests.im.messages.test_frames import caller


def test_read_is_row_23(as_alice: Client, as_bob: Client) -> None:
    for _ in range(3):
        say(as_bob, "alice")
    answer = frames.read(caller(as_alice), {"chatType": "SINGLE", "targetId": "bob", "seq": 2})
    assert (answer["readSeq"], answer["unread"], answer["totalUnread"]) == (2, 1, 1)
    assert frames.read(caller(as_alice), {"targetId": "bob"})["unread"] == 0
    assert conversation(as_alice, "bob")["readSeq"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"targetId": "nobody"}, "20003"),
        ({"targetId": "bob", "seq": 9}, "10004"),
        ({"targetId": "club"}, "10010"),
    ],
)
def test_a_frame_is_refused_like_a_call(
    as_erin: Client, club: Room, body: dict[str, Any], status: str
) -> None:
    with pytest.raises(Refusal) as refused:
        frames.read(caller(as_erin), body)
    assert refused.value.status == status


@pytest.mark.parametrize("frame", [frames.read, frames.typing])
def test_a_frame_names_its_target(as_alice: Client, frame: Any) -> None:
    with pytest.raises(ValidationError):
        frame(caller(as_alice), {})


@pytest.mark.parametrize(("active", "name"), [({}, "typing.started"), ({"active": False}, "typing.stopped")])
def test_the_peer_sees_one_typing(
    as_alice: Client, bob: Account, facts: list[Fact], active: dict[str, bool], name: str
) -> None:
    assert frames.typing(caller(as_alice), {"targetId": "bob", **active}) == {}
    (fact,) = facts
    assert fact.type == name
    assert fact.data == {"chatType": "SINGLE", "targetId": "alice", "userId": "alice"}
    assert (fact.audience.users, fact.durable, fact.skip_session != "") == (("bob",), False, True)


def test_a_group_sees_one_typing(as_alice: Client, club: Room, facts: list[Fact]) -> None:
    frames.typing(caller(as_alice), {"targetId": "club"})
    assert facts[0].data == {"chatType": "GROUP", "targetId": "club", "userId": "alice"}
    assert facts[0].audience.conversation_id == club.conversation.pk


def test_only_its_members_type_in_a_group(
    as_alice: Client, as_erin: Client, club: Room, facts: list[Fact]
) -> None:
    with pytest.raises(Refusal, match="no such group"):
        frames.typing(caller(as_erin), {"targetId": "club"})
    club.dismiss()
    with pytest.raises(Refusal, match="no such group"):
        frames.typing(caller(as_alice), {"targetId": "club"})
    with pytest.raises(Refusal, match="no such account"):
        frames.typing(caller(as_alice), {"targetId": "nobody"})
    assert not facts


def test_an_accounts_channels_are_the_groups_it_is_in(
    as_alice: Client, alice: Account, bob: Account, erin: Account, club: Room
) -> None:
    say(as_alice, "bob")
    say_in(as_alice, "club")
    everybody = [alice.pk, bob.pk, erin.pk]
    where = [f"c:{club.conversation.pk}"]
    assert frames.channels(everybody) == {alice.pk: where, bob.pk: where}
    club.leave(bob)
    assert frames.channels(everybody) == {alice.pk: where}
    club.dismiss()
    assert frames.channels(everybody) == {}
