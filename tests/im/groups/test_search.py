"""GET /api/im/groups/search (row 47)."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import GroupMember
from tests.client import Client
from tests.im.groups.steps import GROUPS, dismiss, make, many, statements
from tests.im.groups.test_show import BRIEF

SEARCH = f"{GROUPS}/search"


def found(client: Client, keyword: str, **query: Any) -> list[str]:
    return [group["groupId"] for group in client.get(SEARCH, keyword=keyword, **query).items]


def test_one_finds_public_groups_and_ones_own(
    as_bob: Client, alice: Account, bob: Account, dave: Account
) -> None:
    make(alice, group_id="team-open", visibility="PUBLIC")
    make(alice, bob, group_id="team-own")
    make(alice, group_id="team-closed")
    make(alice, bob, group_id="team-left")
    GroupMember.objects.filter(account=bob, group__group_id="team-left").update(active=False)
    dismiss(make(alice, bob, group_id="team-gone"))
    make(dave, group_id="team-daves", visibility="PUBLIC")
    assert set(found(as_bob, "team")) == {"team-open", "team-own"}


def test_administrators_find_all(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account, dave: Account
) -> None:
    make(alice, group_id="team1", visibility="PUBLIC")
    make(alice, group_id="team2")
    make(dave, group_id="team3")
    for client in (as_root, as_server, as_operator):
        assert set(found(client, "team")) == {"team1", "team2"}


def test_it_finds_the_beginning_of_an_id_or_any_part_of_a_name(as_alice: Client, alice: Account) -> None:
    make(alice, group_id="lunch", name="午餐俱乐部 Friday")
    assert found(as_alice, "lu") == found(as_alice, "俱乐") == found(as_alice, "fRIDAY") == ["lunch"]
    assert found(as_alice, "unch") == found(as_alice, "Lu") == found(as_alice, "午乐") == []
    assert found(as_alice, "  lunch ") == ["lunch"]


def test_an_id_of_odd_signs_is_found_literally(as_alice: Client, alice: Account) -> None:
    make(alice, group_id="a_b")
    make(alice, group_id="axb")
    assert found(as_alice, "a_") == ["a_b"]
    assert found(as_alice, "%") == []


def test_it_answers_briefs_in_pages(as_alice: Client, alice: Account) -> None:
    many(alice, 3)
    answer = as_alice.get(SEARCH, keyword="group", size=2)
    assert (answer.data["total"], answer.data["hasMore"]) == (3, True)
    assert answer.items[0].keys() == BRIEF


def test_a_changed_name_is_found_and_the_old_one_is_not(as_alice: Client, alice: Account) -> None:
    make(alice, name="Before")
    assert as_alice.put(f"{GROUPS}/team", {"name": "Later"}).ok
    assert found(as_alice, "later") == ["team"]
    assert found(as_alice, "before") == []


@pytest.mark.parametrize("query", [{}, {"keyword": ""}, {"keyword": "  "}, {"keyword": "k" * 65}])
def test_a_keyword_must_be_given(as_alice: Client, query: dict[str, str]) -> None:
    assert as_alice.get(SEARCH, **query).refused(400, "10004", "keyword")


def test_its_statements_do_not_grow(as_alice: Client, as_root: Client, alice: Account) -> None:
    make(alice, name="A group")
    calls = [partial(client.get, SEARCH, keyword="group", size=100) for client in (as_alice, as_root)]
    few = [statements(call) for call in calls]
    many(alice, 1_000)
    assert [statements(call) for call in calls] == few
