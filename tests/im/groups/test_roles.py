"""POST /api/im/groups/{groupId}/roles (row 56)."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Group, GroupMember
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.groups.membership import MEMBERS, TEAM, crowd, logged, one_told, place, roles, told

pytestmark = pytest.mark.usefixtures("team")
ROLES = f"{TEAM}/roles"


def give(client: Client, role: str, *names: str, **more: Any) -> Answer:
    return client.post(ROLES, {"userIds": list(names), "role": role, **more})


def test_the_owner_makes_and_unmakes_admins(as_alice: Client) -> None:
    answer = as_alice.post(ROLES, {"userId": "carol", "role": "ADMIN"})
    assert [(item["userId"], item["role"]) for item in answer.items] == [("carol", "ADMIN")]
    assert give(as_alice, "MEMBER", "carol", "bob").ok
    assert roles() == {"alice": "OWNER", "bob": "MEMBER", "carol": "MEMBER"}


def test_a_member_is_shown_as_the_list_of_members_shows_him(as_alice: Client, carol: Account) -> None:
    (item,) = give(as_alice, "ADMIN", "carol", nameCard="CC", custom={"team": "red"}).items
    assert isinstance(item.pop("joinTime"), int)
    assert item == {
        "userId": "carol",
        "nickname": "Carol",
        "avatar": "",
        "nameCard": "CC",
        "role": "ADMIN",
        "muteUntil": 0,
        "lastSpeakTime": None,
        "msgFlag": "AcceptAndNotify",
        "custom": {"team": "red"},
    }


def test_the_group_hears_of_what_changed(as_alice: Client, team: Group, facts: list[Fact]) -> None:
    give(as_alice, "ADMIN", "bob", "carol")
    fact = one_told(facts, "role_changed")
    assert fact.data == {
        "groupId": "team",
        "operatorId": "alice",
        "userIds": ["carol"],
        "role": "ADMIN",
        "nameCard": None,
        "custom": None,
    }
    assert fact.audience.conversation_id == team.conversation.pk
    changed = {"carol": {"role": {"from": "MEMBER", "to": "ADMIN"}}}
    assert logged("GROUP_SET_ROLE") == [("alice", "OWNER", {"userIds": ["carol"], "changed": changed})]


def test_the_same_again_changes_nothing(as_alice: Client, facts: list[Fact]) -> None:
    assert give(as_alice, "ADMIN", "bob").ok
    assert not facts
    assert logged("GROUP_SET_ROLE") == []


def test_a_member_sets_his_own_name_card(as_carol: Client, as_bob: Client, facts: list[Fact]) -> None:
    assert as_carol.post(ROLES, {"userId": "carol", "nameCard": "CC"}).items[0]["nameCard"] == "CC"
    fact = one_told(facts, "role_changed")
    assert (fact.data["nameCard"], fact.data["role"], fact.quiet) == ("CC", None, True)
    assert logged("GROUP_SET_ROLE") == []
    assert as_carol.post(ROLES, {"userId": "carol", "nameCard": ""}).items[0]["nameCard"] == ""
    for client, body in (
        (as_carol, {"userId": "bob", "nameCard": "x"}),
        (as_carol, {"userIds": ["carol", "bob"], "nameCard": "x"}),
        (as_carol, {"userId": "carol", "nameCard": "x", "role": "ADMIN"}),
        (as_carol, {"userId": "carol", "custom": {"a": "b"}}),
        (as_bob, {"userId": "carol", "nameCard": "x"}),
    ):
        assert client.post(ROLES, body).refused(403, "10007"), body


def test_the_owner_sets_name_cards_of_all_his_own_too(as_alice: Client) -> None:
    assert as_alice.post(ROLES, {"userIds": ["alice", "bob"], "nameCard": "x"}).ok
    assert {place(name).name_card for name in ("alice", "bob")} == {"x"}
    changed = {name: {"nameCard": {"from": "", "to": "x"}} for name in ("alice", "bob")}
    assert logged("GROUP_SET_ROLE") == [("alice", "OWNER", {"userIds": ["alice", "bob"], "changed": changed})]


def test_all_or_none(as_alice: Client, dave: Account, facts: list[Fact]) -> None:
    assert give(as_alice, "ADMIN", "carol", "alice").refused(400, "10004", "userId")
    for stranger in ("erin", "nobody", "dave"):
        assert give(as_alice, "ADMIN", "carol", stranger).refused(404, "70107")
    assert roles()["carol"] == "MEMBER"
    assert not facts


def test_at_most_ten_admins(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    crowd(alice, 10)
    peers = [f"peer{n}" for n in range(10)]
    as_alice.post(f"{MEMBERS}/batch", {"userIds": peers})
    facts.clear()
    assert give(as_alice, "ADMIN", *peers).refused(400, "10004", "role")
    assert not facts
    assert give(as_alice, "ADMIN", *peers[:9]).ok
    assert give(as_alice, "ADMIN", *peers[:9], nameCard="x").ok
    assert give(as_alice, "ADMIN", peers[9]).refused(400, "10004", "role")
    assert GroupMember.objects.filter(role="ADMIN", active=True).count() == 10


def test_it_is_for_the_owner(as_bob: Client, as_carol: Client, as_erin: Client) -> None:
    for client in (as_bob, as_carol):
        assert give(client, "MEMBER", "bob").refused(403, "10007")
    assert give(as_erin, "ADMIN", "erin").refused(404, "10010")


def test_and_for_trusted_callers(as_root: Client, as_server: Client, facts: list[Fact]) -> None:
    assert give(as_root, "ADMIN", "carol").ok
    assert give(as_server, "MEMBER", "carol", "bob").ok
    assert give(as_server, "ADMIN", "alice").refused(400, "10004", "userId")
    assert [(who, role) for who, role, _ in logged("GROUP_SET_ROLE")] == [("root", "A"), ("server", "S")]
    assert [data["operatorId"] for data in told(facts, "role_changed")] == ["root", "server"]


def test_their_number_costs_no_more_statements(
    as_alice: Client, alice: Account, django_assert_max_num_queries: Any
) -> None:
    crowd(alice, 51)
    peers = [f"peer{n}" for n in range(51)]
    as_alice.post(f"{MEMBERS}/batch", {"userIds": peers})
    with django_assert_max_num_queries(30) as few:
        as_alice.post(ROLES, {"userId": peers[0], "nameCard": "x"})
    with django_assert_max_num_queries(len(few)):
        as_alice.post(ROLES, {"userIds": peers[1:], "nameCard": "x"})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "ADMIN"}, "userId"),
        ({"userId": "bob"}, "role"),
        ({"userId": "bob", "userIds": ["bob"], "role": "ADMIN"}, "userId"),
        ({"userIds": [], "role": "ADMIN"}, "userIds"),
        ({"userIds": [f"u{n}" for n in range(51)], "role": "ADMIN"}, "userIds"),
        ({"userId": "bob", "role": "OWNER"}, "role"),
        ({"userId": "bob", "role": "admin"}, "role"),
        ({"userId": "bob", "nameCard": "x" * 65}, "nameCard"),
        ({"userId": "bob", "custom": {"k" * 17: "x"}}, "custom"),
    ],
    ids=["nobody", "nothing", "twice", "none", "51", "owner", "spelling", "a long card", "a long key"],
)
def test_what_makes_no_sense_is_400(as_alice: Client, body: dict[str, Any], field: str) -> None:
    assert as_alice.post(ROLES, body).refused(400, "10004", field)
