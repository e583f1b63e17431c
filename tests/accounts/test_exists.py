"""Row 11, GET /api/im/accounts/{userId}/exists."""

import pytest

from accounts.models import Account
from tests.client import Client


def test_it_says_whether_there_is_such_an_account(as_alice: Client, bob: Account, dave: Account) -> None:
    there = {"userId": "bob", "exists": True, "status": "IMPORTED"}
    assert as_alice.get("/api/im/accounts/bob/exists").data == there
    for user_id in ("nobody", "dave", "platform", "search", "Bob"):
        answer = as_alice.get(f"/api/im/accounts/{user_id}/exists")
        assert answer.data == {"userId": user_id, "exists": False, "status": "NOT_IMPORTED"}


def test_a_disabled_account_exists(as_alice: Client, bob: Account) -> None:
    Account.objects.filter(pk=bob.pk).update(status="DISABLED")
    assert as_alice.get("/api/im/accounts/bob/exists").data["exists"] is True


@pytest.mark.parametrize("user_id", ["a b", "x" * 65, "爱", "a%00"])
def test_an_impossible_id_is_refused(as_alice: Client, user_id: str) -> None:
    assert as_alice.get(f"/api/im/accounts/{user_id}/exists").refused(400, "10004", "userId")
