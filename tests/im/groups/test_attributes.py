"""PUT /api/im/groups/{groupId}/attributes (row 58), and the same at the server's door (row 75)."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from im.groups import rates
from im.groups.models import Group, GroupAttributes
from journal.facts import Fact
from tests.client import Answer, Client
from tests.im.groups.steps import TEAM, dismiss, logged, make, shown, told

ATTRIBUTES = f"{TEAM}/attributes"
AT_SERVER = "/api/im/admin/groups/team/attributes"
EMOJI = "🙂"  # four bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unhurried(settings: Settings, request: pytest.FixtureRequest) -> None:
    """But for those tests that are about the rate."""
    settings.LIMITS_OFF = "rate" not in request.node.name


def put(client: Client, values: Any, **more: Any) -> Answer:
    return client.put(ATTRIBUTES, {"attributes": values, **more})


def test_they_are_merged(as_alice: Client, alice: Account) -> None:
    make(alice)
    assert put(as_alice, {"a": "1", "b": "2"}).data == {"attributes": {"a": "1", "b": "2"}, "version": 1}
    assert put(as_alice, {"b": "", "c": "3"}, mode="MERGE").data == {
        "attributes": {"a": "1", "b": "", "c": "3"},
        "version": 2,
    }
    group = shown(as_alice)
    assert (group["attributes"], group["attributesVersion"]) == ({"a": "1", "b": "", "c": "3"}, 2)


def test_or_reset(as_alice: Client, alice: Account) -> None:
    make(alice)
    put(as_alice, {"a": "1", "b": "2"})
    assert put(as_alice, {"b": "3"}, mode="RESET").data == {"attributes": {"b": "3"}, "version": 2}
    assert put(as_alice, {}, mode="RESET").data == {"attributes": {}, "version": 3}
    assert put(as_alice, {}).refused(400, "10004", "attributes")


def test_members_hear_what_changed(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    make(alice)
    put(as_alice, {"a": "1", "b": "2", "c": "3"})
    put(as_alice, {"b": "2", "c": "4", "d": "5"}, mode="RESET")
    first, second = told(facts, "group.attributes_changed")
    assert first.data["changed"] == {"a": "1", "b": "2", "c": "3"}
    assert second.data == {
        "groupId": "team",
        "operatorId": "alice",
        "userIds": [],
        "changed": {"c": "4", "d": "5"},
        "removed": ["a"],
        "version": 2,
    }


def test_every_write_counts(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    make(alice)
    assert [put(as_alice, {"a": "1"}).data["version"] for _ in range(3)] == [1, 2, 3]
    assert [fact.data["changed"] for fact in told(facts, "group.attributes_changed")] == [{"a": "1"}, {}, {}]


def test_a_version_that_has_passed_is_refused(as_alice: Client, alice: Account) -> None:
    make(alice)
    assert put(as_alice, {"a": "1"}, version=1).refused(400, "10056")
    assert put(as_alice, {"a": "1"}, version=0).data["version"] == 1
    assert put(as_alice, {"a": "2"}, version=0).refused(400, "10056")
    assert put(as_alice, {"a": "2"}, version=1).data == {"attributes": {"a": "2"}, "version": 2}


def test_who_may(
    as_alice: Client,
    as_bob: Client,
    as_carol: Client,
    as_erin: Client,
    alice: Account,
    bob: Account,
    carol: Account,
) -> None:
    group = make(alice, carol, admins=[bob], visibility="PUBLIC")
    for client in (as_alice, as_bob):
        assert put(client, {"a": "1"}).ok
    for client in (as_carol, as_erin):
        assert put(client, {"a": "1"}).refused(403, "10007")
    Group.objects.filter(pk=group.pk).update(attribute_option="MEMBERS", visibility="PRIVATE")
    assert put(as_carol, {"a": "1"}).ok
    assert put(as_erin, {"a": "1"}).refused(404, "10010")


def test_it_is_logged(
    as_alice: Client, as_bob: Client, as_server: Client, alice: Account, bob: Account
) -> None:
    make(alice, bob, attributeOption="MEMBERS")
    put(as_alice, {"a": "secret"})
    put(as_server, {"b": "2"}, mode="RESET")
    put(as_bob, {"c": "3"})
    entries = logged("GROUP_SET_ATTRIBUTES")
    assert [row.operator_role for row in entries] == ["OWNER", "S", "MEMBER"]
    assert entries[1].detail == {"keys": ["b"], "removed": ["a"], "version": 2}


GOOD: dict[str, Any] = {
    "sixteen": {f"k{n}": "" for n in range(16)},
    "key of 32 bytes": {EMOJI * 8: "1"},
    "value of 4,000 bytes": {"a": EMOJI * 1_000},
    "16,384 bytes": {"a": "x" * 4_000, "b": "x" * 4_000, "c": "x" * 4_000, "d": "x" * 4_000, "e": "x" * 379},
    "control characters": {"a\n": "b\tc"},
}
BAD: dict[str, Any] = {
    "seventeen": ({f"k{n}": "" for n in range(17)}, "10047"),
    "key of 33 bytes": ({EMOJI * 8 + "a": "1"}, "10045"),
    "empty key": ({"": "1"}, "10045"),
    "value of 4,001 bytes": ({"a": EMOJI * 1_000 + "a"}, "10046"),
    "16,385 bytes": (
        {"a": "x" * 4_000, "b": "x" * 4_000, "c": "x" * 4_000, "d": "x" * 4_000, "e": "x" * 380},
        "10048",
    ),
    "number": ({"a": 1}, "10004"),
    "null": ({"a": None}, "10004"),
    "object": ({"a": {}}, "10004"),
    "list": ([], "10004"),
    "nothing": (None, "10004"),
    "word": ("a", "10004"),
}


@pytest.mark.parametrize("values", GOOD.values(), ids=GOOD.keys())
def test_it_takes(as_alice: Client, alice: Account, values: dict[str, str]) -> None:
    make(alice)
    assert put(as_alice, values).data["attributes"] == values


@pytest.mark.parametrize(("values", "code"), BAD.values(), ids=BAD.keys())
def test_it_refuses(as_alice: Client, alice: Account, values: Any, code: str) -> None:
    make(alice)
    assert put(as_alice, values).refused(400, code)
    assert put(as_alice, {"a": "1"}, mode="ADD").refused(400, "10004", "mode")
    assert put(as_alice, {"a": "1"}, version=-1).refused(400, "10004", "version")
    assert not GroupAttributes.objects.exists()


def test_what_is_there_counts_too(as_alice: Client, alice: Account) -> None:
    make(alice)
    put(as_alice, {f"k{n}": "" for n in range(15)})
    assert put(as_alice, {"k0": "1", "a": "", "b": ""}).refused(400, "10047")
    assert put(as_alice, {"k0": "1", "a": ""}).data["version"] == 2
    for key in ("k1", "k2", "k3", "k4"):
        assert put(as_alice, {key: "x" * 4_000}).ok
    assert put(as_alice, {"k5": "x" * 4_000}).refused(400, "10048")
    assert put(as_alice, {"k5": "x" * 4_000, "k4": ""}).ok


def test_their_rate_is_the_groups(
    as_alice: Client,
    as_root: Client,
    as_bob: Client,
    alice: Account,
    bob: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rates, "RATE", 0.01)  # no token comes back while we look
    make(alice, bob)
    make(alice, group_id="other")
    assert put(as_bob, {"a": "1"}).refused(403, "10007")  # takes nothing from it
    assert [put(client, {"a": "1"}).ok for client in (as_alice, as_root) * 3] == [*[True] * 5, False]
    late = put(as_alice, {"a": "1"})
    assert late.refused(429, "10049")
    assert int(late.headers["Retry-After"]) in range(50, 101)
    assert as_root.post(f"{ATTRIBUTES}/delete", {}).refused(429, "10049")
    assert as_root.put(AT_SERVER, {"attributes": {"a": "1"}}).refused(429, "10049")
    assert as_root.put("/api/im/groups/other/attributes", {"attributes": {"a": "1"}}).ok


def test_a_dismissed_group_has_none_to_write(as_alice: Client, alice: Account) -> None:
    dismiss(make(alice))
    assert put(as_alice, {"a": "1"}).refused(404, "10010")


def test_at_the_servers_door(as_root: Client, as_server: Client, as_operator: Client, alice: Account) -> None:
    make(alice)
    for n, client in enumerate((as_root, as_server, as_operator)):
        answer = client.put(AT_SERVER, {"attributes": {f"k{n}": "v"}})
        assert answer.data["version"] == n + 1
    assert shown(as_root)["attributes"] == {"k0": "v", "k1": "v", "k2": "v"}
    assert [row.operator_role for row in logged("GROUP_SET_ATTRIBUTES")] == ["A", "S", "T"]


def test_which_is_shut_to_owners(as_alice: Client, alice: Account) -> None:
    make(alice)
    assert as_alice.put(AT_SERVER, {"attributes": {"a": "b"}}).refused(403, "60010")
