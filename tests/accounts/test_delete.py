"""Row 10, DELETE /api/im/accounts/{userId}."""

from collections.abc import Callable

from accounts.models import Account, Session
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client

ALICE = "/api/im/accounts/alice"


def test_what_described_the_person_goes(as_root: Client, alice: Account) -> None:
    as_root.put(
        ALICE, {"avatar": "a", "signature": "mine", "custom": {"k": "v"}, "admin": True, "birthday": 20000101}
    )
    assert as_root.delete(ALICE).data == {"userId": "alice", "deleted": True}
    alice.refresh_from_db()
    assert (alice.status, alice.nickname, alice.avatar, alice.signature) == ("DELETED", "", "", "")
    assert (alice.custom, alice.admin, alice.birthday, alice.nickname_grams) == ({}, False, None, [])


def test_it_is_gone_everywhere(as_root: Client, alice: Account) -> None:
    assert as_root.delete(ALICE).ok
    assert as_root.get(ALICE).refused(404, "70107")
    assert as_root.put(ALICE, {}).refused(404, "70107")
    assert as_root.delete(ALICE).refused(404, "70107")
    assert as_root.get(f"{ALICE}/exists").data["exists"] is False
    assert as_root.get("/api/im/accounts/search", keyword="alice").data["total"] == 0


def test_its_sessions_end(as_root: Client, as_alice: Client, as_bob: Client) -> None:
    assert as_root.delete(ALICE).ok
    assert as_alice.get(ALICE).refused(401, "70052")
    assert as_bob.get("/api/im/accounts/bob").ok
    assert Session.objects.exclude(ended_at=None).get().end_reason == "DELETED"


def test_the_id_stays_taken(
    as_root: Client, alice: Account, anonymous: Client, user_sig: Callable[..., str]
) -> None:
    assert as_root.delete(ALICE).ok
    assert anonymous.post("/api/im/auth/login", {"userSig": user_sig("alice")}).refused(403, "70051")


def test_it_is_told_and_logged(as_server: Client, alice: Account, facts: list[Fact]) -> None:
    assert as_server.delete(ALICE, purgeMessages=True).ok
    (fact,) = facts
    assert fact.type == "account.deleted"
    assert fact.data == {"userId": "alice", "deleted": True, "purgeMessages": True, "operatorId": "server"}
    entry = Operation.objects.get()
    assert (entry.action, entry.target_id, entry.operator_role) == ("ACCOUNT_DELETE", "alice", "S")


def test_oneself_and_the_system_account_cannot_be_deleted(as_root: Client, as_server: Client) -> None:
    assert as_root.delete("/api/im/accounts/root").refused(403, "60010")
    assert as_root.delete("/api/im/accounts/platform").refused(403, "60010")
    assert as_server.delete("/api/im/accounts/root").ok


def test_users_may_not(as_alice: Client, bob: Account) -> None:
    assert as_alice.delete(ALICE).refused(403, "60010")
    assert as_alice.delete("/api/im/accounts/bob").refused(403, "60010")


def test_purge_messages_is_yes_or_no(as_root: Client, alice: Account) -> None:
    assert as_root.delete(ALICE, purgeMessages="maybe").refused(400, "10004", "purgeMessages")
    assert as_root.delete(ALICE, purgeMessages="0").ok
