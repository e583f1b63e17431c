"""group.before_create, before_join, before_invite: the moderator is asked first (rows 45, 52, 53, 62)."""

from collections.abc import Iterator

import pytest

from accounts.models import Account, App
from im.groups.models import Group, GroupMember, JoinRequest
from im.moderation import counting
from im.moderation.models import Flagged
from journal.facts import Fact
from tests.client import Client
from tests.im.chat import Room
from tests.im.moderation.words import FILTERS, forbid
from tests.webhooks import moderator as does
from tests.webhooks.moderator import Moderator, ask_it, running

ROW = "/api/im/groups"
DENY = {"action": "deny", "message": "no groups today"}


@pytest.fixture
def moderator(acme: App) -> Iterator[Moderator]:
    names = ("group.before_create", "group.before_join", "group.before_invite")
    with running() as server:
        ask_it(server, acme, *names, fail_open=False)
        yield server


def members(room: Room) -> set[str]:
    there = GroupMember.objects.filter(group=room.group, active=True)
    return set(there.values_list("account__user_id", flat=True))


def test_a_group_is_asked_about_as_it_will_be(
    as_alice: Client, bob: Account, moderator: Moderator, facts: list[Fact]
) -> None:
    wanted = {"groupId": "g1", "name": "One", "members": [{"userId": "bob"}, {"userId": "nobody"}]}
    assert as_alice.post(ROW, wanted).ok
    (asked,) = moderator.asked
    assert asked["type"] == "group.before_create"
    made = next(fact for fact in facts if fact.type == "group.created").data
    times = {name: asked["data"][name] for name in ("createdAt", "updatedAt")}
    assert asked["data"] == {**made, **times}
    assert made["userIds"] == ["alice", "bob"]


def test_an_id_that_is_not_given_is_not_there_yet(as_alice: Client, moderator: Moderator) -> None:
    assert as_alice.post(ROW, {"name": "One"}).ok
    assert "groupId" not in moderator.asked[0]["data"]


def test_a_group_that_is_denied_is_not_made(
    as_alice: Client, moderator: Moderator, facts: list[Fact]
) -> None:
    moderator.answer = DENY
    answer = as_alice.post(ROW, {"groupId": "g1", "name": "One"})
    assert answer.refused(400, "80001")
    assert answer.message == "no groups today"
    assert not Group.objects.exists()
    assert not facts
    moderator.answer = {"action": "allow"}
    assert as_alice.post(ROW, {"groupId": "g1", "name": "One"}).ok  # the id is still free


@pytest.mark.parametrize(("answer", "flagged"), [({"action": "allow"}, ["g1"]), (DENY, [])])
def test_what_is_flagged_is_put_up_for_review_once_and_only_if_it_is_made(
    as_root: Client,
    as_alice: Client,
    moderator: Moderator,
    answer: dict[str, str],
    flagged: list[str],
) -> None:
    forbid(as_root, "broker", action="FLAG")
    moderator.answer = answer
    as_alice.post(ROW, {"groupId": "g1", "name": "broker"})
    assert list(Flagged.objects.values_list("target_id", flat=True)) == flagged


@pytest.mark.parametrize(
    ("action", "answer", "hits"),
    [("FLAG", {"action": "allow"}, 1), ("FLAG", DENY, 0), ("BLOCK", {"action": "allow"}, 1)],
    ids=["made", "denied", "blocked"],
)
def test_hits_in_its_words_are_counted_once_and_only_if_something_comes_of_them(
    as_root: Client,
    as_alice: Client,
    moderator: Moderator,
    action: str,
    answer: dict[str, str],
    hits: int,
) -> None:
    counting.flush()
    forbid(as_root, "broker", action=action)
    moderator.answer = answer
    as_alice.post(ROW, {"groupId": "g1", "name": "broker"})
    counting.flush()
    (row,) = as_root.get(FILTERS).items
    assert row["hitCount"] == hits


def test_a_group_that_cannot_be_is_not_asked_about(
    as_alice: Client, as_server: Client, moderator: Moderator
) -> None:
    assert as_alice.post(ROW, {"name": "One", "maxMembers": 10_000}).refused(403)
    assert as_alice.post(ROW, {"name": ""}).refused(400)
    assert as_server.post(ROW, {"name": "One", "ownerId": "nobody"}).refused(404, "70107")
    assert not moderator.asked
    assert as_server.post(ROW, {"name": "One", "ownerId": "alice"}).ok
    assert moderator.asked[0]["data"]["operatorId"] == "server"


def test_a_repeat_with_its_key_asks_nobody(
    transactional_db: None, as_alice: Client, moderator: Moderator
) -> None:
    for _ in range(2):
        assert as_alice.call("POST", ROW, body={"name": "One"}, headers={"Idempotency-Key": "once"}).ok
    assert len(moderator.asked) == 1


