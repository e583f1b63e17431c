"""Rows 21 to 26 and 29: whom `{targetId}` names, who may, who hears of it."""

from typing import Any

import pytest

from accounts.models import Account
from im.conversations.models import Conversation, Member
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import Room, conversation, delete, say, say_in
from tests.im.conversations.steps import CHANGES, change

ROWS = [*CHANGES, "remove"]
SHOWN = [what for what in CHANGES if what != "read"]


@pytest.mark.parametrize("what", ROWS)
def test_an_unknown_target_is_404_and_nothing_is_made(
    as_alice: Client, club: Room, dave: Account, what: str
) -> None:
    unknown = change(as_alice, "nobody", what)
    assert unknown.refused(404, "20003")
    assert change(as_alice, "dave", what).raw == unknown.raw
    assert change(as_alice, "platform", what).raw == unknown.raw
    assert change(as_alice, "club", what, query={"chatType": "SINGLE"}).raw == unknown.raw
    missing = change(as_alice, "nobody", what, query={"chatType": "GROUP"})
    assert missing.refused(404, "10010")
    assert change(as_alice, "bob", what, query={"chatType": "GROUP"}).raw == missing.raw
    assert not Conversation.objects.filter(chat_type="SINGLE").exists()


@pytest.mark.parametrize("what", ROWS)
def test_foreign_groups_are_unknown(as_dave: Client, club: Room, what: str) -> None:
    assert change(as_dave, "club", what).refused(404, "20003")


@pytest.mark.parametrize("what", ROWS)
def test_a_target_is_an_id(as_alice: Client, what: str) -> None:
    assert change(as_alice, "a%20b", what).refused(400, "10004", "targetId")
    assert change(as_alice, "bob", what, query={"chatType": "BOTH"}).refused(400, "10004", "chatType")


@pytest.mark.parametrize("what", ROWS)
def test_a_talk_that_has_not_begun_is_made(as_alice: Client, bob: Account, what: str) -> None:
    assert change(as_alice, "bob", what).ok
    assert Conversation.objects.count() == 1
    assert Member.objects.count() == 2
    assert say(as_alice, "bob")["seq"] == 1


@pytest.mark.parametrize("what", ROWS)
def test_a_chat_with_oneself_too(as_alice: Client, what: str) -> None:
    assert change(as_alice, "alice", what).ok
    assert Member.objects.count() == 1


@pytest.mark.parametrize("what", ROWS)
def test_a_deleted_peer_is_still_a_target(as_alice: Client, bob: Account, what: str) -> None:
    say(as_alice, "bob")
    delete(bob)
    assert change(as_alice, "bob", what).ok


@pytest.mark.parametrize("what", ROWS)
def test_a_group_is_found_by_its_id(as_alice: Client, club: Room, what: str) -> None:
    say_in(as_alice, "club")
    assert change(as_alice, "club", what).ok
    assert change(as_alice, "club", what, query={"chatType": "GROUP"}).ok


@pytest.mark.parametrize("what", CHANGES)
def test_the_bodys_chat_type_wins(as_alice: Client, club: Room, what: str) -> None:
    assert change(as_alice, "club", what, chatType="GROUP", query={"chatType": "SINGLE"}).ok
    assert change(as_alice, "club", what, chatType="SINGLE").refused(404, "20003")
    assert change(as_alice, "club", what, chatType=None).refused(400, "10004", "chatType")


@pytest.mark.parametrize("what", ROWS)
def test_a_group_that_is_not_mine_is_refused(
    as_erin: Client, as_bob: Client, bob: Account, club: Room, what: str
) -> None:
    club.leave(bob)
    for client in (as_erin, as_bob):
        assert change(client, "club", what).raw == change(client, "nowhere", what, chatType="GROUP").raw
    club.change(visibility="PUBLIC")
    for client in (as_erin, as_bob):
        assert change(client, "club", what).refused(403, "10007")


@pytest.mark.parametrize("what", ROWS)
def test_a_dismissed_group_can_only_be_read_and_removed(as_alice: Client, club: Room, what: str) -> None:
    say_in(as_alice, "club")
    club.dismiss()
    answer = change(as_alice, "club", what)
    assert answer.ok if what in ("read", "remove") else answer.refused(404, "10010")


@pytest.mark.parametrize("what", SHOWN)
def test_it_answers_the_conversation_and_tells_the_owners_other_devices(
    as_alice: Client, as_bob: Client, facts: list[Fact], what: str
) -> None:
    say(as_bob, "alice")
    answer = change(as_alice, "bob", what)
    assert answer.data == conversation(as_alice, "bob")
    fact = facts[-1]
    assert (fact.type, fact.data) == ("conversation.updated", {**answer.data, "operatorId": "alice"})
    assert (fact.audience.users, fact.durable, fact.skip_session != "") == (("alice",), False, True)


@pytest.mark.parametrize("what", SHOWN)
def test_the_other_side_sees_nothing_of_it(as_alice: Client, as_bob: Client, what: str) -> None:
    say(as_bob, "alice")
    before = conversation(as_bob, "alice")
    change(as_alice, "bob", what)
    assert conversation(as_bob, "alice") == before


@pytest.mark.parametrize("what", ROWS)
@pytest.mark.parametrize(
    ("door", "name"), [("as_root", "root"), ("as_server", "server"), ("as_operator", "operator:olga")]
)
def test_trusted_callers_act_for_somebody(
    request: pytest.FixtureRequest,
    as_alice: Client,
    bob: Account,
    facts: list[Fact],
    door: str,
    name: str,
    what: str,
) -> None:
    say(as_alice, "bob")
    say(as_alice, "alice")
    client = request.getfixturevalue(door)
    assert change(client, "alice", what, query={"actAs": "bob"}).ok
    assert facts[-1].audience.users == ("bob",)
    assert facts[-1].data["operatorId"] == name
    assert change(client, "alice", what, query={"actAs": "nobody"}).refused(404, "70107")
    if door != "as_root":
        assert change(client, "alice", what).refused(400, "10004", "actAs")


@pytest.mark.parametrize("what", ROWS)
def test_nobody_else_does(as_alice: Client, bob: Account, what: str, facts: list[Fact]) -> None:
    assert change(as_alice, "bob", what, query={"actAs": "bob"}).refused(403, "60010")
    assert not facts
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("what", "field", "wrong"),
    [
        ("pinned", "pinned", ["true", 1, None]),
        ("muted", "muted", ["true", 0, None]),
        ("muted", "muteUntil", ["soon", -1, 253_402_300_800_000]),
        ("read", "seq", ["1", -1, 1.5, 2**63 - 1]),
        ("draft", "draft", [5, None, "x" * 4097]),
        ("hidden", "hidden", ["no", None]),
        ("hidden", "unhideOnMessage", ["no", None]),
    ],
)
def test_a_field_of_the_wrong_form_is_named(
    as_alice: Client, bob: Account, what: str, field: str, wrong: list[Any]
) -> None:
    for value in wrong:
        assert change(as_alice, "bob", what, **{field: value}).refused(400, "10004", field)


@pytest.mark.parametrize(
    ("what", "field"), [("pinned", "pinned"), ("muted", "muted"), ("draft", "draft"), ("hidden", "hidden")]
)
def test_what_changes_must_be_said(as_alice: Client, bob: Account, what: str, field: str) -> None:
    assert as_alice.put(f"/api/im/conversations/bob/{what}", {}).refused(400, "10004", field)
