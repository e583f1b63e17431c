"""TIP messages: what the server itself says in a group's chat when the group changes."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from django.db import transaction

from accounts.models import Account, App
from im import events
from im.conversations.models import Conversation, Member
from im.groups.models import Group
from im.messages.content import LIMIT
from im.messages.models import Message
from journal.facts import Audience, Fact
from journal.outbox import record
from tests import recorder
from tests.client import Client
from tests.im.chat import Room, conversation, say_in, seqs

HISTORY = "/api/im/messages/group-history/club"


@pytest.fixture(autouse=True)
def facts() -> list[Fact]:
    """Those here are made by hand, with no more than a TIP needs: nothing holds them to their schemas."""
    recorder.told.clear()
    return recorder.told


def happens(
    room: Room,
    name: str,
    *,
    by: str = "alice",
    user_ids: Sequence[str] = (),
    quiet: bool = False,
    **more: Any,
) -> None:
    """As the catalogue would record it."""
    app = room.group.app
    data = {"groupId": room.id, "operatorId": by, "userIds": list(user_ids), **more}
    audience = Audience(conversation_id=room.conversation.pk)
    with transaction.atomic():
        record(Fact(f"group.{name}", app.pk, app.app_key, data, audience, quiet=quiet))


def test_a_change_of_the_group_is_a_message_from_who_did_it(as_bob: Client, club: Room) -> None:
    happens(club, "role_changed", user_ids=["bob"], role="ADMIN")
    (tip,) = as_bob.get(HISTORY).items
    said = {"event": "group.role_changed", "operatorId": "alice", "userIds": ["bob"], "role": "ADMIN"}
    assert (tip["msgType"], tip["content"], tip["fromId"], tip["seq"]) == ("TIP", said, "alice", 1)
    assert (tip["toId"], tip["status"], tip["needReceipt"]) == ("club", "NORMAL", False)


def test_a_new_group_begins_with_one(acme: App, alice: Account, bob: Account, as_bob: Client) -> None:
    Group.objects.create(app=acme, group_id="crew", name="Crew", owner=alice)
    shown = {"groupId": "crew", "name": "Crew", "memberCount": 2}
    with transaction.atomic():
        events.group_created(shown, app=acme, operator_id="alice", user_ids=["alice", "bob"])
    row = conversation(as_bob, "crew")
    said = {"event": "group.created", "operatorId": "alice", "userIds": ["alice", "bob"], "name": "Crew"}
    assert (row["lastMessage"]["content"], row["lastSeq"], row["unread"]) == (said, 1, 0)
    assert row["lastMessage"]["seq"] == 1


def test_it_counts_nobodys_unread_and_moves_nobodys_cursor(
    as_alice: Client, as_bob: Client, club: Room
) -> None:
    say_in(as_bob, "club")
    happens(club, "member_muted", user_ids=["carol"], muteUntil=-1)
    happens(club, "updated", changed={"name": "Pub"}, by="bob")
    hers, his = conversation(as_alice, "club"), conversation(as_bob, "club")
    assert (hers["unread"], hers["readSeq"]) == (1, 0)
    assert (his["unread"], his["readSeq"]) == (0, 1)
    assert hers["lastMessage"]["content"]["changed"] == {"name": "Pub"}
    assert not Member.objects.exclude(uncounted=0).exists()


def test_of_many_it_names_the_first_hundred(as_bob: Client, club: Room) -> None:
    names = [f"{'x' * 60}{number:04}" for number in range(500)]
    happens(club, "role_changed", user_ids=names[:100])
    happens(club, "role_changed", user_ids=names)
    long, short = (tip["content"] for tip in as_bob.get(HISTORY).items)
    assert (short["userIds"], "userCount" in short) == (names[:100], False)
    assert (long["userIds"], long["userCount"]) == (names[:100], 500)
    assert len(orjson.dumps(long)) <= LIMIT


def test_only_what_members_should_see_of_an_update_is_said(as_bob: Client, club: Room) -> None:
    happens(club, "updated", changed={"joinOption": "FREE", "custom": {}, "historyVisible": True})
    assert as_bob.get(HISTORY).items == []
    happens(club, "updated", changed={"joinOption": "FREE", "muteAll": True, "announcement": "hear, hear"})
    (tip,) = as_bob.get(HISTORY).items
    assert tip["content"]["changed"] == {"muteAll": True, "announcement": "hear, hear"}


@pytest.mark.parametrize("name", ["attributes_changed", "full", "join_requested"])
def test_of_some_things_the_chat_says_nothing(club: Room, name: str) -> None:
    happens(club, name)
    assert not Message.objects.exists()


def test_nor_of_what_was_to_be_quiet(erin: Account, as_erin: Client, club: Room) -> None:
    happens(club, "member_joined", user_ids=["erin"], quiet=True)
    assert not Message.objects.exists()
    assert Member.objects.filter(account=erin, active=True).exists()


def test_who_comes_sees_his_own_coming_and_who_goes_not_his_going(
    as_alice: Client, as_erin: Client, erin: Account, club: Room
) -> None:
    say_in(as_alice, "club")
    happens(club, "member_joined", user_ids=["erin"])
    assert seqs(as_erin.get(HISTORY).items) == [2]
    happens(club, "member_left", user_ids=["erin"], kind="KICKED")
    assert as_erin.get(HISTORY).code in (403, 404)
    assert seqs(as_alice.get(HISTORY).items) == [3, 2, 1]


@pytest.mark.parametrize("operator", ["server", "operator:olga"])
def test_where_no_account_did_it_the_platforms_stands_in(as_bob: Client, club: Room, operator: str) -> None:
    happens(club, "updated", changed={"name": "Pub"}, by=operator)
    happens(club, "updated", changed={"name": "Inn"}, by=operator)
    assert {tip["fromId"] for tip in as_bob.get(HISTORY).items} == {operator}
    assert {message.sender.user_id for message in Message.objects.all()} == {"platform"}
    assert as_bob.get("/api/im/accounts/platform").code == 404


def test_it_is_told_after_what_it_tells_of(
    club: Room, facts: list[Fact], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        happens(club, "dismissed")
    (departure,) = callbacks
    assert [fact.type for fact in departure.facts] == ["group.dismissed", "message.sent"]
    (sent,) = [fact for fact in facts if fact.type == "message.sent"]
    assert (sent.audience.conversation_id, sent.data["msgType"]) == (club.conversation.pk, "TIP")


def test_it_takes_the_next_number_and_undoes_itself_with_the_deed(as_alice: Client, club: Room) -> None:
    say_in(as_alice, "club")
    with transaction.atomic():
        happens(club, "dismissed")
        transaction.set_rollback(True)
    happens(club, "dismissed")
    assert list(Message.objects.order_by("seq").values_list("seq", "msg_type")) == [(1, "TEXT"), (2, "TIP")]
    assert Conversation.objects.get().last_seq == 2


def test_nobody_sends_edits_or_searches_for_one(as_alice: Client, as_root: Client, club: Room) -> None:
    body = {"chatType": "GROUP", "toId": "club", "msgType": "TIP", "content": {"event": "x"}}
    assert as_alice.post("/api/im/messages/send", body).refused(400, "10004", "msgType")
    happens(club, "updated", changed={"name": "Pub house"})
    tip = Message.objects.get()
    for client in (as_alice, as_root):
        edited = client.put(f"/api/im/messages/{tip.pk}", {"content": {"event": "x"}})
        assert edited.refused(400, "10004", "id")
        assert client.get("/api/im/messages/search", keyword="Pub").items == []
