"""Idempotency-Key on creating writes: done once, and every repeat hears what the first one heard."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts import idempotency, tasks
from accounts.models import Account, App, KeptAnswer
from config.schedule import SCHEDULE
from journal.facts import Fact
from journal.models import Operation
from tests.accounts.test_at_once import at_once
from tests.client import Answer, Client

IMPORT = "/api/im/accounts/import"
MANY = "/api/im/accounts/import/batch"
APPS = "/api/platform/apps"
HELD = "INSERT INTO accounts_keptanswer (scope, fingerprint) VALUES (%s, '')"


def once(client: Client, path: str, body: Any, key: str = "k1", **query: Any) -> Answer:
    return client.call("POST", path, body=body, query=query, headers={"Idempotency-Key": key})


def poster(client: Client, path: str, body: Any, key: str = "k1") -> Callable[[], Answer]:
    """By a Django client of its own: they are not made for threads."""
    return lambda: once(Client(dict(client.headers)), path, body, key)


def test_a_repeat_gets_the_first_answer_and_does_nothing(as_root: Client, facts: list[Fact]) -> None:
    first = once(as_root, IMPORT, {"userId": "newcomer"})
    repeat = once(as_root, IMPORT, {"userId": "newcomer"})
    assert first.ok
    assert repeat.data == first.data == {"userId": "newcomer", "created": True}
    assert repeat.raw == first.raw
    assert Operation.objects.count() == len(facts) == 1


def test_without_a_key_each_call_is_its_own(as_root: Client) -> None:
    assert as_root.post(IMPORT, {"userId": "newcomer"}).data["created"]
    assert not as_root.post(IMPORT, {"userId": "newcomer"}).data["created"]
    assert not KeptAnswer.objects.exists()


def test_another_body_under_the_same_key_is_400(as_root: Client) -> None:
    assert once(as_root, IMPORT, {"userId": "one"}).ok
    assert once(as_root, IMPORT, {"userId": "two"}).refused(400, "10004", "Idempotency-Key")
    assert once(as_root, IMPORT, {"userId": "one"}, actAs="root").refused(400, "10004", "Idempotency-Key")
    assert not Account.objects.filter(user_id="two").exists()


def test_the_same_body_spelt_otherwise_is_the_same(as_root: Client) -> None:
    headers = {"Idempotency-Key": "k1"}
    for raw in (b'{"userId":"u1","nickname":"U"}', b'{ "nickname": "\\u0055", "userId": "u1" }'):
        assert as_root.call("POST", IMPORT, raw=raw, headers=headers).data["created"]


def test_another_key_another_path_and_another_caller_are_another_call(
    as_root: Client, as_server: Client, as_operator: Client
) -> None:
    body = {"userIds": ["newcomer"]}
    assert once(as_root, MANY, body).data["results"][0]["created"]
    for again in (
        once(as_root, MANY, body, "k2"),
        once(as_server, MANY, body),
        once(as_operator, MANY, body),
    ):
        assert not again.data["results"][0]["created"]
    assert once(as_root, IMPORT, {"userId": "other"}).data["created"]
    assert KeptAnswer.objects.count() == 5


def test_two_sessions_of_one_account_are_one_caller(root: Account, sign_in: Callable[..., Client]) -> None:
    phone, laptop = sign_in(root, platform="IOS"), sign_in(root, platform="MAC")
    assert once(phone, IMPORT, {"userId": "u1"}).data["created"]
    assert once(laptop, IMPORT, {"userId": "u1"}).data["created"]


def test_refusals_are_not_kept(as_root: Client) -> None:
    assert once(as_root, IMPORT, {"userId": "a b"}).refused(400, "10004", "userId")
    assert not KeptAnswer.objects.exists()
    assert once(as_root, IMPORT, {"userId": "ab"}).data["created"]


def test_a_call_that_is_refused_late_leaves_nothing(
    as_root: Client, acme: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> str:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "seal", fail)
        assert once(as_root, IMPORT, {"userId": "u1"}).refused(500, "90500")
    assert not Account.objects.filter(user_id="u1").exists()
    assert not KeptAnswer.objects.exists()
    assert once(as_root, IMPORT, {"userId": "u1"}).data["created"]


@pytest.mark.parametrize("key", ["", "k" * 65, "a\tb", "a\x7fb", "a\x85b"])
def test_a_key_that_is_none_is_400(as_root: Client, key: str) -> None:
    assert once(as_root, IMPORT, {"userId": "u1"}, key).refused(400, "10004", "Idempotency-Key")
    assert not Account.objects.filter(user_id="u1").exists()


@pytest.mark.parametrize("key", ["k" * 64, "9b2e63f0-3a0e-4f5e-8a31-0d7f0f3f4a11", "a b", "\xe9"])
def test_a_key_may_be_any_text_of_64_characters(as_root: Client, key: str) -> None:
    assert once(as_root, IMPORT, {"userId": "u1"}, key).data["created"]
    assert once(as_root, IMPORT, {"userId": "u1"}, key).data["created"]


def test_who_may_not_call_gets_no_answer_by_a_key(as_root: Client, as_alice: Client, root: Account) -> None:
    assert once(as_root, IMPORT, {"userId": "u1"}).ok
    assert once(as_alice, IMPORT, {"userId": "u1"}).refused(403, "60010")
    root.admin = False
    root.save()
    assert once(as_root, IMPORT, {"userId": "u1"}).refused(403, "60010")


def test_a_sig_is_made_once(as_root: Client, alice: Account) -> None:
    path = "/api/im/admin/users/alice/usersig"
    first = once(as_root, path, {"expire": 600})
    assert first.ok
    assert once(as_root, path, {"expire": 600}).raw == first.raw
    assert Operation.objects.count() == 1


def test_secrets_that_are_shown_once_are_not_stored_in_clear(as_operator: Client) -> None:
    answer = once(as_operator, APPS, {"name": "Third", "appKey": "third"})
    kept = KeptAnswer.objects.get()
    assert answer.data["appSecret"] not in kept.answer
    assert answer.data["secretKey"] not in kept.answer


@pytest.mark.django_db(transaction=True)
def test_calls_at_once_under_one_key_make_one_app_and_hear_the_same(as_operator: Client) -> None:
    answers = at_once(*[poster(as_operator, APPS, {"name": "Third"})] * 8)
    assert all(answer.ok for answer in answers)
    assert len({answer.raw for answer in answers}) == 1
    assert App.objects.filter(name="Third").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_different_bodies_at_once_under_one_key_one_is_done(as_operator: Client) -> None:
    calls = [poster(as_operator, APPS, {"name": f"App {number}"}) for number in range(6)]
    answers = at_once(*calls)
    assert sorted(answer.code for answer in answers) == [200] + [400] * 5
    assert App.objects.filter(name__startswith="App ").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_repeat_waits_while_the_first_is_under_way(as_root: Client, acme: App) -> None:
    """The first call is held up by a lock on the id that it wants to take."""
    under_way, answers = Event(), []
    body = {"userId": "contested"}

    def call() -> None:
        under_way.set()
        answers.extend(at_once(poster(as_root, IMPORT, body), poster(as_root, IMPORT, body)))

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_identifier IN EXCLUSIVE MODE")
        thread = Thread(target=call)
        thread.start()
        assert under_way.wait(60)
        thread.join(0.5)
        assert not answers
    thread.join(60)
    assert [answer.data for answer in answers] == [{"userId": "contested", "created": True}] * 2
    assert Operation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_the_first_is_told_to_come_back(
    as_root: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "WAIT", "50ms")
    scope = scope_of(as_root)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(HELD, [scope])
        answer = at_once(poster(as_root, IMPORT, {"userId": "u1"}))[0]
        transaction.set_rollback(True)
    assert answer.refused(503, "90503")
    assert answer.headers["Retry-After"]
    assert once(as_root, IMPORT, {"userId": "u1"}).data["created"]


@pytest.mark.django_db(transaction=True)
def test_a_first_call_that_died_holds_its_key_no_longer(as_root: Client) -> None:
    scope = scope_of(as_root)
    dying = psycopg.connect(**connections["default"].get_connection_params())
    dying.execute(HELD, [scope])
    dying.close()
    assert once(as_root, IMPORT, {"userId": "u1"}).data["created"]


@pytest.mark.django_db(transaction=True)
def test_a_first_call_that_went_silent_is_cut_off(as_root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = scope_of(as_root)
    with psycopg.connect(**connections["default"].get_connection_params()) as silent:
        silent.execute(HELD, [scope])
        silent.execute("SET LOCAL idle_in_transaction_session_timeout = '200ms'")  # from here on, not before
        assert once(as_root, IMPORT, {"userId": "u1"}).data["created"]
        silent.close()


@pytest.mark.django_db
def test_a_call_may_be_silent_for_a_minute_and_its_own_locks_are_not_hurried() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        assert idempotency._claim("scope", "fingerprint")
        for name, value in (("idle_in_transaction_session_timeout", "1min"), ("lock_timeout", "0")):
            cursor.execute(f"SHOW {name}")
            assert cursor.fetchone() == (value,)


def scope_of(client: Client) -> str:
    """Under which a call of this client to IMPORT with the key k1 is kept."""
    assert once(client, IMPORT, {"userId": "scout"}).ok
    kept = KeptAnswer.objects.get()
    kept.delete()
    return kept.scope


def test_after_24_hours_a_key_is_new(as_root: Client) -> None:
    assert once(as_root, IMPORT, {"userId": "u1"}).data["created"]
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert once(as_root, IMPORT, {"userId": "u1"}).data["created"]
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=24))
    assert not once(as_root, IMPORT, {"userId": "u1"}).data["created"]
    assert not once(as_root, IMPORT, {"userId": "u1"}).data["created"]


def test_beat_removes_what_is_older_than_24_hours(as_root: Client) -> None:
    once(as_root, IMPORT, {"userId": "u1"}, "old")
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    once(as_root, IMPORT, {"userId": "u2"}, "young")
    assert "accounts.tasks.prune" in {turn["task"] for turn in SCHEDULE.values()}
    tasks.prune()
    assert KeptAnswer.objects.count() == 1


def test_rows_that_create_nothing_take_no_notice_of_it(as_alice: Client, alice: Account) -> None:
    for nickname in ("One", "Two"):
        answer = as_alice.call(
            "PUT", "/api/im/accounts/alice", body={"nickname": nickname}, headers={"Idempotency-Key": "k1"}
        )
        assert answer.data["nickname"] == nickname


def test_a_request_to_a_friend_repeated_is_asked_once(
    as_alice: Client, carol: Account, facts: list[Fact]
) -> None:
    first = once(as_alice, "/api/im/friends", {"friendId": carol.user_id})
    told = len(facts)
    repeat = once(as_alice, "/api/im/friends", {"friendId": carol.user_id})
    assert first.data["result"] == repeat.data["result"] == "ADDED"
    assert len(facts) == told
