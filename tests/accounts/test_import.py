"""Rows 8 and 9, POST /api/im/accounts/import and …/batch."""

from typing import Any

import pytest

from accounts.models import Account, App, Identifier
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client

ONE, MANY = "/api/im/accounts/import", "/api/im/accounts/import/batch"


class TestOne:
    def test_a_new_account_is_created(self, as_root: Client, facts: list[Fact]) -> None:
        body = {
            "userId": "zoe",
            "nickname": "Zoë",
            "avatar": "a",
            "gender": 2,
            "custom": {"k": "v"},
            "admin": True,
        }
        assert as_root.post(ONE, body).data == {"userId": "zoe", "created": True}
        shown = as_root.get("/api/im/accounts/zoe").data
        assert {key: shown[key] for key in body} == body
        (fact,) = facts
        assert fact.type == "account.imported"
        assert [account["userId"] for account in fact.data["accounts"]] == ["zoe"]
        assert fact.data["operatorId"] == "root"
        entry = Operation.objects.get(action="ACCOUNT_IMPORT")
        assert (entry.target_id, entry.detail) == ("zoe", {"userIds": ["zoe"]})

    def test_an_existing_one_gets_the_fields_that_are_sent(self, as_server: Client) -> None:
        as_server.post(ONE, {"userId": "zoe", "nickname": "Zoë", "gender": 2, "admin": True})
        assert as_server.post(ONE, {"userId": "zoe", "nickname": "Z"}).data["created"] is False
        shown = as_server.get("/api/im/accounts/zoe").data
        assert (shown["nickname"], shown["gender"], shown["admin"]) == ("Z", 2, True)

    def test_a_deleted_one_is_revived_empty(self, as_root: Client, alice: Account) -> None:
        as_root.put("/api/im/accounts/alice", {"signature": "mine", "level": 3, "custom": {"k": "v"}})
        as_root.delete("/api/im/accounts/alice")
        assert as_root.post(ONE, {"userId": "alice", "avatar": "new"}).data["created"] is True
        shown = as_root.get("/api/im/accounts/alice").data
        assert (shown["nickname"], shown["signature"], shown["level"], shown["custom"]) == ("", "", 0, {})
        assert (shown["avatar"], shown["status"]) == ("new", "ACTIVE")

    def test_a_disabled_one_stays_disabled(self, as_root: Client, alice: Account) -> None:
        as_root.put("/api/im/accounts/alice", {"status": "DISABLED"})
        assert as_root.post(ONE, {"userId": "alice"}).ok
        assert as_root.get("/api/im/accounts/alice").data["status"] == "DISABLED"

    @pytest.mark.parametrize(
        "user_id",
        ["", "a b", "é", "x" * 65, "platform", "administrator", "search", ".", "..", "@G-x", 5, None, ["a"]],
    )
    def test_it_refuses_ids_that_are_none(self, as_root: Client, user_id: object) -> None:
        assert as_root.post(ONE, {"userId": user_id}).refused(400, "10004", "userId")

    def test_it_refuses_the_id_of_a_group(self, as_root: Client, acme: App, facts: list[Fact]) -> None:
        Identifier.objects.create(app=acme, name="team", kind="GROUP")
        assert as_root.post(ONE, {"userId": "team"}).refused(400, "10004", "userId")
        assert not facts

    @pytest.mark.parametrize(
        "user_id", ["x" * 64, "a", "A.b_c@d-e", "0", "@TGS#".replace("#", "-"), "Search"]
    )
    def test_it_takes_every_id_of_the_alphabet(self, as_root: Client, user_id: str) -> None:
        assert as_root.post(ONE, {"userId": user_id}).data == {"userId": user_id, "created": True}

    def test_users_may_not(self, as_alice: Client) -> None:
        assert as_alice.post(ONE, {"userId": "zoe"}).refused(403, "60010")
        assert as_alice.post(MANY, {"userIds": ["zoe"]}).refused(403, "60010")

    def test_the_same_id_may_live_in_two_apps(self, as_root: Client, dave: Account) -> None:
        assert as_root.post(ONE, {"userId": "dave"}).data["created"] is True


class TestMany:
    def test_each_has_its_own_result_in_order(
        self, as_root: Client, alice: Account, acme: App, facts: list[Fact]
    ) -> None:
        Identifier.objects.create(app=acme, name="team", kind="GROUP")
        entries: list[dict[str, Any]] = [
            {"userId": "new-1", "nickname": "One"},
            {"userId": "alice", "nickname": "Ally"},
            {"userId": "a b"},
            {"userId": "team"},
            {"userId": "platform"},
            {"userId": "new-2", "gender": 7},
            {"userId": "new-3"},
        ]
        data = as_root.post(MANY, {"accounts": entries}).data
        assert (data["total"], data["success"], data["failed"]) == (7, 3, 4)
        assert [result["userId"] for result in data["results"]] == [entry["userId"] for entry in entries]
        assert [result["status"] for result in data["results"]] == ["0", "0", *["10004"] * 4, "0"]
        assert [result.get("created") for result in data["results"]] == [True, False, *[None] * 4, True]
        assert data["failAccounts"] == ["a b", "team", "platform", "new-2"]
        assert data["results"][5]["message"].startswith("gender")
        (fact,) = facts
        assert {account["userId"] for account in fact.data["accounts"]} == {"new-1", "alice", "new-3"}
        assert Operation.objects.filter(action="ACCOUNT_IMPORT").count() == 1

    def test_ids_alone_will_do(self, as_root: Client) -> None:
        data = as_root.post(MANY, {"userIds": ["b", "a"]}).data
        assert data["success"] == 2
        assert data["failAccounts"] == []

    def test_repeats_are_one_account(self, as_root: Client) -> None:
        entries = [{"userId": "a", "nickname": "first"}, {"userId": "a", "nickname": "last"}]
        data = as_root.post(MANY, {"accounts": entries}).data
        assert [result["status"] for result in data["results"]] == ["0", "0"]
        assert as_root.get("/api/im/accounts/a").data["nickname"] == "last"

    def test_a_hundred_are_not_too_many(self, as_root: Client) -> None:
        assert as_root.post(MANY, {"userIds": [f"u{i}" for i in range(100)]}).data["success"] == 100
        assert as_root.post(MANY, {"userIds": [f"u{i}" for i in range(101)]}).refused(400, "10004", "userIds")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"accounts": []},
            {"userIds": []},
            {"accounts": {}},
            {"accounts": ["a"]},
            {"accounts": [{}]},
            {"accounts": [{"userId": 1}]},
            {"accounts": None},
            {"userIds": [1]},
            {"userIds": "a"},
            {"accounts": [{"userId": "a"}], "userIds": ["b"]},
        ],
    )
    def test_it_refuses_what_is_no_list_of_them(self, as_root: Client, body: dict[str, Any]) -> None:
        assert as_root.post(MANY, body).refused(400, "10004")
        assert Account.objects.count() == 1

    def test_where_nothing_can_be_imported_nothing_is_told(self, as_root: Client, facts: list[Fact]) -> None:
        assert as_root.post(MANY, {"userIds": ["a b"]}).data["failed"] == 1
        assert not facts
