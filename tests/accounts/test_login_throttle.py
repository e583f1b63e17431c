"""Row 1: from the eleventh bad sig within a minute, for one userId and address, one must wait."""

import time

import pytest

from accounts.models import Account
from tests.accounts.test_login import Sig, login
from tests.client import Client


def fail(client: Client, user_sig: Sig, times: int, user_id: str = "alice") -> None:
    for _ in range(times):
        assert login(client, user_sig(user_id, secret="0" * 64), user_id).refused(401, "70009")


def test_the_eleventh_bad_sig_must_wait(anonymous: Client, alice: Account, user_sig: Sig) -> None:
    fail(anonymous, user_sig, 10)
    answer = login(anonymous, user_sig("alice", secret="0" * 64))
    assert answer.refused(429, "70050")
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_a_valid_sig_always_passes(anonymous: Client, alice: Account, user_sig: Sig) -> None:
    fail(anonymous, user_sig, 10)
    assert login(anonymous, "nonsense").refused(429, "70050")
    assert login(anonymous, user_sig("alice")).ok


def test_other_users_and_other_addresses_do_not_wait(
    anonymous: Client, alice: Account, bob: Account, user_sig: Sig
) -> None:
    fail(anonymous, user_sig, 10)
    fail(anonymous, user_sig, 1, "bob")
    elsewhere = Client()
    elsewhere.django.defaults["REMOTE_ADDR"] = "192.0.2.7"
    fail(elsewhere, user_sig, 1)


def test_after_a_minute_they_are_forgotten(
    anonymous: Client, alice: Account, user_sig: Sig, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(anonymous, user_sig, 10)
    later = time.time() + 61
    monkeypatch.setattr("accounts.throttle.time", lambda: later)
    fail(anonymous, user_sig, 10)
    assert login(anonymous, "nonsense").refused(429, "70050")


def test_without_redis_the_process_counts_by_itself(
    anonymous: Client, alice: Account, user_sig: Sig, redis_away: None
) -> None:
    fail(anonymous, user_sig, 10)
    assert login(anonymous, "nonsense").refused(429, "70050")
    assert login(anonymous, user_sig("alice")).ok
