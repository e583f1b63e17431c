"""PUT /api/im/admin/groups/{groupId}/owner (row 74)."""

from typing import Any

import pytest

from accounts.models import Account
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.groups.membership import intact, logged, options, roles, told

pytestmark = pytest.mark.usefixtures("team")


def hand(client: Client, user_id: str, **more: Any) -> Answer:
    return client.put("/api/im/admin/groups/team/owner", {"newOwnerId": user_id, **more})


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_trusted_callers_hand_it_over(request: Any, caller: str) -> None:
    client: Client = request.getfixturevalue(caller)
    answer = hand(client, "bob")
    assert answer.data == {"groupId": "team", "ownerId": "bob", "previousOwnerId": "alice"}
    assert intact()


def test_who_is_no_member_is_added_where_that_is_asked_for(
    as_server: Client, mallory: Account, facts: list[Fact]
) -> None:
    assert hand(as_server, "erin").refused(400, "10004", "newOwnerId")
    assert hand(as_server, "erin", addIfMissing=True).ok
    assert roles() == {"alice": "MEMBER", "bob": "ADMIN", "carol": "MEMBER", "erin": "OWNER"}
    (joined,) = told(facts, "member_joined")
    assert (joined["userIds"], joined["memberCount"]) == (["erin"], 4)
    assert told(facts, "owner_changed")[0]["ownerId"] == "erin"
    assert logged("GROUP_TRANSFER") == [("server", "S", {"ownerId": "erin", "previousOwnerId": "alice"})]
    assert intact()
    options(max_members=4)
    assert hand(as_server, "mallory", addIfMissing=True).refused(400, "10014")
    assert hand(as_server, "bob", addIfMissing=True).ok


def test_who_is_nobody_cannot_be_added(as_server: Client, dave: Account) -> None:
    for user_id in ("nobody", "dave", "platform"):
        assert hand(as_server, user_id, addIfMissing=True).refused(404, "70107")
        assert hand(as_server, user_id).refused(400, "10004", "newOwnerId")


def test_it_is_no_door_for_the_owner(as_alice: Client) -> None:
    assert hand(as_alice, "bob").refused(403, "60010")


def test_no_such_group(as_server: Client) -> None:
    for group_id in ("nogroup", "x" * 48):
        answer = as_server.put(f"/api/im/admin/groups/{group_id}/owner", {"newOwnerId": "bob"})
        assert answer.refused(404, "10010")
    options(status="DISMISSED")
    assert hand(as_server, "bob").refused(404, "10010")
    assert as_server.put("/api/im/admin/groups/team/owner", {}).refused(400, "10004", "newOwnerId")
