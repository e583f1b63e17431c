"""An account is deleted with `purgeMessages` (row 10): to its peers, what it said is revoked."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Departure
from im.messages.actions import purging, send
from im.messages.models import Message, MessageRevision
from im.tasks import depart
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import Room, conversation, history, say, say_in, texts
from tests.im.messages.test_batches import at_once, one
from tests.im.messages.test_races import check_all

pytestmark = pytest.mark.django_db(transaction=True)


def deleted(client: Client, user_id: str, **query: Any) -> None:
    assert client.delete(f"/api/im/accounts/{user_id}", **{"purgeMessages": True, **query}).ok
    depart()


def test_what_it_said_is_gone_for_all(
    as_alice: Client, as_bob: Client, as_server: Client, club: Room
) -> None:
    mine = [say(as_alice, "bob", "one"), say_in(as_alice, "club", "two", atUserIds=["bob"], ext="x")]
    say(as_bob, "alice", "three")
    as_alice.put(f"/api/im/messages/{mine[0]['id']}", {"content": {"text": "One"}})
    deleted(as_server, "alice")
    for key in (message["id"] for message in mine):
        row = Message.objects.get(pk=key)
        assert (row.status, row.content, row.ext, row.search_text, row.grams) == ("REVOKED", {}, "", "", [])
        assert (row.revoked_by, row.revoked_at is not None) == ("server", True)
    assert not MessageRevision.objects.exists()
    assert texts(history(as_bob, "alice")) == ["three", ""]
    shown = as_bob.get("/api/im/messages/group-history/club").items
    assert [item["content"] for item in shown if item["fromId"] == "alice"] == [{}]
    assert not Departure.objects.exists()


def test_without_it_peers_keep_their_history(as_alice: Client, as_bob: Client, as_server: Client) -> None:
    say(as_alice, "bob", "one")
    deleted(as_server, "alice", purgeMessages=False)
    assert texts(history(as_bob, "alice")) == ["one"]
    assert not Departure.objects.exists()


def test_devices_learn_of_it_when_they_sync(as_alice: Client, as_bob: Client, as_server: Client) -> None:
    sent = [say(as_alice, "bob", str(number)) for number in range(3)]
    cursor = {"targetId": "alice", "chatType": "SINGLE", "seq": 3, "version": 0}
    deleted(as_server, "alice")
    (news,) = as_bob.post("/api/im/messages/offline", {"cursors": [cursor]}).data["conversations"]
    assert [(change["id"], change["status"], change["version"]) for change in news["changes"]] == [
        (message["id"], "REVOKED", number) for number, message in enumerate(sent, 1)
    ]
    assert news["version"] == 3


def test_sockets_hear_of_each(
    as_alice: Client, as_server: Client, bob: Account, club: Room, facts: list[Fact]
) -> None:
    ids = [say(as_alice, "bob")["id"], say_in(as_alice, "club")["id"]]
    facts.clear()
    deleted(as_server, "alice")
    told = [fact for fact in facts if fact.type == "message.revoked"]
    assert [fact.data["messageId"] for fact in told] == ids
    assert [fact.audience.users for fact in told] == [("alice", "bob"), ()]
    assert told[1].audience.conversation_id == club.conversation.pk
    assert {(fact.data["operatorId"], fact.durable) for fact in told} == {("server", False)}


def test_nobody_has_it_unread_or_is_called_by_it(
    as_alice: Client, as_bob: Client, as_carol: Client, as_server: Client, club: Room
) -> None:
    say_in(as_carol, "club", "hey", atUserIds=["bob"])
    for number in range(4):
        say_in(as_alice, "club", str(number), atUserIds=["bob"], atAll=number == 2, noUnread=number == 1)
    as_carol.put("/api/im/conversations/club/read", {"seq": 3})
    say(as_alice, "bob")
    assert conversation(as_bob, "club")["unread"] == 4
    deleted(as_server, "alice")
    mine = conversation(as_bob, "club")
    assert (mine["unread"], mine["mentioned"]) == (1, True)
    theirs = conversation(as_carol, "club")
    assert (theirs["unread"], theirs["mentioned"]) == (0, False)
    assert conversation(as_bob, "alice")["unread"] == 0
    check_all()


def test_what_was_revoked_before_loses_what_was_kept_of_it(
    as_alice: Client, as_bob: Client, as_server: Client
) -> None:
    first, _ = say(as_alice, "bob", "one"), say(as_alice, "bob", "two")
    as_alice.post(f"/api/im/messages/{first['id']}/revoke")
    before = Message.objects.get(pk=first["id"])
    deleted(as_server, "alice")
    after = Message.objects.get(pk=first["id"])
    assert (after.content, after.version, after.revoked_by) == ({}, before.version, "alice")
    assert conversation(as_bob, "alice")["unread"] == 0
    check_all()


def test_what_the_server_told_a_group_of_it_stays(as_root: Client, alice: Account, bob: Account) -> None:
    as_root.post("/api/im/groups", {"name": "Team", "groupId": "team", "ownerId": "alice"})
    as_root.post("/api/im/groups/team/members", {"userId": "bob"}, actAs="alice")
    deleted(as_root, "alice")
    tips = Message.objects.filter(msg_type="TIP")
    assert tips.exists()
    assert not tips.filter(status="REVOKED").exists()


@pytest.fixture
def long(alice: Account, bob: Account, club: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two batches."""
    monkeypatch.setattr(purging, "BATCH", 10)
    send([one(alice, "bob", str(number)) for number in range(13)])
    send([one(alice, "club", str(number), chat_type="GROUP") for number in range(13)])


