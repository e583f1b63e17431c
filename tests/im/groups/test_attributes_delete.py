"""POST /api/im/groups/{groupId}/attributes/delete (row 59), and the same at the server's door (row 76)."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.groups.steps import TEAM, dismiss, logged, make, shown, told

DELETE = f"{TEAM}/attributes/delete"
AT_SERVER = "/api/im/admin/groups/team/attributes/delete"


@pytest.fixture(autouse=True)
def _unhurried(settings: Settings) -> None:
    settings.LIMITS_OFF = True


def kept(client: Client) -> None:
    """The group team has three attributes."""
    assert client.put(f"{TEAM}/attributes", {"attributes": {"a": "1", "b": "2", "c": "3"}}).ok


def remove(client: Client, **body: Any) -> Answer:
    return client.post(DELETE, body)


def test_those_named_are_gone(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    make(alice)
    kept(as_alice)
    assert remove(as_alice, keys=["a", "c", "never", "a"]).data == {"attributes": {"b": "2"}, "version": 2}
    fact = told(facts, "group.attributes_changed")[-1]
    assert (fact.data["changed"], fact.data["removed"], fact.data["version"]) == ({}, ["a", "c"], 2)
    (entry,) = logged("GROUP_DELETE_ATTRIBUTES")
    assert (entry.operator_role, entry.detail) == ("OWNER", {"keys": [], "removed": ["a", "c"], "version": 2})


def test_none_named_is_all(as_alice: Client, alice: Account) -> None:
    make(alice)
    kept(as_alice)
    assert remove(as_alice).data == {"attributes": {}, "version": 2}
    assert shown(as_alice)["attributesVersion"] == 2


@pytest.mark.parametrize("keys", [[], None, "a", {"a": 1}, [1], [None], [f"k{n}" for n in range(17)]])
def test_but_an_empty_list_is_refused(as_alice: Client, alice: Account, keys: Any) -> None:
    make(alice)
    kept(as_alice)
    assert remove(as_alice, keys=keys).code == 400
    assert shown(as_alice)["attributesVersion"] == 1


def test_a_version_that_has_passed_is_refused(as_alice: Client, alice: Account) -> None:
    make(alice)
    kept(as_alice)
    assert remove(as_alice, version=0).refused(400, "10056")
    assert remove(as_alice, version=1).data["version"] == 2


def test_who_may(
    as_bob: Client,
    as_carol: Client,
    as_erin: Client,
    as_alice: Client,
    alice: Account,
    bob: Account,
    carol: Account,
) -> None:
    make(alice, carol, admins=[bob])
    kept(as_bob)
    assert remove(as_bob, keys=["a"]).ok
    assert remove(as_carol, keys=["b"]).refused(403, "10007")
    assert remove(as_erin, keys=["b"]).refused(404, "10010")
    assert as_alice.put(TEAM, {"attributeOption": "MEMBERS"}).ok
    assert remove(as_carol, keys=["b"]).ok


def test_a_dismissed_group_has_none(as_alice: Client, alice: Account) -> None:
    dismiss(make(alice))
    assert remove(as_alice).refused(404, "10010")


def test_at_the_servers_door(
    as_root: Client, as_server: Client, as_operator: Client, as_alice: Client, alice: Account
) -> None:
    make(alice)
    kept(as_root)
    for client, key in ((as_root, "a"), (as_server, "b"), (as_operator, "c")):
        assert client.post(AT_SERVER, {"keys": [key]}).ok
    assert shown(as_root)["attributes"] == {}
    assert [row.operator_role for row in logged("GROUP_DELETE_ATTRIBUTES")] == ["A", "S", "T"]
    assert as_alice.post(AT_SERVER, {}).refused(403, "60010")
