"""DELETE /api/im/groups/{groupId} (row 61)."""

import pytest

from accounts.models import Account
from im.conversations.models import Conversation
from im.groups.models import Group, GroupMember, JoinRequest
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import say_in, texts, to_group
from tests.im.groups.steps import GROUPS, TEAM, logged, make, shown, told


def test_the_owner_dismisses_it(as_alice: Client, alice: Account, bob: Account, facts: list[Fact]) -> None:
    group = make(alice, bob)
    assert as_alice.delete(TEAM, reason="done").data == {"groupId": "team", "dismissed": True}
    (fact,) = told(facts, "group.dismissed")
    assert fact.data == {"groupId": "team", "operatorId": "alice", "userIds": [], "reason": "done"}
    assert fact.audience.conversation_id == Conversation.objects.get(group=group).pk
    (entry,) = logged("GROUP_DISMISS")
    assert (entry.operator_id, entry.operator_role, entry.target_id) == ("alice", "OWNER", "team")
    assert entry.detail == {"reason": "done"}


def test_the_reason_may_stand_in_the_body(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    make(alice)
    assert as_alice.delete(TEAM, {"reason": "r" * 201}).refused(400, "10004", "reason")
    assert as_alice.delete(TEAM, {"reason": "r" * 200}).ok
    assert told(facts, "group.dismissed")[0].data["reason"] == "r" * 200


def test_nobody_below_may(
    as_bob: Client, as_carol: Client, as_erin: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, carol, admins=[bob], visibility="PUBLIC")
    for client in (as_bob, as_carol, as_erin):
        assert client.delete(TEAM).refused(403, "10007")
    assert Group.objects.get().status == "ACTIVE"


def test_a_private_one_is_not_there_for_strangers(as_erin: Client, alice: Account) -> None:
    make(alice)
    assert as_erin.delete(TEAM).refused(404, "10010")


def test_administrators_may(as_root: Client, as_server: Client, as_operator: Client, alice: Account) -> None:
    for n, client in enumerate((as_root, as_server, as_operator)):
        make(alice, group_id=f"g{n}")
        assert client.delete(f"{GROUPS}/g{n}").ok
    assert [row.operator_role for row in logged("GROUP_DISMISS")] == ["A", "S", "T"]


def test_twice_is_404(as_alice: Client, as_root: Client, alice: Account, facts: list[Fact]) -> None:
    make(alice)
    assert as_alice.delete(TEAM).ok
    for client in (as_alice, as_root):
        assert client.delete(TEAM).refused(404, "10010")
    assert len(told(facts, "group.dismissed")) == 1


def test_its_members_still_read_it(as_alice: Client, as_bob: Client, alice: Account, bob: Account) -> None:
    make(alice, bob)
    say_in(as_bob, "team", "the last word")
    assert as_alice.delete(TEAM).ok
    history = as_bob.get("/api/im/messages/group-history/team")
    assert "the last word" in texts(history.items)
    assert (shown(as_bob)["status"], shown(as_bob)["memberCount"]) == ("DISMISSED", 2)
    assert as_bob.put("/api/im/conversations/team/read").ok
    assert as_bob.post("/api/im/messages/send", to_group("team")).refused(404, "10010")


def test_all_else_is_404(as_alice: Client, as_root: Client, alice: Account) -> None:
    make(alice, visibility="PUBLIC")
    assert as_alice.delete(TEAM).ok
    for client in (as_alice, as_root):
        assert client.put(TEAM, {"name": "x"}).refused(404, "10010")
        assert client.get(f"{TEAM}/members").refused(404, "10010")
        assert client.put(f"{TEAM}/attributes", {"attributes": {"a": "b"}}).refused(404, "10010")
        assert client.get(f"{GROUPS}/search", keyword="team").items == []
    assert as_root.get("/api/im/admin/groups/team/owner").refused(404, "10010")


def test_open_requests_end_and_who_asked_hears_of_it(
    as_alice: Client, alice: Account, carol: Account, erin: Account, facts: list[Fact]
) -> None:
    group = make(alice, visibility="PUBLIC")
    asked = [
        JoinRequest.objects.create(app=group.app, group=group, account=account, status=status)
        for account, status in ((carol, "PENDING"), (erin, "ACCEPTED"))
    ]
    assert as_alice.delete(TEAM).ok
    first, second = (JoinRequest.objects.get(pk=request.pk) for request in asked)
    assert (first.status, first.handler_id, first.handled_at is None) == ("REJECTED", "alice", False)
    assert (second.status, second.handled_at) == ("ACCEPTED", None)
    assert told(facts, "group.dismissed")[0].audience.users == ("carol",)


def test_its_members_stay_what_they_were(as_alice: Client, alice: Account, bob: Account) -> None:
    make(alice, admins=[bob])
    assert as_alice.delete(TEAM).ok
    assert set(GroupMember.objects.filter(active=True).values_list("account__user_id", "role")) == {
        ("alice", "OWNER"),
        ("bob", "ADMIN"),
    }


@pytest.mark.parametrize("body", [{"reason": 1}, {"reason": ["x"]}])
def test_it_refuses(as_alice: Client, alice: Account, body: dict[str, object]) -> None:
    make(alice)
    assert as_alice.delete(TEAM, body).refused(400, "10004", "reason")
