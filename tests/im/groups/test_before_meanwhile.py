"""Before-events of groups: what changes after the first look lets nobody in unasked."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import Account, App
from im.groups import actions
from im.groups.models import GroupMember, JoinRequest
from tests.client import Client
from tests.im.chat import Room
from tests.webhooks.moderator import Moderator, ask_it, running

ROW = "/api/im/groups"
Then = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def moderator() -> Iterator[Moderator]:
    with running() as server:
        yield server


@pytest.fixture
def asked(acme: App, moderator: Moderator) -> None:
    names = ("group.before_create", "group.before_join", "group.before_invite")
    ask_it(moderator, acme, *names, fail_open=False)


@pytest.fixture
def then(monkeypatch: pytest.MonkeyPatch) -> Then:
    """Something happens right after the first look."""

    def after(name: str, happens: Callable[[], object]) -> None:
        look: Callable[..., Any] = getattr(actions, name)

        def looks(**how: Any) -> Any:
            seen = look(**how)
            happens()
            return seen

        monkeypatch.setattr(actions, name, looks)

    return after


def members(room: Room) -> set[str]:
    there = GroupMember.objects.filter(group=room.group, active=True)
    return set(there.values_list("account__user_id", flat=True))


def results(client: Client, *user_ids: str) -> list[tuple[str, str]]:
    answer = client.post(f"{ROW}/club/members", {"userIds": list(user_ids)})
    return [(item["userId"], item["result"]) for item in answer.data["results"]]


@pytest.mark.usefixtures("asked")
def test_who_found_the_group_full_stays_out(
    as_alice: Client, club: Room, erin: Account, mallory: Account, moderator: Moderator, then: Then
) -> None:
    club.change(max_members=4)
    then("foresee_members", lambda: club.change(max_members=10))
    assert results(as_alice, "erin", "mallory") == [("erin", "ADDED"), ("mallory", "FULL")]
    assert moderator.asked[0]["data"]["userIds"] == ["erin"]
    assert members(club) == {"alice", "bob", "carol", "erin"}


@pytest.mark.usefixtures("asked")
def test_where_all_found_it_full_nobody_comes_in(
    as_alice: Client, club: Room, erin: Account, moderator: Moderator, then: Then
) -> None:
    club.change(max_members=3)
    then("foresee_members", lambda: club.change(max_members=10))
    assert results(as_alice, "erin") == [("erin", "FULL")]
    assert not moderator.asked
    assert "erin" not in members(club)


@pytest.mark.usefixtures("asked")
def test_a_member_who_leaves_meanwhile_is_not_taken_in_again(
    as_alice: Client, club: Room, erin: Account, then: Then
) -> None:
    gone = GroupMember.objects.filter(group=club.group, account__user_id="bob")
    then("foresee_members", lambda: gone.update(active=False))
    assert results(as_alice, "bob", "erin") == [("bob", "ALREADY"), ("erin", "ADDED")]
    assert members(club) == {"alice", "carol", "erin"}


@pytest.mark.usefixtures("asked")
def test_who_has_an_account_only_meanwhile_stays_out(
    as_alice: Client, acme: App, club: Room, erin: Account, then: Then
) -> None:
    then("foresee_members", lambda: Account.objects.create(app=acme, user_id="late"))
    assert results(as_alice, "late", "erin") == [("late", "FAILED"), ("erin", "ADDED")]
    assert "late" not in members(club)


@pytest.mark.usefixtures("asked")
def test_who_has_an_account_only_meanwhile_is_not_in_a_new_group(
    as_alice: Client, acme: App, then: Then
) -> None:
    then("foresee_group", lambda: Account.objects.create(app=acme, user_id="late"))
    made = as_alice.post(ROW, {"groupId": "g1", "name": "One", "members": [{"userId": "late"}]}).data
    assert made["failed"] == [{"userId": "late", "status": "70107"}]
    assert not GroupMember.objects.filter(account__user_id="late").exists()


@pytest.mark.usefixtures("asked")
def test_an_open_request_that_is_closed_meanwhile_lets_nobody_join(
    as_erin: Client, club: Room, moderator: Moderator, then: Then
) -> None:
    club.open()
    first = as_erin.post(f"{ROW}/club/join-requests", {}).data

    def handled() -> None:
        JoinRequest.objects.update(status="REJECTED")
        club.change(join_option="FREE")

    then("foresee_request", handled)
    assert as_erin.post(f"{ROW}/club/join-requests", {}).data == first
    assert len(moderator.asked) == JoinRequest.objects.count() == 1
    assert "erin" not in members(club)


def test_where_only_joining_is_asked_about_who_calls_in_is_not_held_to_the_first_look(
    as_alice: Client, acme: App, club: Room, erin: Account, moderator: Moderator, then: Then
) -> None:
    ask_it(moderator, acme, "group.before_join")
    club.change(max_members=3)
    then("foresee_members", lambda: club.change(max_members=10))
    assert results(as_alice, "erin") == [("erin", "ADDED")]
    assert not moderator.asked
