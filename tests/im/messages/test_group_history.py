"""Row 16, GET /api/im/messages/group-history/{groupId}."""

import pytest

from accounts.models import Account, App
from tests.client import Client
from tests.im.chat import Room, delete, say_in, seqs

PATH = "/api/im/messages/group-history/club"


def test_members_read_what_was_said(as_alice: Client, as_bob: Client, club: Room) -> None:
    messages = [say_in(as_alice, "club"), say_in(as_bob, "club")]
    answer = as_bob.get(PATH)
    assert answer.items == messages[::-1]
    rest = {"conversationId": str(club.conversation.pk), "minSeq": 1, "maxSeq": 2, "hasMore": False}
    assert answer.data == {"items": answer.items, **rest, "peerReadSeq": 0}


def test_a_group_where_nothing_was_said_is_empty(as_alice: Client, club: Room) -> None:
    answer = as_alice.get(PATH).data
    assert (answer["items"], answer["minSeq"], answer["maxSeq"]) == ([], 0, 0)


def test_a_newcomer_sees_nothing_from_before(
    as_alice: Client, as_erin: Client, club: Room, erin: Account
) -> None:
    for _ in range(3):
        say_in(as_alice, "club")
    club.enter(erin)
    assert as_erin.get(PATH).data["maxSeq"] == 0
    say_in(as_alice, "club")
    answer = as_erin.get(PATH, afterSeq=0)
    assert (seqs(answer.items), answer.data["minSeq"], answer.data["maxSeq"]) == ([4], 4, 4)


def test_unless_the_group_shows_its_history(
    acme: App, as_alice: Client, alice: Account, as_erin: Client, erin: Account
) -> None:
    room = Room(acme, "open", alice, history_visible=True)
    say_in(as_alice, "open")
    room.enter(erin)
    answer = as_erin.get("/api/im/messages/group-history/open")
    assert (seqs(answer.items), answer.data["minSeq"]) == ([1], 1)
    as_erin.delete("/api/im/conversations/open")
    assert as_erin.get("/api/im/messages/group-history/open").items == []


def test_who_comes_back_sees_from_then_on(as_alice: Client, as_bob: Client, club: Room, bob: Account) -> None:
    say_in(as_alice, "club")
    club.leave(bob)
    say_in(as_alice, "club")
    club.enter(bob)
    say_in(as_alice, "club")
    assert seqs(as_bob.get(PATH).items) == [3]


def test_what_one_cleared_stays_hidden(as_alice: Client, as_bob: Client, club: Room) -> None:
    say_in(as_alice, "club")
    as_bob.delete("/api/im/conversations/club")
    say_in(as_alice, "club")
    assert seqs(as_bob.get(PATH).items) == [2]
    assert seqs(as_alice.get(PATH).items) == [2, 1]


def test_strangers_and_those_who_left_are_refused(
    as_erin: Client, as_bob: Client, bob: Account, club: Room
) -> None:
    club.leave(bob)
    unknown = as_erin.get("/api/im/messages/group-history/nowhere")
    assert as_erin.get(PATH).raw == as_bob.get(PATH).raw == unknown.raw
    club.change(visibility="PUBLIC")
    assert as_erin.get(PATH).refused(403, "10007")
    assert as_bob.get(PATH).refused(403, "10007")


def test_an_unknown_group_is_404(as_alice: Client, as_dave: Client, as_server: Client, club: Room) -> None:
    unknown = as_alice.get("/api/im/messages/group-history/nowhere")
    assert unknown.refused(404, "10010")
    assert as_alice.get("/api/im/messages/group-history/bob").raw == unknown.raw
    assert as_dave.get(PATH).raw == unknown.raw
    assert as_server.get("/api/im/messages/group-history/nowhere").raw == unknown.raw
    assert as_alice.get(f"/api/im/messages/group-history/{'g' * 49}").refused(400, "10004", "groupId")


