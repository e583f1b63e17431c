"""An account is deleted (row 10): it leaves its groups, and those it owned go on without it."""

from functools import partial

import pytest

from accounts.callers import Caller
from accounts.models import Account, App
from im.conversations.models import Member
from im.groups import actions
from im.groups.actions import departing
from im.groups.actions.leaving import part
from im.groups.models import Departure, Group, GroupMember, JoinRequest
from im.tasks import depart
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import to_group
from tests.im.groups.membership import MEMBERS, TEAM, intact, logged, options, place, roles, told
from tests.im.groups.steps import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("team")]


def deleted(client: Client, user_id: str) -> None:
    assert client.delete(f"/api/im/accounts/{user_id}").ok


def test_it_leaves_its_groups_at_once(as_server: Client, as_alice: Client, facts: list[Fact]) -> None:
    deleted(as_server, "carol")
    assert roles() == {"alice": "OWNER", "bob": "ADMIN"}
    (left,) = told(facts, "member_left")
    assert (left["userIds"], left["kind"], left["operatorId"], left["memberCount"]) == (
        ["carol"],
        "KICKED",
        "server",
        2,
    )
    assert logged("GROUP_REMOVE_MEMBER") == [("server", "S", {"userIds": ["carol"], "reason": ""})]
    assert [item["userId"] for item in as_alice.get(MEMBERS).items] == ["alice", "bob"]
    assert not Departure.objects.exists()
    assert intact()


def test_what_it_owned_goes_to_the_oldest_admin(
    as_root: Client, alice: Account, mallory: Account, facts: list[Fact]
) -> None:
    as_root.post(MEMBERS, {"userId": "mallory"})
    as_root.post(f"{TEAM}/roles", {"userId": "mallory", "role": "ADMIN"})
    facts.clear()
    deleted(as_root, "alice")
    assert roles() == {"bob": "OWNER", "carol": "MEMBER", "mallory": "ADMIN"}
    names = [fact.type for fact in facts if fact.type.startswith("group.")]
    assert names == ["group.owner_changed", "group.member_left"]
    changed = told(facts, "owner_changed")[0]
    assert (changed["ownerId"], changed["previousOwnerId"], changed["operatorId"]) == ("bob", "alice", "root")
    assert logged("GROUP_TRANSFER") == [("root", "A", {"ownerId": "bob", "previousOwnerId": "alice"})]
    assert intact()


def test_else_to_the_oldest_member(as_operator: Client, mallory: Account) -> None:
    as_operator.delete(f"{MEMBERS}/bob")
    as_operator.post(MEMBERS, {"userId": "mallory"})
    deleted(as_operator, "alice")
    assert roles() == {"carol": "OWNER", "mallory": "MEMBER"}
    assert logged("GROUP_TRANSFER")[0][:2] == ("olga", "T")
    assert intact()


def test_and_with_nobody_left_it_is_dismissed(
    as_server: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    make(bob, group_id="bobs")
    deleted(as_server, "bob")
    assert Group.objects.get(group_id="bobs").status == "DISMISSED"
    assert [data["groupId"] for data in told(facts, "dismissed")] == ["bobs"]
    assert not Departure.objects.exists()


def test_who_is_deleted_too_inherits_nothing(as_server: Client, bob: Account, carol: Account) -> None:
    for account in (bob, carol):
        Account.objects.filter(pk=account.pk).update(status="DELETED")
    deleted(as_server, "alice")
    assert Group.objects.get().status == "DISMISSED"


def test_of_a_dismissed_group_it_stays_a_member_of_the_past(as_server: Client) -> None:
    options(status="DISMISSED")
    deleted(as_server, "alice")
    assert roles()["alice"] == "OWNER"
    assert not Departure.objects.exists()


def test_its_open_requests_end_with_it(as_server: Client, as_erin: Client, as_bob: Client) -> None:
    options(visibility="PUBLIC")
    request = as_erin.post(f"{TEAM}/join-requests").data["requestId"]
    deleted(as_server, "erin")
    assert not JoinRequest.objects.exists()
    assert as_bob.post(f"{TEAM}/join-requests/{request}/accept").refused(404, "90404")


def test_nobody_sends_in_its_name_any_more(as_server: Client) -> None:
    deleted(as_server, "carol")
    answer = as_server.post("/api/im/messages/send", to_group("team", fromId="carol"))
    assert answer.refused(404, "20003")


def many(account: Account, others: list[Account]) -> None:
    """One group more than what is left at once, owned by the account."""
    for number in range(departing.AT_ONCE):
        make(account, *others, group_id=f"g{number}")


def test_many_groups_are_left_by_the_worker(
    as_server: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    many(alice, [bob])
    facts.clear()
    deleted(as_server, "alice")
    assert roles()["alice"] == "OWNER"
    assert not [fact for fact in facts if fact.type.startswith("group.")]
    depart()
    assert not GroupMember.objects.filter(account=alice, active=True).exists()
    assert not Member.objects.filter(account=alice, chat_type="GROUP", active=True).exists()
    assert {group.owner_id for group in Group.objects.all()} == {bob.pk}
    assert not Departure.objects.exists()
    assert all(intact(group.group_id) for group in Group.objects.all())
    facts.clear()
    depart()
    assert not facts


def test_a_worker_that_dies_in_the_middle_is_followed_by_another(
    as_server: Client, alice: Account, bob: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(alice, [bob])
    deleted(as_server, "alice")
    calls = iter(range(10))

    def dying(*args: object, **more: object) -> None:
        if next(calls) == 7:
            raise SystemExit
        part(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("im.groups.actions.departing.part", dying)
    with pytest.raises(SystemExit):
        depart()
    left = GroupMember.objects.filter(account=alice, active=True).count()
    assert left == departing.AT_ONCE + 1 - 7
    monkeypatch.undo()
    depart()
    assert not GroupMember.objects.filter(account=alice, active=True).exists()
    assert all(intact(group.group_id) for group in Group.objects.all())


def test_who_is_imported_anew_keeps_what_came_after(
    acme: App, as_server: Client, alice: Account, bob: Account
) -> None:
    many(alice, [bob])
    deleted(as_server, "alice")
    assert as_server.post("/api/im/accounts/import", {"userId": "alice"}).data["created"]
    again = Account.objects.get(pk=alice.pk)
    make(again, group_id="new")
    server = Caller(role="S", app=acme)
    add = partial(actions.add, group_id="bobs", user_ids=["alice"], account=None, by=server)
    make(bob, group_id="bobs")
    assert add() == {"alice": "ADDED"}
    depart()
    mine = GroupMember.objects.filter(account=alice, active=True, group__status="ACTIVE")
    assert set(mine.values_list("group__group_id", flat=True)) == {"new", "bobs"}
    assert place("alice", "new").role == "OWNER"
