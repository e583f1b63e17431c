"""What happens when several call at once: nobody gets a 500, nothing is there twice, no kick is outrun."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from accounts.models import Account, App, Identifier, Session
from tests.client import Answer, Client

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/api/im/auth/login"


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    def run(call: Callable[[], Answer]) -> Answer:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def poster(path: str, body: Any, client: Client | None = None) -> Callable[[], Answer]:
    """With a Django client of its own: they are not made for threads."""
    headers = client.headers if client else {}
    return lambda: Client(dict(headers)).post(path, body)


def test_first_logins_of_one_account_make_one_account(acme: App, user_sig: Callable[..., str]) -> None:
    body = {"userSig": user_sig("newcomer")}
    answers = at_once(*[poster(LOGIN, {**body, "platform": "SERVER"})] * 6)
    assert all(answer.ok for answer in answers)
    assert Account.objects.count() == Identifier.objects.count() == 1
    assert Session.objects.live().count() == 6


def test_of_logins_on_one_platform_one_session_is_left(acme: App, user_sig: Callable[..., str]) -> None:
    answers = at_once(*[poster(LOGIN, {"userSig": user_sig("newcomer")})] * 6)
    assert all(answer.ok for answer in answers)
    assert Session.objects.live().count() == 1


def test_imports_in_any_order_do_not_deadlock(as_root: Client) -> None:
    names = [f"u{i}" for i in range(40)]
    calls = [
        poster("/api/im/accounts/import/batch", {"userIds": names[::step]}, as_root)
        for step in (1, -1, 2, -2)
    ]
    answers = at_once(*calls)
    assert all(answer.ok and answer.data["failed"] == 0 for answer in answers)
    created = [item["userId"] for answer in answers for item in answer.data["results"] if item["created"]]
    assert sorted(created) == sorted(names)


def test_no_login_outruns_a_kick(as_root: Client, alice: Account, user_sig: Callable[..., str]) -> None:
    login = poster(LOGIN, {"userSig": user_sig("alice"), "platform": "SERVER"})
    kick = poster("/api/im/admin/users/kick", {"userId": "alice"}, as_root)
    answers = at_once(login, login, kick, login, login)
    assert answers[2].ok
    assert all(answer.ok or answer.refused(401, "70052") for answer in answers)
    assert not Session.objects.live().filter(account=alice).exists()


def test_settings_changed_at_once_are_all_changed(as_root: Client, acme: App) -> None:
    changes: list[dict[str, Any]] = [
        {"tokenTtl": 60},
        {"friendsOnly": True},
        {"revokeWindow": 5},
        {"editWindow": 7},
    ]

    def changer(change: dict[str, Any]) -> Callable[[], Answer]:
        return lambda: Client(dict(as_root.headers)).put("/api/im/admin/settings", change)

    assert all(answer.ok for answer in at_once(*map(changer, changes)))
    acme.refresh_from_db()
    assert acme.changed_settings == {key: value for change in changes for key, value in change.items()}


def test_deleting_and_logging_in_leave_no_session(
    as_root: Client, alice: Account, user_sig: Callable[..., str]
) -> None:
    login = poster(LOGIN, {"userSig": user_sig("alice")})
    answers = at_once(login, lambda: Client(dict(as_root.headers)).delete("/api/im/accounts/alice"), login)
    assert all(answer.ok or answer.refused(403, "70051") for answer in answers)
    assert not Session.objects.live().filter(account=alice).exists()
