"""friend.before_add: the app's moderator is asked before anybody is added (rows 31 and 32)."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from accounts.models import Account, App
from im.relations import actions, rules
from im.relations.models import Block, Friend, FriendRequest
from journal.facts import Fact
from tests.client import Client
from tests.webhooks import moderator as does
from tests.webhooks.moderator import Handler, Moderator, ask_it, running

ROW = "/api/im/friends"
DENY = {"action": "deny", "message": "not these two"}


@pytest.fixture
def moderator(acme: App) -> Iterator[Moderator]:
    with running() as server:
        ask_it(server, acme, "friend.before_add", fail_open=False)
        yield server


def test_it_is_asked_as_the_owner_would_see_it(
    as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    wish = {"friendId": "bob", "remark": "B", "groupName": "work", "addSource": "qr", "addWording": "hi"}
    assert as_alice.post(ROW, wish).data["result"] == "ADDED"
    (asked,) = moderator.asked
    assert asked["type"] == "friend.before_add"
    added = facts[0]
    assert added.type == "friend.added"
    assert asked["data"].keys() == added.data.keys()
    (now,), (then,) = asked["data"]["friends"], added.data["friends"]
    assert now == {**then, "createdAt": now["createdAt"]}
    assert (asked["data"]["ownerId"], asked["data"]["operatorId"]) == ("alice", "alice")


def test_what_it_denies_is_refused(
    as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    moderator.answer = DENY
    answer = as_alice.post(ROW, {"friendId": "bob"})
    assert answer.refused(400, "80001")
    assert answer.message == "not these two"
    assert not Friend.objects.exists()
    assert not facts


def test_a_request_is_asked_about_as_well(as_alice: Client, bob: Account, moderator: Moderator) -> None:
    Account.objects.filter(pk=bob.pk).update(allow_type="NEED_CONFIRM")
    moderator.answer = DENY
    assert as_alice.post(ROW, {"friendId": "bob"}).refused(400, "80001")
    assert not FriendRequest.objects.exists()


def test_what_cannot_be_or_is_already_is_not_asked_about(
    as_alice: Client, friends: None, blocked: None, moderator: Moderator
) -> None:
    assert as_alice.post(ROW, {"friendId": "bob"}).data["result"] == "ALREADY"
    assert as_alice.post(ROW, {"friendId": "mallory"}).refused(403, "20007")
    assert as_alice.post(ROW, {"friendId": "nobody"}).refused(404, "70107")
    assert as_alice.post(ROW, {"friendId": "alice"}).refused(400)
    assert not moderator.asked


def test_there_is_nothing_to_modify(as_alice: Client, bob: Account, moderator: Moderator) -> None:
    moderator.answer = {"action": "modify", "content": {}}
    answer = as_alice.post(ROW, {"friendId": "bob"})
    assert answer.refused(400, "80001")
    assert answer.message == "moderator unavailable"


def test_of_a_batch_each_friend_is_asked_about(
    as_alice: Client, bob: Account, carol: Account, moderator: Moderator
) -> None:
    def judges(call: Handler) -> None:
        about = orjson.loads(call.body)["data"]["friends"][0]["userId"]
        call.say(orjson.dumps(DENY if about == "carol" else {"action": "allow"}))

    moderator.answer = judges
    wishes = [{"friendId": name} for name in ("bob", "carol", "nobody", "bob")]
    batch = as_alice.post(f"{ROW}/batch", {"friends": wishes})
    results = [(item["userId"], item["status"]) for item in batch.data["results"]]
    assert results == [("bob", "0"), ("carol", "80001"), ("nobody", "70107"), ("bob", "0")]
    assert batch.data["results"][1]["message"] == "not these two"
    asked = [one["data"]["friends"][0]["userId"] for one in moderator.asked]
    assert sorted(asked) == ["bob", "carol"]


def test_an_import_asks_nobody_but_the_server_is_asked(
    as_server: Client, alice: Account, bob: Account, moderator: Moderator
) -> None:
    moderator.answer = DENY
    refused = as_server.post(ROW, {"friendId": "bob", "force": True}, actAs="alice")
    assert refused.refused(400, "80001")
    assert moderator.asked[0]["data"]["operatorId"] == "server"
    imported = {"friends": [{"friendId": "bob"}], "importMode": True}
    assert as_server.post(f"{ROW}/batch", imported, actAs="alice").data["success"] == 1
    assert len(moderator.asked) == 1


def test_a_repeat_with_its_key_asks_nobody(
    transactional_db: None, as_alice: Client, bob: Account, moderator: Moderator
) -> None:
    key = {"Idempotency-Key": "once"}
    first = as_alice.call("POST", ROW, body={"friendId": "bob"}, headers=key)
    again = as_alice.call("POST", ROW, body={"friendId": "bob"}, headers=key)
    assert first.ok
    assert again.data == first.data
    assert len(moderator.asked) == 1


def test_without_its_answer_the_policy_holds(as_alice: Client, bob: Account, moderator: Moderator) -> None:
    moderator.answer = does.fails
    answer = as_alice.post(ROW, {"friendId": "bob"})
    assert answer.refused(400, "80001")
    assert answer.message == "moderator unavailable"


@pytest.mark.parametrize("path", ["", "/batch"], ids=["one", "batch"])
def test_who_could_not_be_added_at_first_is_not_added_unasked(
    as_alice: Client,
    alice: Account,
    bob: Account,
    moderator: Moderator,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    block = Block.objects.create(app=alice.app, owner=alice, blocked=bob)
    look = actions.foresee

    def looks(**how: Any) -> Any:
        seen = look(**how)
        block.delete()
        return seen

    monkeypatch.setattr(actions, "foresee", looks)
    answer = as_alice.post(ROW + path, {"friends": [{"friendId": "bob"}]} if path else {"friendId": "bob"})
    assert answer.data["failed"] == 1 if path else answer.refused(403)
    assert not moderator.asked
    assert not Friend.objects.exists()


def test_the_room_of_whoever_is_denied_goes_to_nobody_unasked(
    as_alice: Client, bob: Account, carol: Account, moderator: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FRIENDS", 1)
    moderator.answer = DENY
    wishes = [{"friendId": name} for name in ("bob", "carol")]
    answer = as_alice.post(f"{ROW}/batch", {"friends": wishes})
    assert [item["status"] for item in answer.data["results"]] == ["80001", "10004"]
    assert not Friend.objects.exists()
