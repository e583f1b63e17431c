"""GET /api/im/admin/groups/{groupId}/owner (row 73)."""

from accounts.models import Account
from tests.client import Client
from tests.im.groups.steps import dismiss, make

OWNER = "/api/im/admin/groups/team/owner"


def test_it_says_who_owns_the_group(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account
) -> None:
    make(alice)
    for client in (as_root, as_server, as_operator):
        assert client.get(OWNER).data == {
            "groupId": "team",
            "ownerId": "alice",
            "nickname": "Alice",
            "avatar": "",
        }


def test_a_dismissed_or_another_apps_group_is_not_there(
    as_root: Client, alice: Account, dave: Account
) -> None:
    dismiss(make(alice))
    make(dave, group_id="daves")
    assert as_root.get(OWNER).refused(404, "10010")
    assert as_root.get("/api/im/admin/groups/daves/owner").refused(404, "10010")


def test_it_is_for_administrators(as_alice: Client, alice: Account) -> None:
    make(alice)
    assert as_alice.get(OWNER).refused(403, "60010")
