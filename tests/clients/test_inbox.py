"""Order at the client: whatever the line loses, repeats or brings late, each message is handed on once."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from hongyan.inbox import Event, Inbox


def message(seq: int, *, sender: str = "bob", to: str = "alice", **more: Any) -> dict[str, Any]:
    fixed = {"chatType": "SINGLE", "conversationId": "1", "version": 0, "status": "NORMAL"}
    names = {"id": f"m{seq}", "clientMsgId": f"c{seq}", "fromId": sender, "toId": to}
    return {**fixed, **names, "seq": seq, "content": {"text": str(seq)}, **more}


def sent(seq: int, **more: Any) -> dict[str, Any]:
    return {"type": "message.sent", "id": f"e{seq}", "data": message(seq, **more)}


def edited(seq: int, version: int) -> dict[str, Any]:
    return {"type": "message.edited", "id": f"v{version}", "data": message(seq, version=version)}


def synced(
    messages: Iterable[dict[str, Any]], *, changes: Iterable[dict[str, Any]] = (), version: int = 0
) -> list[Any]:
    return [
        {
            "targetId": "bob",
            "chatType": "SINGLE",
            "version": version,
            "messages": list(messages),
            "changes": list(changes),
        }
    ]


def inbox() -> Inbox:
    made = Inbox()
    made.me = "alice"
    return made


def seqs(events: Iterable[Event | None]) -> list[int]:
    return [event.data["seq"] for event in events if event is not None]


def test_repeats_are_dropped_and_a_jump_is_a_gap() -> None:
    box = inbox()
    assert seqs(map(box.live, [sent(1), sent(2), sent(2), sent(1)])) == [1, 2]
    assert not box.gap
    assert box.live(sent(4)) is None
    assert box.gap
    assert seqs(box.synced(synced([message(3), message(4)]))) == [3, 4]
    assert box.live(sent(4)) is None
    assert seqs([box.live(sent(5))]) == [5]


def test_what_one_sends_oneself_is_no_gap_and_no_news() -> None:
    box = inbox()
    box.live(sent(1))
    box.sends("c2")
    box.sent(message(2, sender="alice", to="bob"))
    assert seqs([box.live(sent(3))]) == [3]
    box.sends("c4")  # its answer comes after the next message, or by a sync
    assert seqs(box.synced(synced([message(4, sender="alice", to="bob"), message(5)]))) == [5]
    box.sent(message(4, sender="alice", to="bob"))
    assert seqs([box.live(sent(6))]) == [6]
    assert not box.gap


def test_an_answer_that_overtakes_a_message_takes_nothing_from_it() -> None:
    box = inbox()
    box.live(sent(1))
    box.sends("c3")
    box.sent(message(3, sender="alice", to="bob"))
    assert seqs([box.live(sent(2)), box.live(sent(4))]) == [2, 4]
    early = inbox()
    early.sends("c9")
    early.sent(message(9, sender="alice", to="bob"))  # before the first sync has told where it begins
    assert seqs(early.synced(synced([message(8), message(9, sender="alice", to="bob")]))) == [8]


def test_changes_count_for_themselves() -> None:
    box = inbox()
    box.synced(synced([message(1), message(2)], version=3))
    assert box.live(edited(1, 3)) is None
    assert seqs([box.live(edited(1, 4))]) == [1]
    assert box.live(edited(2, 6)) is None
    assert box.gap
    revoked = message(2, version=6, status="REVOKED", content={})
    events = box.synced(synced([], changes=[message(1, version=5), revoked], version=6))
    assert [(event.type, event.data["version"]) for event in events] == [
        ("message.edited", 5),
        ("message.revoked", 6),
    ]
    assert events[1].data["messageId"] == "m2"


def test_a_change_of_what_is_not_here_yet_waits_for_the_sync() -> None:
    box = inbox()
    box.live(sent(1))
    assert box.live(edited(2, 1)) is None
    assert box.gap
    assert seqs(box.synced(synced([message(2, version=1)], version=1))) == [2]


def test_other_events_come_once_by_the_frames_id() -> None:
    box = inbox()
    friend = {"type": "friend.added", "id": "evt_1", "data": {}}
    assert box.live(friend) is not None
    assert box.live(friend) is None
    online_only = {"type": "message.sent", "id": "evt_2", "data": message(0)}
    assert box.live(online_only) is not None
    assert box.live(online_only) is None
    typing = {"type": "typing.started", "data": {}}
    assert box.live(typing) == box.live(typing)


def test_only_what_was_taken_is_acknowledged() -> None:
    box = inbox()
    first, second = box.live(sent(1)), box.live(sent(2))
    assert first is not None
    assert second is not None
    assert box.cursors() == []
    box.took(first)
    assert box.cursors() == [{"chatType": "SINGLE", "targetId": "bob", "seq": 1, "version": 0}]
    box.took(second)
    box.acked(box.cursors())
    assert box.cursors() == []
    assert box.cursors(all_of_them=True)[0].get("seq") == 2


def test_conversations_are_named_as_their_owner_names_them() -> None:
    box = inbox()
    frames = [
        sent(1),
        {"type": "message.sent", "data": message(2, sender="alice", to="bob")},
        {"type": "message.sent", "data": {**message(1, to="team"), "chatType": "GROUP"}},
        {"type": "message.revoked", "data": {"chatType": "SINGLE", "fromId": "bob", "targetId": "alice",
                                             "seq": 1, "version": 1}},
    ]  # fmt: skip
    for frame in frames:
        event = box.live(frame)
        assert event is not None
        box.took(event)
    assert [
        (one.get("chatType"), one["targetId"], one.get("seq"), one.get("version")) for one in box.cursors()
    ] == [
        ("SINGLE", "bob", 2, 1),
        ("GROUP", "team", 1, 0),
    ]


SYNC = 0
LAST = 12


@settings(max_examples=300, deadline=None)
@given(
    steps=some.lists(some.integers(SYNC, LAST), max_size=60),
    own=some.sets(some.integers(1, LAST), max_size=4),
)
def test_every_message_once_and_in_order_whatever_the_line_does(steps: list[int], own: set[int]) -> None:
    """Frames are lost, doubled and late; now and then a sync tells how it stands. Own ones are among them."""
    log = {
        seq: message(seq, sender="alice", to="bob") if seq in own else message(seq)
        for seq in range(1, LAST + 1)
    }
    box = Inbox([{"targetId": "bob", "chatType": "SINGLE", "seq": 0, "version": 0}])
    box.me = "alice"
    got: list[int] = []
    there = 0
    for seq in own:
        box.sends(f"c{seq}")
    for step in [*steps, LAST, SYNC]:
        there = max(there, step)
        if step == SYNC:
            known = box.now([{"targetId": "bob", "chatType": "SINGLE"}])[0].get("seq", 0)
            got += seqs(box.synced(synced([log[seq] for seq in range(known + 1, there + 1)])))
        elif step in own:
            box.sent(log[step])
        else:
            got += seqs([box.live({"type": "message.sent", "id": f"e{step}", "data": log[step]})])
    assert got == [seq for seq in range(1, LAST + 1) if seq not in own]
