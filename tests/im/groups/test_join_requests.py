"""GET /api/im/groups/{groupId}/join-requests (row 63)."""

from typing import Any

import pytest

from accounts.models import Account
from im.groups.models import Group, JoinRequest
from tests.client import Client
from tests.im.groups.membership import MEMBERS, REQUESTS, crowd, options


@pytest.fixture
def asked(team: Group, as_erin: Client, as_mallory: Client) -> list[str]:
    """erin, then mallory."""
    options(visibility="PUBLIC")
    return [client.post(REQUESTS, {"message": "hi"}).data["requestId"] for client in (as_erin, as_mallory)]


def ids(client: Client, **query: Any) -> list[str]:
    return [item["requestId"] for item in client.get(REQUESTS, **query).items]


def test_managers_see_all_newest_first(as_alice: Client, as_bob: Client, asked: list[str]) -> None:
    assert ids(as_alice) == ids(as_bob) == asked[::-1]
    shown = as_bob.get(REQUESTS).items[1]
    assert isinstance(shown.pop("createdAt"), int)
    assert shown == {
        "requestId": asked[0],
        "userId": "erin",
        "nickname": "Erin",
        "avatar": "",
        "inviterId": None,
        "message": "hi",
        "source": "",
        "status": "PENDING",
        "handlerId": None,
        "handleMessage": "",
        "handledAt": None,
    }


def test_by_status_and_page(as_bob: Client, asked: list[str]) -> None:
    as_bob.post(f"{REQUESTS}/{asked[0]}/reject")
    assert ids(as_bob, status="PENDING") == asked[1:]
    assert ids(as_bob, status="REJECTED") == asked[:1]
    assert ids(as_bob, status="ACCEPTED") == []
    assert ids(as_bob) == asked[::-1]
    page = as_bob.get(REQUESTS, page=2, size=1)
    assert (page.data["total"], page.data["hasMore"], page.items[0]["requestId"]) == (2, False, asked[0])
    for query in ({"status": "OPEN"}, {"size": 101}, {"page": 0}):
        assert as_bob.get(REQUESTS, **query).refused(400, "10004", next(iter(query)))


def test_an_applicant_sees_his_own(as_erin: Client, asked: list[str]) -> None:
    assert ids(as_erin) == asked[:1]
    assert ids(as_erin, status="ACCEPTED") == []
    options(visibility="PRIVATE")
    assert as_erin.get(REQUESTS).refused(404, "10010")


def test_others_see_none(
    as_carol: Client, as_root: Client, sign_in: Any, alice: Account, asked: None
) -> None:
    assert as_carol.get(REQUESTS).refused(403, "10007")
    (peer,) = crowd(alice, 1)
    assert sign_in(peer).get(REQUESTS).refused(403, "10007")
    assert as_root.get(REQUESTS).data["total"] == 2


def test_trusted_callers_see_all(as_server: Client, as_operator: Client, asked: list[str]) -> None:
    assert ids(as_server) == ids(as_operator, actAs="erin") == asked[::-1]


def test_who_was_invited_comes_with_his_inviter(as_carol: Client, as_bob: Client, asked: list[str]) -> None:
    options(invite_option="MEMBERS")
    JoinRequest.objects.all().delete()
    as_carol.post(MEMBERS, {"userId": "erin"})
    assert as_bob.get(REQUESTS).items[0]["inviterId"] == "carol"


@pytest.mark.parametrize("count", [10, 1000])
def test_long_lists_cost_no_more_statements(
    as_bob: Client, alice: Account, team: Group, count: int, django_assert_max_num_queries: Any
) -> None:
    peers = crowd(alice, count)
    JoinRequest.objects.bulk_create(
        JoinRequest(app=alice.app, group=team, account=peer, inviter=alice) for peer in peers
    )
    with django_assert_max_num_queries(5):
        assert as_bob.get(REQUESTS, size=100).data["total"] == count
