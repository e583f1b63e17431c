"""Row 5, GET /api/im/accounts/{userId}."""

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account, App
from tests.client import Client

PUBLIC = {
    "userId",
    "nickname",
    "avatar",
    "gender",
    "birthday",
    "location",
    "signature",
    "language",
    "level",
    "role",
    "custom",
    "online",
    "createdAt",
    "updatedAt",
}
PRIVATE = {"allowType", "admin", "status"}


def test_others_see_the_public_profile(as_alice: Client, bob: Account) -> None:
    answer = as_alice.get("/api/im/accounts/bob")
    assert answer.data.keys() == PUBLIC
    assert answer.data["nickname"] == "Bob"


def test_oneself_and_administrators_see_everything(
    as_bob: Client, as_root: Client, as_server: Client, as_operator: Client
) -> None:
    for client in (as_bob, as_root, as_server, as_operator):
        assert client.get("/api/im/accounts/bob").data.keys() == PUBLIC | PRIVATE


def test_an_empty_profile_has_its_blanks(as_alice: Client) -> None:
    data = as_alice.get("/api/im/accounts/alice").data
    assert (data["gender"], data["birthday"], data["custom"], data["avatar"]) == (0, None, {}, "")
    assert (data["allowType"], data["admin"], data["status"]) == ("ALLOW_ANY", False, "ACTIVE")


def test_the_allow_type_is_the_apps_until_one_chooses(as_alice: Client, acme: App, alice: Account) -> None:
    acme.changed_settings = {"allowType": "DENY_ANY"}
    acme.save()
    assert as_alice.get("/api/im/accounts/alice").data["allowType"] == "DENY_ANY"
    Account.objects.filter(pk=alice.pk).update(allow_type="NEED_CONFIRM")
    assert as_alice.get("/api/im/accounts/alice").data["allowType"] == "NEED_CONFIRM"


def bobs_are_online(app_id: int, user_ids: list[str]) -> set[str]:
    return {user_id for user_id in user_ids if user_id == "bob"}


def test_who_is_online_is_asked_of_presence(as_alice: Client, bob: Account, settings: Settings) -> None:
    assert as_alice.get("/api/im/accounts/bob").data["online"] is False
    settings.ACCOUNT_ONLINE = f"{__name__}.bobs_are_online"
    assert as_alice.get("/api/im/accounts/bob").data["online"] is True
    assert as_alice.get("/api/im/accounts/alice").data["online"] is False


def test_without_redis_nobody_is_online(as_alice: Client, redis_away: None) -> None:
    assert as_alice.get("/api/im/accounts/alice").data["online"] is False


@pytest.mark.parametrize("status", ["DISABLED", "DELETED"])
def test_a_disabled_account_is_still_there_a_deleted_one_is_not(
    as_alice: Client, bob: Account, status: str
) -> None:
    Account.objects.filter(pk=bob.pk).update(status=status)
    answer = as_alice.get("/api/im/accounts/bob")
    assert answer.ok if status == "DISABLED" else answer.refused(404, "70107")


def test_ids_are_case_sensitive(as_alice: Client) -> None:
    assert as_alice.get("/api/im/accounts/Alice").refused(404, "70107")


@pytest.mark.parametrize("user_id", ["a b", "x" * 65, "é", "a%00b", "a%ff", "%20", "a+b"])
def test_an_impossible_id_is_refused(as_alice: Client, user_id: str) -> None:
    assert as_alice.get(f"/api/im/accounts/{user_id}").refused(400, "10004", "userId")
