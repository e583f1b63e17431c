"""Row 13, POST /api/im/messages/{id}/revoke."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account, App
from im.conversations.models import Conversation
from im.messages.actions import purge_revoked
from im.messages.models import Message, MessageRevision
from im.tasks import purge
from journal.facts import Fact
from journal.models import Operation
from tests.client import Answer, Client
from tests.im.chat import Room, age, conversation, delete, history, say, say_in

PATH = "/api/im/messages/{}/revoke"


def revoke(client: Client, message: dict[str, Any], **body: Any) -> Answer:
    return client.post(PATH.format(message["id"]), body)


def test_the_sender_takes_a_message_back(as_alice: Client, as_bob: Client) -> None:
    message = say(as_alice, "bob", ext="e")
    answer = revoke(as_alice, message)
    at = answer.data["revokedAt"]
    assert answer.data == {"id": message["id"], "status": "REVOKED", "revokedBy": "alice", "revokedAt": at}
    assert at >= message["createdAt"]
    (shown,) = history(as_bob, "alice")
    assert (shown["status"], shown["content"], shown["ext"], shown["version"]) == ("REVOKED", {}, "", 1)
    assert shown["revision"] == 1


def test_what_was_said_is_kept_for_an_audit_but_found_by_nobody(
    as_alice: Client, as_root: Client, bob: Account
) -> None:
    message = say(as_alice, "bob", "secret words")
    revoke(as_alice, message)
    assert Message.objects.get().content == {"text": "secret words"}
    assert as_alice.get("/api/im/messages/search", keyword="secret").items == []
    assert as_root.get("/api/im/messages/search", keyword="secret").items == []


def test_revoking_takes_the_message_out_of_the_unread(as_alice: Client, as_bob: Client) -> None:
    first, second = say(as_alice, "bob"), say(as_alice, "bob")
    revoke(as_alice, first)
    assert conversation(as_bob, "alice")["unread"] == 1
    as_bob.put("/api/im/conversations/alice/read")
    revoke(as_alice, second)
    assert conversation(as_bob, "alice")["unread"] == 0
    say(as_alice, "bob")
    assert conversation(as_bob, "alice")["unread"] == 1


def test_revoking_ends_the_mention(as_alice: Client, as_bob: Client, club: Room) -> None:
    say_in(as_alice, "club", atUserIds=["bob"])
    second = say_in(as_alice, "club", atUserIds=["bob"])
    revoke(as_alice, second)
    assert conversation(as_bob, "club")["mentioned"] is True
    first = Message.objects.get(seq=1)
    revoke(as_alice, {"id": first.pk})
    assert conversation(as_bob, "club")["mentioned"] is False


def test_revoking_ends_the_mention_of_all(as_alice: Client, as_bob: Client, club: Room) -> None:
    first, second = say_in(as_alice, "club", atAll=True), say_in(as_alice, "club", atAll=True)
    revoke(as_alice, second)
    assert conversation(as_bob, "club")["mentioned"] is True
    revoke(as_alice, first)
    assert conversation(as_bob, "club")["mentioned"] is False


def test_the_last_message_shows_that_it_was_revoked(as_alice: Client, as_bob: Client) -> None:
    message = say(as_alice, "bob")
    before = conversation(as_bob, "alice")["updatedAt"]
    revoke(as_alice, message)
    row = conversation(as_bob, "alice")
    assert row["lastMessage"]["status"] == "REVOKED"
    assert row["lastMessage"]["content"] == {}
    assert row["updatedAt"] >= before


def test_revoking_twice_answers_the_first_time(
    as_alice: Client, as_server: Client, bob: Account, facts: list[Fact]
) -> None:
    message = say(as_alice, "bob")
    first = revoke(as_server, message)
    age(message, days=1)
    assert revoke(as_alice, message).data == first.data
    assert revoke(as_server, message).data == first.data
    assert Conversation.objects.get().version == 1
    assert [fact.type for fact in facts].count("message.revoked") == 1
    assert Operation.objects.count() == 1


def test_the_senders_time_is_two_minutes(as_alice: Client, bob: Account) -> None:
    old, older = say(as_alice, "bob"), say(as_alice, "bob")
    age(old, seconds=115)
    age(older, seconds=121)
    assert revoke(as_alice, old).ok
    assert revoke(as_alice, older).refused(400, "20016")
    assert Message.objects.get(pk=older["id"]).status == "NORMAL"


def test_the_app_may_set_another_time(as_alice: Client, acme: App, bob: Account) -> None:
    acme.changed_settings = {"revokeWindow": 3600}
    acme.save()
    message, older = say(as_alice, "bob"), say(as_alice, "bob")
    age(message, seconds=3590)
    age(older, seconds=3601)
    assert revoke(as_alice, message).ok
    assert revoke(as_alice, older).refused(400, "20016")


@pytest.mark.parametrize(
    ("door", "role", "name", "by"),
    [
        ("as_root", "A", "root", "root"),
        ("as_server", "S", "server", "server"),
        ("as_operator", "T", "olga", "operator:olga"),
    ],
)
def test_whoever_is_trusted_has_no_limit_and_is_logged(
    request: pytest.FixtureRequest, as_alice: Client, bob: Account, door: str, role: str, name: str, by: str
) -> None:
    message = say(as_alice, "bob")
    age(message, days=365)
    assert revoke(request.getfixturevalue(door), message, reason="rude").data["revokedBy"] == by
    entry = Operation.objects.get()
    assert (entry.action, entry.operator_role, entry.operator_id) == ("MESSAGE_REVOKE", role, name)
    assert entry.target_id == message["id"]
    assert entry.detail == {"fromId": "alice", "reason": "rude"}


def test_ones_own_is_not_logged(as_alice: Client, as_root: Client, bob: Account) -> None:
    revoke(as_alice, say(as_alice, "bob"))
    revoke(as_root, say(as_root, "bob"))
    assert not Operation.objects.exists()


def test_the_receiver_may_not(as_alice: Client, as_bob: Client) -> None:
    message = say(as_alice, "bob")
    assert revoke(as_bob, message).refused(403, "60010")
    revoke(as_alice, message)
    assert revoke(as_bob, message).refused(403, "60010")


def test_a_plain_member_revokes_nobody_elses(as_alice: Client, as_bob: Client, club: Room) -> None:
    assert revoke(as_bob, say_in(as_alice, "club")).refused(403, "10007")


def test_what_one_cannot_see_is_not_there(
    as_alice: Client,
    as_bob: Client,
    as_carol: Client,
    as_erin: Client,
    as_dave: Client,
    erin: Account,
    club: Room,
) -> None:
    message, in_group = say(as_alice, "bob"), say_in(as_alice, "club")
    club.enter(erin)
    as_bob.delete("/api/im/conversations/alice")
    unknown = revoke(as_alice, {"id": "1"})
    assert unknown.code == 404
    for client, hidden in [
        (as_carol, message),
        (as_bob, message),
        (as_dave, message),
        (as_erin, in_group),
        (as_dave, in_group),
    ]:
        assert revoke(client, hidden).raw == unknown.raw


def test_another_apps_server_finds_nothing(
    as_alice: Client, bob: Account, other: App, as_dave: Client
) -> None:
    message = say(as_alice, "bob")
    Account.objects.filter(user_id="dave").update(admin=True)
    assert revoke(as_dave, message).code == 404


@pytest.mark.parametrize("identity", ["abc", "1.5", "-1", "9" * 19, "1" * 20])
def test_an_id_is_a_string_of_digits(as_alice: Client, identity: str) -> None:
    assert revoke(as_alice, {"id": identity}).refused(400, "10004", "id")


def test_the_reason_is_at_most_two_hundred_characters(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob")
    assert revoke(as_alice, message, reason="字" * 201).refused(400, "10004", "reason")
    assert revoke(as_alice, message, reason="字" * 200).ok
    assert Message.objects.get().revoke_reason == "字" * 200


def test_an_empty_body_will_do(as_alice: Client, bob: Account) -> None:
    assert as_alice.call("POST", PATH.format(say(as_alice, "bob")["id"])).ok


def test_it_is_told_to_both_sides(as_alice: Client, bob: Account, facts: list[Fact]) -> None:
    message = say(as_alice, "bob")
    at = revoke(as_alice, message).data["revokedAt"]
    fact = facts[-1]
    assert fact.type == "message.revoked"
    assert fact.data == {
        "messageId": message["id"],
        "conversationId": message["conversationId"],
        "chatType": "SINGLE",
        "fromId": "alice",
        "targetId": "bob",
        "seq": 1,
        "version": 1,
        "revokedBy": "alice",
        "revokedAt": at,
        "operatorId": "alice",
    }
    assert (set(fact.audience.users), fact.skip_session, fact.durable) == ({"alice", "bob"}, "", True)


def test_a_group_hears_of_it_by_its_channel(as_alice: Client, club: Room, facts: list[Fact]) -> None:
    revoke(as_alice, say_in(as_alice, "club"))
    assert facts[-1].audience.conversation_id == club.conversation.pk


def test_a_refused_revoke_leaves_nothing(as_alice: Client, as_bob: Client, facts: list[Fact]) -> None:
    message = say(as_alice, "bob")
    told = len(facts)
    assert revoke(as_bob, message).code == 403
    assert len(facts) == told
    assert Conversation.objects.get().version == 0


def test_nothing_changes_in_a_dismissed_group(as_alice: Client, club: Room) -> None:
    message = say_in(as_alice, "club")
    club.dismiss()
    assert revoke(as_alice, message).refused(404, "10010")


def test_a_message_to_a_deleted_account_can_be_taken_back(as_alice: Client, bob: Account) -> None:
    message = say(as_alice, "bob")
    delete(bob)
    assert revoke(as_alice, message).ok


def test_the_audit_copies_go_after_thirty_days(as_alice: Client, bob: Account) -> None:
    old, young, kept = say(as_alice, "bob"), say(as_alice, "bob"), say(as_alice, "bob")
    as_alice.put(f"/api/im/messages/{old['id']}", {"content": {"text": "edited"}})
    as_alice.put(f"/api/im/messages/{kept['id']}", {"content": {"text": "edited"}})
    for message in (old, young):
        revoke(as_alice, message)
    days = timezone.now() - timedelta(days=30)
    Message.objects.filter(pk=old["id"]).update(revoked_at=days - timedelta(seconds=5))
    Message.objects.filter(pk=young["id"]).update(revoked_at=days + timedelta(seconds=60))
    purge()
    assert Message.objects.get(pk=old["id"]).content == {}
    assert Message.objects.get(pk=young["id"]).content == {"text": "hello"}
    assert [revision.message_id for revision in MessageRevision.objects.all()] == [int(kept["id"])]
    assert purge_revoked() == 0
    assert len(history(as_alice, "bob")) == 3
