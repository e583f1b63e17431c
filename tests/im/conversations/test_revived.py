"""Who is imported again after a deletion begins anew: nothing of the former holder's past is his."""

from typing import Any

import pytest

from accounts.models import Account
from im.conversations.models import ConversationGroup, DeviceCursor, Member
from im.messages.models import Message
from tests.client import Client
from tests.im.chat import (
    CONVERSATIONS,
    SEND,
    conversation,
    history,
    message_to,
    say,
    say_in,
    targets,
    texts,
    to_group,
)
from tests.im.groups.steps import make

OFFLINE = "/api/im/messages/offline"


def revive(as_root: Client, user_id: str = "bob") -> None:
    assert as_root.delete(f"/api/im/accounts/{user_id}").ok
    assert as_root.post("/api/im/accounts/import", {"userId": user_id}).data["created"]


@pytest.fixture
def past(as_alice: Client, as_bob: Client, as_root: Client) -> None:
    """Bob has said and heard something, filed it, and left a draft; then his id changed hands."""
    say(as_alice, "bob", "for the former bob")
    say(as_bob, "alice", "by the former bob")
    as_bob.put(f"{CONVERSATIONS}/alice/draft", {"draft": "not said yet"})
    as_bob.put(f"{CONVERSATIONS}/alice/pinned", {"pinned": True})
    as_bob.put(f"{CONVERSATIONS}/alice/muted", {"muted": True})
    as_bob.put(f"{CONVERSATIONS}/alice/group", {"groupName": "mine"})
    assert as_bob.post(OFFLINE, {"deviceId": "d", "ack": [{"targetId": "alice", "seq": 1}]}).ok
    say(as_alice, "bob", "not read")
    revive(as_root)


def test_he_sees_nothing_of_it(past: None, as_root: Client) -> None:
    of_bob = {"actAs": "bob"}
    assert as_root.get(CONVERSATIONS, includeHidden=True, **of_bob).items == []
    assert as_root.get("/api/im/messages/history/alice", userId="bob").items == []
    assert as_root.get("/api/im/messages/search", keyword="former", userId="bob").items == []
    assert as_root.get("/api/im/messages/offline/count", **of_bob).data["total"] == 0
    assert as_root.post(OFFLINE, {"deviceId": "d"}, **of_bob).data["conversations"] == []
    assert as_root.get("/api/im/conversation-groups", **of_bob).items == []
    assert not ConversationGroup.objects.exists()
    assert not DeviceCursor.objects.exists()


def test_his_peer_keeps_it_and_they_can_talk_again(past: None, as_alice: Client, as_root: Client) -> None:
    assert len(history(as_alice, "bob")) == 3
    assert say(as_alice, "bob", "hello, new one")["seq"] == 4
    row = as_root.get(CONVERSATIONS, actAs="bob").items[0]
    kept = (row["draft"], row["pinned"], row["muted"], row["groups"])
    assert (row["unread"], *kept) == (1, "", False, False, [])
    assert texts(as_root.get("/api/im/messages/history/alice", userId="bob").items) == ["hello, new one"]
    first = Message.objects.get(seq=3)
    assert as_alice.post(f"/api/im/messages/{first.pk}/revoke").ok
    assert as_root.get(CONVERSATIONS, actAs="bob").items[0]["unread"] == 1


def test_in_a_group_he_is_new(
    as_alice: Client, as_root: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, bob, carol)
    say_in(as_alice, "team", "before")
    revive(as_root)
    add: dict[str, Any] = {"userIds": ["bob"], "silence": True}
    assert as_alice.post("/api/im/groups/team/members", add).ok
    past = "/api/im/messages/group-history/team"
    assert as_root.get(past, userId="bob").items == []
    assert as_alice.put("/api/im/groups/team", {"historyVisible": True}).ok
    assert "before" in texts(as_root.get(past, userId="bob").items)


def test_he_is_not_muted_for_what_the_former_holder_did(
    as_alice: Client, as_root: Client, alice: Account, bob: Account
) -> None:
    make(alice, bob)
    assert as_alice.post("/api/im/groups/team/mute", {"userIds": ["bob"], "duration": -1}).ok
    assert as_root.put("/api/im/admin/global-mute", {"userId": "bob", "groupDuration": -1}).ok
    revive(as_root)
    assert as_alice.post("/api/im/groups/team/members", {"userIds": ["bob"]}).ok
    assert as_root.get("/api/im/admin/global-mute", userId="bob").data["groupUntil"] == 0
    sent = as_root.post(SEND, to_group("team", fromId="bob", skipChecks=False))
    assert sent.ok


def test_others_who_are_imported_again_keep_what_they_have(
    as_alice: Client, as_root: Client, bob: Account
) -> None:
    say(as_alice, "bob")
    assert as_root.post("/api/im/accounts/import", {"userId": "alice"}).ok
    assert targets(as_alice) == ["bob"]
    assert conversation(as_alice, "bob")["readSeq"] == 1
    assert not Member.objects.exclude(clear_seq=0).exists()
    assert as_alice.post(SEND, message_to("bob")).ok