@pytest.mark.usefixtures("long")
def test_a_worker_that_dies_is_followed_by_another(
    as_server: Client, alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_server.delete("/api/im/accounts/alice", purgeMessages=True).ok
    assert purging.purge_some(alice.pk)
    revoked = Message.objects.filter(sender=alice, status="REVOKED")
    assert revoked.count() == 10
    uncount = purging.UNCOUNT
    monkeypatch.setattr(purging, "UNCOUNT", "SELECT 1 / 0")
    depart()
    assert revoked.count() == 10
    monkeypatch.setattr(purging, "UNCOUNT", uncount)
    depart()
    assert revoked.count() == 26
    assert not Departure.objects.exists()
    check_all()


@pytest.mark.usefixtures("long")
def test_two_workers_do_it_once(as_server: Client, alice: Account, facts: list[Fact]) -> None:
    assert as_server.delete("/api/im/accounts/alice", purgeMessages=True).ok
    at_once([depart] * 3)
    depart()
    told = [fact.data["messageId"] for fact in facts if fact.type == "message.revoked"]
    assert len(told) == len(set(told)) == 26
    check_all()


@pytest.mark.usefixtures("long")
def test_it_goes_on_among_sends_reads_and_revokes(
    as_server: Client, as_bob: Client, as_carol: Client, alice: Account, bob: Account, carol: Account
) -> None:
    assert as_server.delete("/api/im/accounts/alice", purgeMessages=True).ok
    first = Message.objects.filter(sender=alice, to_id="club").order_by("pk")[5]

    def talk(who: Account) -> None:
        for number in range(8):
            send([one(who, "club", f"{who} {number}", chat_type="GROUP", at_user_ids=["bob"])])

    def read(client: Client) -> None:
        for number in (2, 9, 11):
            assert client.put("/api/im/conversations/club/read", {"seq": number}).ok

    revoke = partial(as_server.post, f"/api/im/messages/{first.pk}/revoke")
    at_once([depart, partial(talk, bob), partial(talk, carol), partial(read, as_bob), revoke])
    depart()
    assert not Message.objects.filter(sender=alice, status="NORMAL").exclude(msg_type="TIP").exists()
    check_all()


@pytest.mark.usefixtures("long")
def test_who_is_imported_anew_keeps_what_he_says(as_server: Client, alice: Account, bob: Account) -> None:
    assert as_server.delete("/api/im/accounts/alice", purgeMessages=True).ok
    assert as_server.post("/api/im/accounts/import", {"userId": "alice"}).ok
    send([one(alice, "bob", "again", key="0-new")])
    depart()
    kept = Message.objects.filter(sender=alice, status="NORMAL")
    assert [message.content["text"] for message in kept] == ["again"]
    check_all()


@pytest.mark.usefixtures("long")
def test_a_batch_costs_no_more_statements(
    as_server: Client, alice: Account, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_server.delete("/api/im/accounts/alice", purgeMessages=True).ok
    monkeypatch.setattr(purging, "BATCH", 1)
    with django_assert_max_num_queries(30) as few:
        purging.purge_some(alice.pk)
    monkeypatch.setattr(purging, "BATCH", 25)
    with django_assert_max_num_queries(len(few)):
        purging.purge_some(alice.pk)
    check_all()


@pytest.mark.usefixtures("long")
def test_what_was_begun_is_ended_though_it_was_imported_and_deleted_again(
    as_server: Client, alice: Account
) -> None:
    assert as_server.delete("/api/im/accounts/alice", purgeMessages=True).ok
    assert as_server.post("/api/im/accounts/import", {"userId": "alice"}).ok
    deleted(as_server, "alice", purgeMessages=False)
    assert not Message.objects.filter(sender=alice, status="NORMAL").exists()