@pytest.mark.parametrize("option", ["FREE", "NEED_APPROVAL"])
def test_who_wants_to_join_is_asked_about(
    as_erin: Client, club: Room, moderator: Moderator, facts: list[Fact], option: str
) -> None:
    club.change(visibility="PUBLIC", join_option=option)
    wish = {"message": "please", "source": "search"}
    moderator.answer = DENY
    assert as_erin.post(f"{ROW}/club/join-requests", wish).refused(400, "80001")
    assert not JoinRequest.objects.exists()
    assert "erin" not in members(club)
    moderator.answer = {"action": "allow"}
    assert as_erin.post(f"{ROW}/club/join-requests", wish).ok
    asked = moderator.asked[-1]
    assert asked["type"] == "group.before_join"
    data = asked["data"]
    assert (data["groupId"], data["userIds"], data["userId"]) == ("club", ["erin"], "erin")
    assert (data["message"], data["source"], data["operatorId"]) == ("please", "search", "erin")
    requested = [fact.data for fact in facts if fact.type == "group.join_requested"]
    for told in requested:
        assert data.keys() == told.keys() - {"requestId"}
    assert bool(requested) is (option == "NEED_APPROVAL")


def test_an_open_request_and_one_that_cannot_be_are_not_asked_about(
    as_erin: Client, as_bob: Client, club: Room, moderator: Moderator
) -> None:
    assert as_erin.post(f"{ROW}/club/join-requests", {}).refused(404)  # private
    club.open()
    assert as_bob.post(f"{ROW}/club/join-requests", {}).refused(400, "10013")
    assert not moderator.asked
    first = as_erin.post(f"{ROW}/club/join-requests", {})
    assert as_erin.post(f"{ROW}/club/join-requests", {}).data == first.data
    assert len(moderator.asked) == 1


@pytest.mark.parametrize("path", ["members", "members/batch"])
def test_all_who_are_called_in_are_one_question(
    as_alice: Client, club: Room, erin: Account, mallory: Account, moderator: Moderator, path: str
) -> None:
    named = {"userIds": ["erin", "bob", "nobody", "mallory"]}
    moderator.answer = DENY
    answer = as_alice.post(f"{ROW}/club/{path}", named)
    results = [(item["userId"], item["result"], item["status"]) for item in answer.data["results"]]
    assert results == [
        ("erin", "FAILED", "80001"),
        ("bob", "ALREADY", "0"),
        ("nobody", "FAILED", "70107"),
        ("mallory", "FAILED", "80001"),
    ]
    assert answer.data["results"][0]["message"] == "no groups today"
    assert members(club) == {"alice", "bob", "carol"}
    (asked,) = moderator.asked
    assert asked["type"] == "group.before_invite"
    assert asked["data"] == {
        "groupId": "club",
        "operatorId": "alice",
        "userIds": ["erin", "mallory"],
        "memberCount": 3,
        "inviteReason": "",
    }
    moderator.answer = {"action": "allow"}
    assert as_alice.post(f"{ROW}/club/{path}", named).data["success"] == 3
    assert members(club) == {"alice", "bob", "carol", "erin", "mallory"}


def test_only_those_denied_need_no_further_look(
    as_alice: Client, club: Room, erin: Account, moderator: Moderator
) -> None:
    moderator.answer = DENY
    answer = as_alice.post(f"{ROW}/club/members", {"userId": "erin"})
    assert [item["status"] for item in answer.data["results"]] == ["80001"]


def test_who_adds_himself_joins(as_erin: Client, club: Room, moderator: Moderator) -> None:
    club.change(visibility="PUBLIC", join_option="FREE")
    moderator.answer = DENY
    answer = as_erin.post(f"{ROW}/club/members", {"userId": "erin"})
    assert [item["status"] for item in answer.data["results"]] == ["80001"]
    assert moderator.asked[0]["type"] == "group.before_join"
    assert "erin" not in members(club)


def test_who_may_not_call_anybody_in_is_refused_first(
    as_bob: Client, as_alice: Client, club: Room, erin: Account, moderator: Moderator
) -> None:
    assert as_bob.post(f"{ROW}/club/members", {"userId": "erin"}).refused(403, "10007")
    assert as_alice.post(f"{ROW}/club/members", {"userId": "bob"}).ok  # is there already
    assert not moderator.asked


def test_without_its_answer_the_policy_holds(
    as_alice: Client, club: Room, erin: Account, moderator: Moderator
) -> None:
    moderator.answer = does.fails
    answer = as_alice.post(f"{ROW}/club/members", {"userId": "erin"})
    assert [item["message"] for item in answer.data["results"]] == ["moderator unavailable"]
    assert as_alice.post(ROW, {"name": "One"}).refused(400, "80001")
