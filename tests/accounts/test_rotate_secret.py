"""POST /api/platform/apps/{appKey}/rotate-secret, beside the reference."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import App, Mandate, Operator, OperatorRole, Session
from journal.models import Operation
from tests.accounts.test_at_once import LOGIN, at_once, poster
from tests.client import Client

ROW = "/api/platform/apps/acme/rotate-secret"
Sig = Callable[..., str]


@pytest.fixture
def olga(as_operator: Client) -> Client:
    """The operator, naming no app."""
    del as_operator.headers["X-App-Key"]
    return as_operator


def test_everybody_must_log_in_again_with_a_sig_of_the_new_one(
    olga: Client, as_alice: Client, as_dave: Client, anonymous: Client, user_sig: Sig
) -> None:
    data = olga.post(ROW).data
    assert (data["appKey"], data["previousUntil"]) == ("acme", None)
    assert as_alice.get("/api/im/accounts/alice").refused(401, "70052")
    assert as_dave.get("/api/im/accounts/dave").ok
    assert anonymous.post(LOGIN, {"userSig": user_sig("alice")}).refused(401, "70009")
    assert anonymous.post(LOGIN, {"userSig": user_sig("alice", secret=data["secretKey"])}).ok


def test_for_a_while_the_old_one_stays_good(
    olga: Client, as_alice: Client, anonymous: Client, user_sig: Sig, acme: App
) -> None:
    data = olga.post(ROW, {"keepFor": 3600}).data
    assert data["previousUntil"] > 0
    assert as_alice.get("/api/im/accounts/alice").ok
    assert anonymous.post(LOGIN, {"userSig": user_sig("alice")}).ok
    assert anonymous.post(LOGIN, {"userSig": user_sig("alice", secret=data["secretKey"])}).ok


def test_it_is_logged_without_the_secret(olga: Client) -> None:
    data = olga.post(ROW, {"keepFor": 60}).data
    entry = Operation.objects.get(action="APP_SECRET_ROTATE")
    assert (entry.operator_id, entry.operator_role, entry.target_id) == ("olga", "T", "acme")
    assert data["secretKey"] not in str(entry.detail)


def test_a_repeat_with_the_same_key_hears_the_same_secret(olga: Client) -> None:
    first, again = (olga.call("POST", ROW, headers={"Idempotency-Key": "once"}).data for _ in range(2))
    assert first == again
    assert Operation.objects.filter(action="APP_SECRET_ROTATE").count() == 1


@pytest.mark.parametrize("role", [role for role in OperatorRole if role != OperatorRole.ADMINISTRATOR])
def test_it_takes_an_administrator_of_the_app(olga: Client, operator: Operator, role: OperatorRole) -> None:
    Mandate.objects.filter(operator=operator).update(role=role)
    assert olga.post(ROW).refused(403, "60010")


def test_an_app_one_does_not_look_after_is_none(olga: Client, other: App) -> None:
    foreign, unknown = (olga.post(f"/api/platform/apps/{key}/rotate-secret") for key in ("other", "nope"))
    assert foreign.refused(404, "70014")
    assert foreign.raw == unknown.raw


@pytest.mark.parametrize("keep_for", [-1, 30 * 86_400 + 1, "60", 1.5, True])
def test_it_refuses_bad_parameters(olga: Client, keep_for: Any) -> None:
    assert olga.post(ROW, {"keepFor": keep_for}).refused(400, "10004", "keepFor")


@pytest.mark.django_db(transaction=True)
def test_no_login_outruns_a_rotation(olga: Client, user_sig: Sig) -> None:
    for _ in range(5):
        sig = user_sig("alice", secret=olga.post(ROW).data["secretKey"])
        login = poster(LOGIN, {"userSig": sig, "platform": "SERVER"})
        answers = at_once(login, login, poster(ROW, {}, olga), login, login)
        assert answers[2].ok
        assert all(answer.ok or answer.refused(401, "70009") for answer in answers)
        assert not Session.objects.live().exists()
