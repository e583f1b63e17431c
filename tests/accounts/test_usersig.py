"""Row 3, POST /api/im/admin/users/{userId}/usersig."""

import time

import pytest

from accounts import signatures
from accounts.actions.apps import Made
from accounts.models import Account, App, Identifier
from journal.models import Operation
from tests.client import Client

HALF_A_YEAR, FIFTY_YEARS = 15_552_000, 1_576_800_000


def row(user_id: str) -> str:
    return f"/api/im/admin/users/{user_id}/usersig"


def log_in(client: Client, sig: str) -> bool:
    return client.post("/api/im/auth/login", {"userSig": sig}).ok


def test_it_makes_a_sig_that_lasts_half_a_year(
    as_root: Client, anonymous: Client, made: Made, alice: Account
) -> None:
    answer = as_root.post(row("alice"))
    assert answer.ok
    data = answer.data
    assert (data["userId"], data["sdkAppId"], data["expire"]) == ("alice", made.app.sdk_app_id, HALF_A_YEAR)
    assert data["expiresAt"] - data["issuedAt"] == HALF_A_YEAR * 1000
    assert abs(data["issuedAt"] - time.time() * 1000) < 60_000
    verdict = signatures.verify(
        data["userSig"],
        sdk_app_id=made.app.sdk_app_id,
        user_id="alice",
        secrets=[made.secret_key],
        now=time.time(),
    )
    assert verdict.valid
    assert log_in(anonymous, data["userSig"])


def test_the_server_and_operators_may_ask_too(as_server: Client, as_operator: Client, alice: Account) -> None:
    assert as_server.post(row("alice"), {"expire": 60}).data["expire"] == 60
    assert as_operator.post(row("alice"), {"expire": FIFTY_YEARS}).data["expire"] == FIFTY_YEARS
    entries = Operation.objects.filter(action="USERSIG_CREATE").order_by("id")
    assert [(entry.operator_role, entry.operator_id) for entry in entries] == [("S", "server"), ("T", "olga")]
    assert {entry.target_id for entry in entries} == {"alice"}
    assert all("userSig" not in entry.detail for entry in entries)


def test_an_account_may_not_make_its_own(as_alice: Client) -> None:
    assert as_alice.post(row("alice")).refused(403, "60010")


@pytest.mark.parametrize("expire", [59, 0, -1, FIFTY_YEARS + 1, 2**63 - 1, "60", 60.5, True, None, []])
def test_it_refuses_other_lives(as_root: Client, alice: Account, expire: object) -> None:
    assert as_root.post(row("alice"), {"expire": expire}).refused(400, "10004", "expire")


def test_an_unknown_user_gets_one_only_where_logins_make_accounts(as_root: Client, acme: App) -> None:
    assert as_root.post(row("newcomer")).ok
    acme.changed_settings = {"autoCreate": False}
    acme.save()
    assert as_root.post(row("newcomer")).refused(404, "70107")


def test_ids_that_can_never_log_in_get_none(as_root: Client, acme: App, alice: Account) -> None:
    Identifier.objects.create(app=acme, name="team", kind="GROUP")
    for user_id in ("team", "search", "@G-1", "administrator"):
        assert as_root.post(row(user_id)).refused(404, "70107"), user_id
    Account.objects.filter(pk=alice.pk).update(status="DELETED")
    assert as_root.post(row("alice")).refused(404, "70107")


def test_right_after_a_kick_it_is_dated_one_second_later(
    as_root: Client, anonymous: Client, alice: Account
) -> None:
    assert as_root.post("/api/im/admin/users/kick", {"userId": "alice"}).ok
    alice.refresh_from_db()
    answer = as_root.post(row("alice"))
    assert answer.data["issuedAt"] == (alice.sig_not_before + 1) * 1000
    assert log_in(anonymous, answer.data["userSig"])
