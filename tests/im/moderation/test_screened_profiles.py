"""Words and what people and groups say of themselves."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Group
from im.moderation.models import Flagged
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import Room
from tests.im.moderation.words import forbid

GROUPS = "/api/im/groups"


def profile(client: Client, **fields: Any) -> Any:
    return client.put("/api/im/accounts/alice", fields)


@pytest.mark.parametrize("field", ["nickname", "signature"])
def test_a_blocked_word_keeps_the_profile_as_it_was(
    field: str, as_root: Client, as_alice: Client, facts: list[Fact]
) -> None:
    forbid(as_root, "casino", scopes=["PROFILE"])
    before = as_alice.get("/api/im/accounts/alice").data
    for client in (as_alice, as_root):
        assert profile(client, **{field: "CASINO king", "location": "here"}).refused(400, "80001", field)
    assert as_alice.get("/api/im/accounts/alice").data == before
    assert facts == []


def test_a_profile_is_masked(as_root: Client, as_alice: Client, facts: list[Fact]) -> None:
    forbid(as_root, "damn", action="REPLACE")
    shown = profile(as_alice, nickname="Damn Alice", signature="no damn", location="damn").data
    assert (shown["nickname"], shown["signature"], shown["location"]) == ("*** Alice", "no ***", "damn")
    assert facts[0].data["nickname"] == "*** Alice"


def test_a_flagged_profile_is_kept_and_put_up_for_review(as_root: Client, as_alice: Client) -> None:
    word = forbid(as_root, "broker", action="FLAG")
    assert profile(as_alice, nickname="Alice", signature="your broker").ok
    row = Flagged.objects.get()
    assert (row.kind, row.target_id, row.user_id, row.text) == ("PROFILE", "alice", "alice", "your broker")
    assert row.hits == [{"id": word["id"], "word": "broker", "action": "FLAG", "start": 5, "end": 11}]
    assert profile(as_alice, signature="your broker", location="here").ok
    assert Flagged.objects.count() == 1


def test_only_what_changes_is_looked_at(as_root: Client, as_alice: Client) -> None:
    assert profile(as_alice, nickname="casino").ok
    forbid(as_root, "casino")
    assert profile(as_alice, nickname="casino", location="here").ok
    assert profile(as_alice, nickname=None, signature="").ok


def test_words_for_chats_are_not_for_profiles(as_root: Client, as_alice: Client) -> None:
    forbid(as_root, "casino", scopes=["SINGLE", "GROUP"])
    assert profile(as_alice, nickname="casino").ok


def test_masks_do_not_make_a_nickname_too_long(as_root: Client, as_alice: Client) -> None:
    forbid(as_root, "damn", action="REPLACE", replacement="*" * 64)
    assert profile(as_alice, nickname="damn it").refused(400, "80002")


def test_accounts_are_imported_as_they_are(as_root: Client) -> None:
    forbid(as_root, "casino")
    assert as_root.post("/api/im/accounts/import", {"userId": "zoe", "nickname": "casino"}).ok


@pytest.mark.parametrize("field", ["name", "introduction", "announcement"])
def test_a_group_is_not_made_with_a_blocked_word_nor_changed_to_one(
    field: str, as_root: Client, as_alice: Client, club: Room, facts: list[Fact]
) -> None:
    forbid(as_root, "casino", scopes=["GROUP"])
    made = as_alice.post(GROUPS, {"groupId": "team", "name": "Team", field: "the casino"})
    assert made.refused(400, "80001", field)
    assert as_alice.put(f"{GROUPS}/club", {field: "the casino"}).refused(400, "80001", field)
    assert list(Group.objects.values_list("group_id", "name")) == [("club", "Club")]
    assert facts == []


def test_a_group_is_masked(as_root: Client, as_alice: Client) -> None:
    forbid(as_root, "damn", action="REPLACE")
    made = as_alice.post(GROUPS, {"groupId": "team", "name": "Damn good", "introduction": "damn"}).data
    assert (made["name"], made["introduction"]) == ("*** good", "***")
    assert as_alice.put(f"{GROUPS}/team", {"announcement": "damn!"}).data["announcement"] == "***!"


def test_a_flagged_group_is_put_up_for_review(as_root: Client, as_alice: Client) -> None:
    forbid(as_root, "broker", action="FLAG")
    assert as_alice.post(GROUPS, {"groupId": "team", "name": "brokers", "introduction": "of all"}).ok
    row = Flagged.objects.get()
    assert (row.kind, row.target_id, row.user_id, row.text) == ("GROUP", "team", "alice", "brokers\nof all")


def test_masks_do_not_make_an_introduction_too_long(as_root: Client, as_alice: Client, club: Room) -> None:
    forbid(as_root, "damn", action="REPLACE", replacement="赌" * 64)
    assert as_alice.put(f"{GROUPS}/club", {"introduction": "damn damn"}).refused(400, "80002")


def test_words_for_profiles_are_not_for_groups(as_root: Client, as_alice: Client, bob: Account) -> None:
    forbid(as_root, "casino", scopes=["PROFILE", "SINGLE"])
    assert as_alice.post(GROUPS, {"groupId": "team", "name": "casino"}).ok
