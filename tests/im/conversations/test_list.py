"""Row 20, GET /api/im/conversations."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
import pytest

from accounts.models import Account
from im.conversations.models import Conversation, Member
from im.groups.models import Group
from tests.client import Client
from tests.im.chat import CONVERSATIONS, Room, conversation, delete, say, say_in, targets


def put(client: Client, target_id: str, what: str, **body: Any) -> dict[str, Any]:
    answer = client.put(f"{CONVERSATIONS}/{target_id}/{what}", body)
    assert answer.ok, answer
    shown: dict[str, Any] = answer.data
    return shown


def feed(client: Client, **query: Any) -> list[list[str]]:
    """The targets, page by page to the end."""
    pages: list[list[str]] = []
    cursor: str | None = None
    while cursor is not None or not pages:
        answer = client.get(CONVERSATIONS, **query, **({"cursor": cursor} if cursor else {}))
        assert answer.ok, answer
        pages.append([row["targetId"] for row in answer.items])
        cursor = answer.data["nextCursor"]
        assert answer.data["hasMore"] == (cursor is not None)
    return pages


def test_nobody_has_talked_at_first(as_alice: Client) -> None:
    assert as_alice.get(CONVERSATIONS).data == {
        "items": [],
        "totalUnread": 0,
        "nextCursor": None,
        "hasMore": False,
    }


def test_a_conversation_as_its_owner_sees_it(as_alice: Client, as_bob: Client, bob: Account) -> None:
    Account.objects.filter(pk=bob.pk).update(nickname="鲍勃", avatar="https://a.example/bob.png")
    say(as_alice, "bob")
    message = say(as_bob, "alice", "last")
    row = conversation(as_alice, "bob")
    assert row == {
        "conversationId": message["conversationId"],
        "targetId": "bob",
        "chatType": "SINGLE",
        "title": "鲍勃",
        "avatar": "https://a.example/bob.png",
        "lastMessage": message,
        "lastSeq": 2,
        "readSeq": 1,
        "unread": 1,
        "mentioned": False,
        "pinned": False,
        "pinnedAt": None,
        "muted": False,
        "hidden": False,
        "draft": "",
        "groups": [],
        "updatedAt": row["updatedAt"],
    }
    assert row["updatedAt"] >= message["createdAt"]


def test_a_group_is_shown_by_its_name(as_alice: Client, as_bob: Client, club: Room) -> None:
    Group.objects.update(avatar="https://a.example/club.png")
    message = say_in(as_bob, "club")
    row = conversation(as_alice, "club")
    assert (row["title"], row["avatar"], row["chatType"]) == ("Club", "https://a.example/club.png", "GROUP")
    assert (row["lastMessage"], row["unread"]) == (message, 1)


def test_somebody_without_a_name_is_shown_by_the_id(as_alice: Client, bob: Account) -> None:
    Account.objects.filter(pk=bob.pk).update(nickname="")
    say(as_alice, "bob")
    assert conversation(as_alice, "bob")["title"] == "bob"


def test_both_sides_have_their_own_row(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    say(as_alice, "bob")
    assert targets(as_alice) == ["bob"]
    assert targets(as_bob) == ["alice"]
    assert targets(as_carol) == []


def test_a_deleted_peer_stays_in_the_list(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob")
    delete(bob)
    assert targets(as_alice) == ["bob"]


def test_without_a_message_or_a_draft_it_is_not_listed(as_alice: Client, bob: Account, club: Room) -> None:
    put(as_alice, "bob", "pinned", pinned=True)
    assert targets(as_alice) == []
    put(as_alice, "bob", "draft", draft="dear")
    assert targets(as_alice) == ["bob"]
    put(as_alice, "bob", "draft", draft="")
    assert targets(as_alice) == []


def test_the_order_is_by_the_last_message_or_draft(
    as_alice: Client, as_bob: Client, as_carol: Client, as_erin: Client
) -> None:
    for client in (as_bob, as_carol, as_erin):
        say(client, "alice")
    assert targets(as_alice) == ["erin", "carol", "bob"]
    put(as_alice, "carol", "draft", draft="dear carol")
    assert targets(as_alice) == ["carol", "erin", "bob"]
    say(as_bob, "alice")
    assert targets(as_alice) == ["bob", "carol", "erin"]
    put(as_alice, "erin", "read")
    assert targets(as_alice) == ["bob", "carol", "erin"]


def test_pinned_ones_come_first_the_latest_pin_before_all(
    as_alice: Client, as_bob: Client, as_carol: Client, as_erin: Client
) -> None:
    for client in (as_bob, as_carol, as_erin):
        say(client, "alice")
    put(as_alice, "bob", "pinned", pinned=True)
    Member.objects.filter(target_id="bob").update(pinned_at="2024-01-01T00:00Z")
    put(as_alice, "carol", "pinned", pinned=True)
    assert targets(as_alice) == ["carol", "bob", "erin"]
    say(as_bob, "alice")
    assert targets(as_alice) == ["carol", "bob", "erin"]


@pytest.fixture
def many(
    as_alice: Client, alice: Account, bob: Account, carol: Account, erin: Account, mallory: Account
) -> list[str]:
    names = ["bob", "carol", "erin", "mallory", "alice"]
    for name in names:
        say(as_alice, name)
    return names[::-1]


def test_pages_meet_every_conversation_once(as_alice: Client, many: list[str]) -> None:
    put(as_alice, "carol", "pinned", pinned=True)
    put(as_alice, "bob", "pinned", pinned=True)
    Member.objects.filter(target_id="carol").update(pinned_at="2024-01-01T00:00Z")
    order = ["bob", "carol", "alice", "mallory", "erin"]
    assert feed(as_alice, limit=2) == [order[:2], order[2:4], order[4:]]
    assert feed(as_alice, limit=1) == [[name] for name in order]
    assert feed(as_alice, limit=5) == [order]


def test_conversations_of_the_same_moment_are_not_lost_between_pages(
    as_alice: Client, many: list[str]
) -> None:
    Conversation.objects.update(last_message_at="2024-01-01T00:00:00.123456Z")
    pages = feed(as_alice, limit=2)
    assert sorted(name for page in pages for name in page) == sorted(many)


def forged(*position: Any) -> str:
    return urlsafe_b64encode(orjson.dumps(position)).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!",
        "é",
        forged(),
        forged(1, 2),
        forged(1, 2, "3"),
        forged(None, None, None),
        forged(0, 0, None),
        forged(2**62, 0, 0),
        forged(0, -(2**62), 0),
        forged(0, 2**63 - 1, 2**63 - 1),
        forged(1.5, 0, 0),
        forged(True, 0, 0),
        "a" * 501,
    ],
)
def test_a_cursor_that_we_did_not_make_is_refused(as_alice: Client, cursor: str) -> None:
    assert as_alice.get(CONVERSATIONS, cursor=cursor).refused(400, "10004", "cursor")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", 0),
        ("limit", 101),
        ("includeHidden", "yes"),
        ("unreadOnly", "2"),
        ("updatedAfter", -1),
        ("updatedAfter", 253_402_300_800_000),
        ("groupName", ""),
    ],
)
def test_a_bad_word_in_the_query_is_named(as_alice: Client, name: str, value: Any) -> None:
    assert as_alice.get(CONVERSATIONS, **{name: value}).refused(400, "10004", name)


def test_fifty_are_shown_unless_asked_otherwise(as_alice: Client, alice: Account) -> None:
    room = [Room(alice.app, f"room{n}", alice) for n in range(51)]
    for one in room:
        say_in(as_alice, one.id)
    assert [len(page) for page in feed(as_alice)] == [50, 1]
    assert [len(page) for page in feed(as_alice, limit=100)] == [51]


def test_unread_ones_can_be_asked_for(as_alice: Client, as_bob: Client, as_carol: Client) -> None:
    say(as_bob, "alice")
    say(as_carol, "alice")
    put(as_alice, "bob", "read")
    assert targets(as_alice, unreadOnly=True) == ["carol"]
    assert targets(as_alice, unreadOnly="0") == ["carol", "bob"]


def test_hidden_ones_are_left_out_unless_asked_for(
    as_alice: Client, as_bob: Client, as_carol: Client
) -> None:
    say(as_bob, "alice")
    say(as_carol, "alice")
    put(as_alice, "carol", "hidden", hidden=True)
    assert targets(as_alice) == ["bob"]
    assert targets(as_alice, includeHidden=True) == ["carol", "bob"]


def test_total_unread_is_over_all_that_are_neither_muted_nor_hidden(
    as_alice: Client, as_bob: Client, as_carol: Client, as_erin: Client, as_mallory: Client
) -> None:
    for count, client in enumerate((as_bob, as_carol, as_erin, as_mallory), 1):
        for _ in range(count):
            say(client, "alice")
    assert as_alice.get(CONVERSATIONS, limit=1).data["totalUnread"] == 10
    put(as_alice, "carol", "muted", muted=True)
    put(as_alice, "erin", "hidden", hidden=True)
    assert as_alice.get(CONVERSATIONS, unreadOnly=True).data["totalUnread"] == 5
    say(as_erin, "alice")
    assert as_alice.get(CONVERSATIONS).data["totalUnread"] == 9


def test_one_group_of_conversations_can_be_asked_for(as_alice: Client, many: list[str]) -> None:
    put(as_alice, "bob", "group", groupName="work")
    put(as_alice, "erin", "group", groupName="work")
    assert targets(as_alice, groupName="work") == ["erin", "bob"]
    assert targets(as_alice, groupName="play") == []


def after(client: Client, moment: int) -> list[str]:
    return targets(client, updatedAfter=moment, includeHidden=True)


def still(client: Client, target_id: str) -> int:
    """Puts all into the past, and says when the conversation changed last."""
    past = "2024-01-01T00:00:00.123456Z"
    Member.objects.update(updated_at=past, pinned_at=None)
    Conversation.objects.update(updated_at=past)
    Account.objects.update(updated_at=past)
    Group.objects.update(updated_at=past)
    moment: int = conversation(client, target_id)["updatedAt"]
    assert moment == 1_704_067_200_123
    return moment


def test_updated_after_is_exclusive(as_alice: Client, bob: Account) -> None:
    say(as_alice, "bob")
    moment = still(as_alice, "bob")
    assert after(as_alice, moment) == []
    assert after(as_alice, moment - 1) == ["bob"]
    assert after(as_alice, 253_402_300_799_999) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda alice, bob: say(bob, "alice"),
        lambda alice, bob: say(bob, "alice", noLastMsg=True),
        lambda alice, bob: put(alice, "bob", "read"),
        lambda alice, bob: put(alice, "bob", "pinned", pinned=True),
        lambda alice, bob: put(alice, "bob", "muted", muted=True),
        lambda alice, bob: put(alice, "bob", "hidden", hidden=True),
        lambda alice, bob: put(alice, "bob", "draft", draft="x"),
        lambda alice, bob: put(alice, "bob", "group", groupName="work"),
        lambda alice, bob: bob.put("/api/im/accounts/bob", {"nickname": "Bobby"}),
    ],
    ids=["send", "noLastMsg", "read", "pinned", "muted", "hidden", "draft", "group", "nickname"],
)
def test_every_change_that_its_owner_can_see_moves_it(as_alice: Client, as_bob: Client, change: Any) -> None:
    say(as_bob, "alice")
    moment = still(as_alice, "bob")
    change(as_alice, as_bob)
    assert after(as_alice, moment) == ["bob"]


def test_edits_and_revokes_move_it(as_alice: Client, as_bob: Client) -> None:
    message = say(as_bob, "alice")
    moment = still(as_alice, "bob")
    as_bob.put(f"/api/im/messages/{message['id']}", {"content": {"text": "edited"}})
    assert after(as_alice, moment) == ["bob"]
    moment = still(as_alice, "bob")
    as_bob.post(f"/api/im/messages/{message['id']}/revoke")
    assert after(as_alice, moment) == ["bob"]


def test_what_the_other_keeps_to_himself_moves_nothing(as_alice: Client, as_bob: Client) -> None:
    say(as_bob, "alice")
    moment = still(as_alice, "bob")
    put(as_bob, "alice", "pinned", pinned=True)
    put(as_bob, "alice", "draft", draft="x")
    assert after(as_alice, moment) == []


def test_a_newcomer_sees_no_last_message_from_before(
    as_alice: Client, as_erin: Client, erin: Account, club: Room
) -> None:
    say_in(as_alice, "club")
    club.enter(erin)
    assert targets(as_erin) == []
    put(as_erin, "club", "draft", draft="hello all")
    row = conversation(as_erin, "club")
    assert (row["lastMessage"], row["unread"]) == (None, 0)
    say_in(as_alice, "club")
    assert conversation(as_erin, "club")["unread"] == 1


def test_a_group_that_one_left_is_not_listed(
    as_alice: Client, as_bob: Client, bob: Account, club: Room
) -> None:
    say_in(as_alice, "club")
    club.leave(bob)
    assert targets(as_bob) == []
    assert as_bob.get(CONVERSATIONS).data["totalUnread"] == 0


def test_a_dismissed_group_stays_listed(as_alice: Client, as_bob: Client, club: Room) -> None:
    say_in(as_alice, "club")
    club.dismiss()
    assert targets(as_bob) == ["club"]


@pytest.mark.parametrize("door", ["as_root", "as_server", "as_operator"])
def test_trusted_callers_see_the_list_of_whom_they_name(
    request: pytest.FixtureRequest, as_alice: Client, bob: Account, door: str
) -> None:
    say(as_alice, "bob")
    client = request.getfixturevalue(door)
    assert client.get(CONVERSATIONS, actAs="alice").raw == as_alice.get(CONVERSATIONS).raw
    assert client.get(CONVERSATIONS, actAs="nobody").refused(404, "70107")
    assert client.get(CONVERSATIONS, actAs="a b").refused(400, "10004", "actAs")
    if door != "as_root":
        assert client.get(CONVERSATIONS).refused(400, "10004", "actAs")


def test_nobody_else_does(as_bob: Client, alice: Account, as_dave: Client) -> None:
    assert as_bob.get(CONVERSATIONS, actAs="alice").refused(403, "60010")
    assert as_dave.get(CONVERSATIONS, actAs="dave").refused(403, "60010")


def test_long_lists_cost_no_more_statements(
    as_alice: Client, many: list[str], django_assert_max_num_queries: Any
) -> None:
    for name in many:
        put(as_alice, name, "group", groupName="work")
    with django_assert_max_num_queries(4):
        assert len(as_alice.get(CONVERSATIONS).items) == 5
