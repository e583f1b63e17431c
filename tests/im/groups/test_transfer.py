"""POST /api/im/groups/{groupId}/owner (row 57)."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Group
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.groups.membership import MEMBERS, TEAM, intact, logged, one_told, place, roles

pytestmark = pytest.mark.usefixtures("team")


def hand(client: Client, user_id: str, **query: Any) -> Answer:
    return client.post(f"{TEAM}/owner", {"newOwnerId": user_id}, **query)


@pytest.mark.parametrize("heir", ["bob", "carol"])
def test_the_owner_hands_over_and_stays_a_member(as_alice: Client, heir: str) -> None:
    answer = hand(as_alice, heir)
    assert answer.data == {"groupId": "team", "ownerId": heir, "previousOwnerId": "alice"}
    assert (roles()[heir], roles()["alice"]) == ("OWNER", "MEMBER")
    assert Group.objects.get().owner.user_id == heir  # type: ignore[union-attr]  # it has one
    assert intact()


def test_the_group_hears_of_it(as_alice: Client, team: Group, facts: list[Fact]) -> None:
    hand(as_alice, "bob")
    fact = one_told(facts, "owner_changed")
    assert fact.data == {
        "groupId": "team",
        "operatorId": "alice",
        "userIds": ["bob", "alice"],
        "ownerId": "bob",
        "previousOwnerId": "alice",
    }
    assert fact.audience.conversation_id == team.conversation.pk
    detail = {"ownerId": "bob", "previousOwnerId": "alice"}
    assert logged("GROUP_TRANSFER") == [("alice", "OWNER", detail)]


def test_then_he_may_go_and_the_new_one_rules(as_alice: Client, as_bob: Client) -> None:
    hand(as_alice, "bob")
    assert hand(as_alice, "alice").refused(403, "10007")
    assert as_alice.delete(f"{MEMBERS}/alice").ok
    assert hand(as_bob, "carol").ok
    assert roles() == {"bob": "MEMBER", "carol": "OWNER"}
    assert intact()


def test_an_owner_is_not_mute(as_alice: Client) -> None:
    row = place("carol")
    row.muted_until = -1
    row.save()
    hand(as_alice, "carol")
    assert place("carol").muted_until == 0


def test_only_to_a_member_and_not_to_himself(as_alice: Client, dave: Account, facts: list[Fact]) -> None:
    for user_id in ("alice", "erin", "nobody", "dave"):
        assert hand(as_alice, user_id).refused(400, "10004", "newOwnerId")
    assert as_alice.post(f"{TEAM}/owner", {}).refused(400, "10004", "newOwnerId")
    body = {"newOwnerId": "erin", "addIfMissing": True}
    assert as_alice.post(f"{TEAM}/owner", body).refused(400, "10004", "newOwnerId")
    assert not facts


def test_it_is_for_the_owner(as_bob: Client, as_carol: Client, as_erin: Client) -> None:
    for client in (as_bob, as_carol):
        assert hand(client, "bob").refused(403, "10007")
    assert hand(as_erin, "bob").refused(404, "10010")


def test_and_for_trusted_callers(as_root: Client, as_server: Client) -> None:
    assert hand(as_root, "bob").ok
    assert hand(as_server, "carol", actAs="alice").ok
    assert hand(as_server, "carol").refused(400, "10004", "newOwnerId")
    assert roles()["carol"] == "OWNER"
    assert intact()
