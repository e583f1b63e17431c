"""What the gateway calls: the same actions as behind REST."""

from typing import Any

import orjson
import pytest
from rest_framework.exceptions import ValidationError

from accounts.authentication import caller_of_token
from accounts.callers import Caller
from config.api.errors import Refusal
from config.api.handler import refusal_for
from im.messages import frames
from im.messages.models import Message
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import Room, message_to, say, say_in, to_group


def caller(client: Client) -> Caller:
    return caller_of_token(client.headers["Authorization"].removeprefix("Bearer "))


def send(calls: list[tuple[Caller, dict[str, Any]]]) -> list[dict[str, Any] | Refusal]:
    drafts = frames.draft(calls)
    outcomes = iter(frames.send([draft for draft in drafts if not isinstance(draft, Refusal)]))
    return [draft if isinstance(draft, Refusal) else next(outcomes) for draft in drafts]


def test_a_batch_of_frames_has_an_outcome_for_each_in_order(
    as_alice: Client, as_bob: Client, club: Room
) -> None:
    alice, bob = caller(as_alice), caller(as_bob)
    calls: list[tuple[Caller, dict[str, Any]]] = [
        (alice, message_to("bob", "1", clientMsgId="a")),
        (bob, message_to("nobody")),
        (bob, {"chatType": "SINGLE"}),
        (bob, message_to("alice", "2")),
        (alice, message_to("bob", "1", clientMsgId="a")),
        (bob, message_to("alice", fromId="alice")),
        (alice, to_group("club", "3")),
    ]
    outcomes = send(calls)
    told = [(one.code, one.status) if isinstance(one, Refusal) else one["seq"] for one in outcomes]
    assert told == [1, (404, "20003"), (400, "10004"), 2, 1, (403, "60010"), 1]
    first, repeat = outcomes[0], outcomes[4]
    assert isinstance(first, dict)
    assert isinstance(repeat, dict)
    assert repeat == {**first, "deduplicated": True}
    assert "deduplicated" not in first


def test_a_batch_without_a_good_frame_is_refused_one_by_one(as_alice: Client) -> None:
    outcomes = send([(caller(as_alice), {}), (caller(as_alice), {"toId": 1})])
    assert all(isinstance(outcome, Refusal) for outcome in outcomes)
    assert send([]) == []


def test_two_apps_may_meet_in_a_batch(as_alice: Client, as_bob: Client, as_dave: Client, club: Room) -> None:
    outcomes = send(
        [
            (caller(as_dave), message_to("dave", "theirs")),
            (caller(as_alice), to_group("club", atUserIds=["bob", "dave"])),
            (caller(as_dave), message_to("alice")),
        ]
    )
    assert [one.status if isinstance(one, Refusal) else one["atUserIds"] for one in outcomes] == [
        [],
        ["bob"],
        "20003",
    ]


def test_the_socket_that_sent_is_left_out(as_alice: Client, as_bob: Client, facts: list[Fact]) -> None:
    who = caller(as_alice)
    send([(who, message_to("bob"))])
    assert facts[0].skip_session == who.session != ""


def test_sync_is_row_19(as_alice: Client, as_bob: Client) -> None:
    message = say(as_bob, "alice")
    answer = frames.sync(caller(as_alice), {})
    assert answer["conversations"][0]["messages"] == [message]
    with pytest.raises(ValidationError) as refused:
        frames.sync(caller(as_alice), {"totalLimit": 0})
    assert refusal_for(refused.value).status == "10004"


def test_what_a_gateway_missed_comes_as_frames_in_order(as_alice: Client, club: Room) -> None:
    messages = [say_in(as_alice, "club", str(n)) for n in range(6)]
    found = frames.missing(club.conversation.pk, 1, 5)
    assert [seq for seq, _ in found] == [2, 3, 4]
    assert orjson.loads(found[0][1]) == {
        "type": "message.sent",
        "id": f"msg_{messages[1]['id']}",
        "data": {**messages[1], "operatorId": "alice"},
    }
    assert frames.missing(club.conversation.pk, 5, 6) == []
    assert frames.missing(0, 0, 100) == []


def test_a_missed_message_comes_as_it_is_now(as_alice: Client, club: Room) -> None:
    message = say_in(as_alice, "club")
    as_alice.post(f"/api/im/messages/{message['id']}/revoke")
    ((_, frame),) = frames.missing(club.conversation.pk, 0, 2)
    assert orjson.loads(frame)["data"]["content"] == {}


def test_at_most_two_hundred_are_fetched_at_once(as_alice: Client, club: Room) -> None:
    say_in(as_alice, "club")
    row = Message.objects.get()
    for seq in range(2, 206):
        row.pk, row.seq, row.client_msg_id = None, seq, f"c{seq}"
        row.save(force_insert=True)
    assert [seq for seq, _ in frames.missing(club.conversation.pk, 0, 10**9)] == list(range(1, 201))