def test_the_past_of_a_dismissed_group_stays(as_alice: Client, as_erin: Client, club: Room) -> None:
    say_in(as_alice, "club")
    club.dismiss()
    assert seqs(as_alice.get(PATH).items) == [1]
    assert as_erin.get(PATH).refused(404, "10010")
    club.change(visibility="PUBLIC")
    assert as_erin.get(PATH).refused(404, "10010")


def test_one_senders_messages_can_be_asked_for(as_alice: Client, as_bob: Client, club: Room) -> None:
    for client in (as_alice, as_bob, as_bob):
        say_in(client, "club")
    assert seqs(as_alice.get(PATH, fromId="bob").items) == [3, 2]
    assert as_alice.get(PATH, fromId="nobody").items == []
    assert as_alice.get(PATH, fromId="a b").refused(400, "10004", "fromId")


def test_bounds_and_limits_are_those_of_single_chats(as_alice: Client, club: Room) -> None:
    for _ in range(6):
        say_in(as_alice, "club")
    assert seqs(as_alice.get(PATH, afterSeq=1, limit=2).items) == [2, 3]
    assert seqs(as_alice.get(PATH, beforeSeq=4).items) == [3, 2, 1]
    assert as_alice.get(PATH, beforeSeq=4, afterSeq=1).refused(400, "10004", "beforeSeq")
    assert as_alice.get(PATH, limit=101).refused(400, "10004", "limit")
    assert as_alice.get(PATH, limit=5).data["hasMore"] is True


def receipts(client: Client) -> list[tuple[int, int] | None]:
    items = client.get(PATH, order="asc").items
    return [(item["readCount"], item["unreadCount"]) if "readCount" in item else None for item in items]


def test_receipts_are_counted_where_they_were_asked_for(as_alice: Client, as_bob: Client, club: Room) -> None:
    say_in(as_alice, "club", needReceipt=True)
    say_in(as_alice, "club")
    say_in(as_alice, "club", needReceipt=True)
    assert receipts(as_alice) == [(0, 2), None, (0, 2)]
    as_bob.put("/api/im/conversations/club/read", {"seq": 2})
    assert receipts(as_alice) == [(1, 1), None, (0, 2)]


def test_receipts_count_the_members_of_now_who_were_there_before(
    as_alice: Client, as_bob: Client, as_erin: Client, club: Room, erin: Account, carol: Account
) -> None:
    say_in(as_alice, "club", needReceipt=True)
    club.enter(erin)
    say_in(as_alice, "club", needReceipt=True)
    assert receipts(as_alice) == [(0, 2), (0, 3)]
    club.leave(carol)
    as_bob.put("/api/im/conversations/club/read")
    as_erin.put("/api/im/conversations/club/read")
    assert receipts(as_alice) == [(1, 0), (2, 0)]


def test_a_sender_who_left_is_still_not_counted(
    as_alice: Client, as_bob: Client, club: Room, alice: Account
) -> None:
    say_in(as_alice, "club", needReceipt=True)
    club.leave(alice)
    assert receipts(as_bob) == [(0, 2)]


@pytest.mark.parametrize("door", ["as_root", "as_server", "as_operator"])
def test_trusted_callers_see_all_or_what_somebody_sees(
    request: pytest.FixtureRequest, as_alice: Client, club: Room, erin: Account, door: str
) -> None:
    say_in(as_alice, "club")
    club.enter(erin)
    say_in(as_alice, "club")
    client = request.getfixturevalue(door)
    assert seqs(client.get(PATH).items) == [2, 1]
    assert seqs(client.get(PATH, userId="erin").items) == [2]
    assert seqs(client.get(PATH, actAs="erin").items) == [2]
    assert client.get(PATH, userId="nobody").refused(404, "70107")


def test_trusted_callers_see_no_more_than_who_they_name(as_server: Client, club: Room, erin: Account) -> None:
    assert as_server.get(PATH, userId="erin").refused(403, "10007")
    delete(erin)
    assert as_server.get(PATH, userId="erin").refused(404, "70107")


def test_nobody_else_names_anybody(as_alice: Client, club: Room) -> None:
    assert as_alice.get(PATH, userId="bob").refused(403, "60010")
