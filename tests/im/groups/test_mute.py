"""POST /api/im/groups/{groupId}/mute (row 60)."""

from typing import Any

import pytest

from accounts.models import Account
from config.clock import now_ms
from im.groups.models import Group
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.groups.membership import MEMBERS, TEAM, crowd, logged, one_told, place, results

pytestmark = pytest.mark.usefixtures("team")
MUTE = f"{TEAM}/mute"


def mute(client: Client, duration: int, *names: str) -> Answer:
    return client.post(MUTE, {"userIds": list(names), "duration": duration})


def test_for_a_while_and_no_more(as_bob: Client) -> None:
    before = now_ms()
    answer = mute(as_bob, 60, "carol")
    (item,) = answer.data["results"]
    assert before + 60_000 <= item["muteUntil"] <= now_ms() + 60_000
    assert place("carol").muted_until == item["muteUntil"]
    assert results(mute(as_bob, 0, "carol"), "muteUntil") == [("carol", 0)]
    assert place("carol").muted_until == 0


@pytest.mark.parametrize("duration", [-1, 4294967295])
def test_for_ever(as_bob: Client, duration: int, facts: list[Fact]) -> None:
    assert results(mute(as_bob, duration, "carol"), "muteUntil") == [("carol", -1)]
    data = one_told(facts, "member_muted").data
    assert (data["duration"], data["muteUntil"]) == (-1, -1)


def test_the_longest_is_a_time(as_bob: Client) -> None:
    (item,) = mute(as_bob, 4294967294, "carol").data["results"]
    assert item["muteUntil"] > now_ms() + 4_000_000_000_000


def test_the_group_hears_of_it(as_bob: Client, team: Group, facts: list[Fact]) -> None:
    mute(as_bob, 60, "carol", "erin")
    fact = one_told(facts, "member_muted")
    until = place("carol").muted_until
    assert fact.data == {
        "groupId": "team",
        "operatorId": "bob",
        "userIds": ["carol"],
        "duration": 60,
        "muteUntil": until,
    }
    assert fact.audience.conversation_id == team.conversation.pk
    detail = {"userIds": ["carol"], "duration": 60, "muteUntil": until}
    assert logged("GROUP_MUTE") == [("bob", "ADMIN", detail)]


def test_each_is_judged_by_himself(as_bob: Client, dave: Account, facts: list[Fact]) -> None:
    answer = mute(as_bob, 60, "alice", "carol", "bob", "erin", "nobody", "dave", "carol")
    assert [code for _, code in results(answer)] == ["10007", "0", "10007", "10007", "10007", "10007", "0"]
    assert (answer.data["success"], answer.data["failed"]) == (2, 5)
    assert "muteUntil" not in answer.data["results"][0]
    facts.clear()
    assert mute(as_bob, 60, "alice").data["failed"] == 1
    assert not facts


def test_an_owner_mutes_admins(as_alice: Client) -> None:
    assert results(mute(as_alice, 60, "bob", "alice")) == [("bob", "0"), ("alice", "10007")]


def test_trusted_callers_mute_anybody(as_root: Client, as_server: Client) -> None:
    for client in (as_root, as_server):
        assert results(mute(client, 60, "alice", "bob", "carol")) == [
            ("alice", "0"),
            ("bob", "0"),
            ("carol", "0"),
        ]


def test_who_may_mute_nobody_is_refused(as_carol: Client, as_erin: Client) -> None:
    assert mute(as_carol, 60, "carol").refused(403, "10007")
    assert mute(as_erin, 60, "carol").refused(404, "10010")
    assert as_carol.post(MUTE, {"muteAll": True}).refused(403, "10007")


def test_it_outlives_leaving_and_coming_back(as_alice: Client, as_carol: Client) -> None:
    mute(as_alice, -1, "carol")
    as_carol.delete(f"{MEMBERS}/carol")
    assert results(mute(as_alice, 0, "carol")) == [("carol", "10007")]
    as_alice.post(MEMBERS, {"userId": "carol"})
    assert place("carol").muted_until == -1


def test_all_at_once_is_the_groups_own_switch(as_bob: Client, facts: list[Fact]) -> None:
    answer = as_bob.post(MUTE, {"muteAll": True})
    assert (answer.data["groupId"], answer.data["muteAll"], answer.data["self"]["role"]) == (
        "team",
        True,
        "ADMIN",
    )
    assert one_told(facts, "updated").data["changed"] == {"muteAll": True}
    assert as_bob.post(MUTE, {"muteAll": False}).data["muteAll"] is False


def test_all_at_once_by_the_server(as_server: Client) -> None:
    answer = as_server.post(MUTE, {"muteAll": True})
    assert (answer.data["muteAll"], answer.data["self"]) == (True, None)


def test_sends_that_looked_before_start_over(as_bob: Client, team: Group) -> None:
    before = Group.objects.get().conversation.rules_version
    mute(as_bob, 60, "carol")
    assert Group.objects.get().conversation.rules_version > before


def test_their_number_costs_no_more_statements(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    crowd(alice, 300)
    peers = [f"peer{n}" for n in range(300)]
    as_alice.post(f"{MEMBERS}/batch", {"userIds": peers})
    with django_assert_max_num_queries(30) as few:
        mute(as_alice, 60, peers[0])
    with django_assert_max_num_queries(len(few)):
        assert mute(as_alice, 60, *peers).data["success"] == 300


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "userIds"),
        ({"userIds": ["carol"]}, "duration"),
        ({"duration": 1}, "userIds"),
        ({"userIds": [], "duration": 1}, "userIds"),
        ({"userIds": [f"u{n}" for n in range(501)], "duration": 1}, "userIds"),
        ({"userIds": ["carol"], "duration": -2}, "duration"),
        ({"userIds": ["carol"], "duration": 4294967296}, "duration"),
        ({"userIds": ["carol"], "duration": "1"}, "duration"),
        ({"muteAll": True, "userIds": ["carol"], "duration": 1}, "muteAll"),
        ({"muteAll": 1}, "muteAll"),
        ({"muteAll": None}, "muteAll"),
    ],
    ids=["nothing", "no time", "nobody", "none", "501", "-2", "2^32", "a string", "both", "a number", "null"],
)
def test_what_makes_no_sense_is_400(as_bob: Client, body: dict[str, Any], field: str) -> None:
    assert as_bob.post(MUTE, body).refused(400, "10004", field)
