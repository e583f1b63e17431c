"""GET /api/im/groups/{groupId}/members (row 49)."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account, App
from config.api.paging import cursor_of
from config.clock import EPOCH, MILLISECOND, now_ms
from im.conversations.models import Member
from im.groups.models import Group, GroupMember
from tests.client import Answer, Client
from tests.im.groups.steps import TEAM, crowd, dismiss, fill, make, statements

MEMBERS = f"{TEAM}/members"


def names(answer: Answer) -> list[str]:
    return [member["userId"] for member in answer.items]


def test_members_see_who_is_in_it(as_bob: Client, alice: Account, bob: Account, carol: Account) -> None:
    make(alice, carol, admins=[bob])
    answer = as_bob.get(MEMBERS)
    assert (answer.data["total"], answer.data["nextCursor"], answer.data["hasMore"]) == (3, None, False)
    member = answer.items[0]
    assert member.pop("joinTime") > 0
    assert member == {
        "userId": "alice",
        "nickname": "Alice",
        "avatar": "",
        "nameCard": "",
        "role": "OWNER",
        "muteUntil": 0,
        "lastSpeakTime": None,
        "msgFlag": "AcceptAndNotify",
        "custom": {},
    }
    assert {row["userId"]: row["role"] for row in answer.items} == {
        "alice": "OWNER",
        "bob": "ADMIN",
        "carol": "MEMBER",
    }


def test_it_says_how_each_one_is(as_alice: Client, as_bob: Client, alice: Account, bob: Account) -> None:
    make(alice, bob)
    GroupMember.objects.filter(account=bob).update(name_card="Bobby", muted_until=1, custom={"seat": "4"})
    talk = Member.objects.filter(account=bob, target_id="team")
    talk.update(spoke_at=EPOCH + 5 * MILLISECOND)
    assert as_bob.put("/api/im/conversations/team/muted", {"muted": True}).ok
    bobby = as_alice.get(MEMBERS).items[1]
    assert (bobby["nameCard"], bobby["muteUntil"], bobby["custom"]) == ("Bobby", 0, {"seat": "4"})
    assert (bobby["lastSpeakTime"], bobby["msgFlag"]) == (5, "AcceptNotNotify")


def test_who_left_is_not_among_them(as_alice: Client, alice: Account, bob: Account) -> None:
    make(alice, bob)
    GroupMember.objects.filter(account=bob).update(active=False)
    assert names(as_alice.get(MEMBERS)) == ["alice"]


def test_it_is_a_feed_in_the_order_they_came(as_alice: Client, alice: Account, acme: App) -> None:
    fill(make(alice), crowd(acme, 6))
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    for more in (True, True, False):
        answer = as_alice.get(MEMBERS, limit=3, **cursor)
        assert (answer.data["hasMore"], answer.data["total"]) == (more, 7)
        seen += names(answer)
        cursor = {"cursor": answer.data["nextCursor"]}
    assert seen == ["alice", "peer0", "peer1", "peer2", "peer3", "peer4", "peer5"]


def test_those_who_came_at_once_are_each_there_once(as_alice: Client, alice: Account, acme: App) -> None:
    make(alice, *crowd(acme, 9))
    first = as_alice.get(MEMBERS, limit=5)
    rest = as_alice.get(MEMBERS, limit=5, cursor=first.data["nextCursor"])
    assert len({*names(first), *names(rest)}) == 10
    assert (rest.data["hasMore"], rest.data["nextCursor"]) == (False, None)


def test_a_page_has_a_hundred_unless_told(as_alice: Client, alice: Account, acme: App) -> None:
    fill(make(alice), crowd(acme, 250))
    assert len(as_alice.get(MEMBERS).items) == 100
    assert len(as_alice.get(MEMBERS, limit=200).items) == 200


def test_it_is_filtered_by_role(as_alice: Client, alice: Account, bob: Account, carol: Account) -> None:
    make(alice, carol, admins=[bob])
    for role, who in (("OWNER", "alice"), ("ADMIN", "bob"), ("MEMBER", "carol")):
        answer = as_alice.get(MEMBERS, role=role)
        assert (names(answer), answer.data["total"]) == ([who], 1)


def test_it_is_filtered_by_who_is_muted(
    as_alice: Client, alice: Account, bob: Account, carol: Account, erin: Account
) -> None:
    make(alice, bob, carol, erin)
    for account, until in ((bob, -1), (carol, now_ms() + 60_000), (erin, now_ms() - 1)):
        GroupMember.objects.filter(account=account).update(muted_until=until)
    assert set(names(as_alice.get(MEMBERS, muted=True))) == {"bob", "carol"}
    others = as_alice.get(MEMBERS, muted=False)
    assert (set(names(others)), others.data["total"]) == ({"alice", "erin"}, 2)


def test_who_is_no_member_does_not_see_them(as_erin: Client, alice: Account) -> None:
    group = make(alice, visibility="PUBLIC")
    assert as_erin.get(MEMBERS).refused(403, "10007")
    Group.objects.filter(pk=group.pk).update(visibility="PRIVATE")
    assert as_erin.get(MEMBERS).refused(404, "10010")


def test_administrators_see_them(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account
) -> None:
    make(alice)
    for client in (as_root, as_server, as_operator):
        assert names(client.get(MEMBERS)) == ["alice"]


def test_a_dismissed_group_has_none_to_show(as_alice: Client, as_root: Client, alice: Account) -> None:
    dismiss(make(alice))
    for client in (as_alice, as_root):
        assert client.get(MEMBERS).refused(404, "10010")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", 201),
        ("limit", 0),
        ("role", "GUEST"),
        ("muted", "maybe"),
        ("cursor", "nonsense"),
        ("cursor", cursor_of("a", 1)),
        ("cursor", cursor_of(None, 1)),
        ("cursor", cursor_of(1, None)),
        ("cursor", cursor_of(-1, 1)),
        ("cursor", cursor_of(2**63 - 1, 1)),
        ("cursor", cursor_of(1)),
    ],
)
def test_it_refuses(as_alice: Client, alice: Account, name: str, value: Any) -> None:
    make(alice)
    assert as_alice.get(MEMBERS, **{name: value}).refused(400, "10004", name)


@pytest.mark.parametrize("query", [{}, {"role": "MEMBER"}, {"muted": False}], ids=["all", "role", "muted"])
def test_its_statements_do_not_grow(
    as_alice: Client, alice: Account, bob: Account, acme: App, query: dict[str, Any]
) -> None:
    group = make(alice, bob)
    few = statements(partial(as_alice.get, MEMBERS, limit=200, **query))
    fill(group, crowd(acme, 1_000))
    assert statements(partial(as_alice.get, MEMBERS, limit=200, **query)) == few
