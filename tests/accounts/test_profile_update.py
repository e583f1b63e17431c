"""Row 6, PUT /api/im/accounts/{userId}."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Account, Session
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client

ALICE = "/api/im/accounts/alice"
FULL: dict[str, Any] = {
    "nickname": "Алиса 爱丽丝",
    "avatar": "https://example.com/a.png",
    "gender": 2,
    "birthday": 20000229,
    "location": "北京",
    "signature": "two\nlines",
    "language": "zh-Hans-CN",
    "allowType": "NEED_CONFIRM",
    "custom": {"dept": "R&D", "empty": ""},
}
BLANK = {
    "nickname": "",
    "avatar": "",
    "gender": 0,
    "birthday": None,
    "location": "",
    "signature": "",
    "language": "",
    "allowType": "ALLOW_ANY",
    "custom": {},
}


def test_one_may_set_ones_own_profile(as_alice: Client) -> None:
    answer = as_alice.put(ALICE, FULL)
    assert answer.ok
    assert {key: answer.data[key] for key in FULL} == FULL
    assert as_alice.get(ALICE).data == answer.data


def test_what_is_not_named_stays(as_alice: Client) -> None:
    as_alice.put(ALICE, FULL)
    answer = as_alice.put(ALICE, {"gender": 1})
    assert {key: answer.data[key] for key in FULL} == {**FULL, "gender": 1}


def test_null_resets(as_alice: Client) -> None:
    as_alice.put(ALICE, FULL)
    answer = as_alice.put(ALICE, dict.fromkeys(FULL))
    assert {key: answer.data[key] for key in BLANK} == BLANK


def test_custom_is_replaced_as_a_whole(as_alice: Client) -> None:
    as_alice.put(ALICE, {"custom": {"a": "1", "b": "2"}})
    assert as_alice.put(ALICE, {"custom": {"c": "3"}}).data["custom"] == {"c": "3"}


LIMITS = [
    ("nickname", "x" * 64, "x" * 65),
    ("nickname", "爱" * 64, "爱" * 65),
    ("avatar", "x" * 500, "x" * 501),
    ("gender", 2, 3),
    ("gender", 0, -1),
    ("birthday", 19000101, 19000100),
    ("birthday", 20240229, 20230229),
    ("birthday", 10101, 0),
    ("location", "x" * 64, "x" * 65),
    ("signature", "爱" * 500, "x" * 501),
    ("language", "x" * 35, "x" * 36),
    ("custom", {f"k{i}": "" for i in range(20)}, {f"k{i}": "" for i in range(21)}),
    ("custom", {"k" * 32: ""}, {"k" * 33: ""}),
    ("custom", {"爱" * 10: ""}, {"爱" * 11: ""}),
    ("custom", {"k": "x" * 500}, {"k": "x" * 501}),
    ("custom", {"k": "爱" * 166}, {"k": "爱" * 167}),
]


@pytest.mark.parametrize(("field", "good", "bad"), LIMITS)
def test_limits_hold_at_the_edge(as_alice: Client, field: str, good: Any, bad: Any) -> None:
    answer = as_alice.put(ALICE, {field: good})
    assert answer.ok
    assert answer.data[field] == good
    refused = as_alice.put(ALICE, {field: bad})
    assert refused.code == 400
    assert refused.data["errors"][0]["field"].startswith(field)


WRONG = [
    ("nickname", 1),
    ("nickname", "a\nb"),
    ("avatar", ["x"]),
    ("gender", "1"),
    ("gender", True),
    ("birthday", "20000101"),
    ("birthday", 20001301),
    ("birthday", 2**62),
    ("birthday", -20000101),
    ("allowType", "allow_any"),
    ("custom", []),
    ("custom", {"k": 1}),
    ("custom", {"k": None}),
    ("custom", {"": "x"}),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_wrong_types_are_refused(as_alice: Client, facts: list[Fact], field: str, value: Any) -> None:
    assert as_alice.put(ALICE, {"location": "changed", field: value}).code == 400
    assert as_alice.get(ALICE).data["location"] == ""
    assert not facts


def test_unknown_fields_are_ignored(as_alice: Client) -> None:
    answer = as_alice.put(ALICE, {"userId": "bob", "createdAt": 1, "online": True, "whatever": {}})
    assert answer.ok
    assert answer.data["userId"] == "alice"


def test_the_administrators_fields_are_not_ones_own(as_alice: Client) -> None:
    for field, value in {"admin": True, "status": "DISABLED", "level": 1, "role": 1}.items():
        assert as_alice.put(ALICE, {"nickname": "changed", field: value}).refused(403, "60010"), field
    assert as_alice.get(ALICE).data["nickname"] == "Alice"


def test_another_account_is_none_of_ones_business(as_alice: Client, bob: Account) -> None:
    assert as_alice.put("/api/im/accounts/bob", {"nickname": "x"}).refused(403, "60010")
    assert as_alice.put("/api/im/accounts/nobody", {"nickname": "x"}).refused(403, "60010")


def test_administrators_may_set_everything_of_everybody(
    as_root: Client, as_server: Client, as_operator: Client, alice: Account
) -> None:
    for level, client in enumerate((as_root, as_server, as_operator), start=1):
        answer = client.put(
            ALICE, {"level": level, "role": 2**31 - 1, "admin": True, "nickname": f"n{level}"}
        )
        assert answer.ok
        assert (answer.data["level"], answer.data["admin"]) == (level, True)
    assert as_root.put(ALICE, {"level": 2**31}).refused(400, "10004", "level")
    assert as_root.put("/api/im/accounts/nobody", {}).refused(404, "70107")
    roles = (
        Operation.objects.filter(action="ACCOUNT_UPDATE")
        .order_by("id")
        .values_list("operator_role", flat=True)
    )
    assert list(roles) == ["A", "S", "T"]


def test_the_log_says_what_changed_from_what_to_what(as_root: Client, alice: Account) -> None:
    assert as_root.put(ALICE, {"nickname": "Al", "level": 0, "custom": {"a": "b"}}).ok
    assert Operation.objects.get(action="ACCOUNT_UPDATE").detail == {
        "userId": "alice",
        "changed": {"nickname": {"from": "Alice", "to": "Al"}, "custom": {"from": {}, "to": {"a": "b"}}},
    }


def test_ones_own_changes_are_not_logged(as_alice: Client) -> None:
    assert as_alice.put(ALICE, FULL).ok
    assert not Operation.objects.exists()


def test_ones_own_devices_and_the_webhooks_hear_of_it(as_alice: Client, facts: list[Fact]) -> None:
    answer = as_alice.put(ALICE, {"nickname": "Ally"})
    (fact,) = facts
    assert (fact.type, fact.audience.users) == ("account.updated", ("alice",))
    assert fact.data == {**{k: v for k, v in answer.data.items() if k != "online"}, "operatorId": "alice"}


def test_what_changes_nothing_is_not_told(as_alice: Client, facts: list[Fact]) -> None:
    before = as_alice.get(ALICE).data
    assert as_alice.put(ALICE, {"nickname": "Alice", "gender": 0}).data == before
    assert as_alice.put(ALICE, {}).ok
    assert not facts


def test_disabling_ends_all_sessions(
    as_root: Client, alice: Account, as_bob: Client, sign_in: Callable[..., Client]
) -> None:
    phone, desk = sign_in(alice, platform="IOS"), sign_in(alice, platform="MAC")
    assert as_root.put(ALICE, {"status": "DISABLED"}).data["status"] == "DISABLED"
    assert phone.get(ALICE).refused(401, "70052")
    assert desk.get(ALICE).refused(401, "70052")
    assert as_bob.get(ALICE).ok
    assert set(Session.objects.exclude(ended_at=None).values_list("end_reason", flat=True)) == {"DISABLED"}
    assert as_root.put(ALICE, {"status": None}).data["status"] == "ACTIVE"
    assert phone.get(ALICE).refused(401, "70052")


def test_deleting_is_not_done_by_status(as_root: Client, alice: Account) -> None:
    assert as_root.put(ALICE, {"status": "DELETED"}).refused(400, "10004", "status")


def test_taking_the_admin_flag_away_counts_at_once(as_root: Client, root: Account, as_server: Client) -> None:
    assert as_server.put("/api/im/accounts/root", {"admin": False}).ok
    assert as_root.get("/api/im/admin/settings").refused(403, "60010")
