"""The same thing is asked once, as long as there is an answer."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import App
from config.redis import client
from tests.im.realtime.phone import eventually
from tests.webhooks import moderator as does
from tests.webhooks.moderator import Moderator, ask_it
from webhooks.asking import ALLOWED, Verdict, ask, begin, calling, keeping, question
from webhooks.asking.verdicts import UNAVAILABLE

BEFORE = "message.before_send"
DENIED = Verdict("deny", message="no")


def name(app: App, key: str, event: str = BEFORE) -> str:
    asked = question(app.pk, event, {}, key=key)
    assert asked is not None
    return asked.name


def kept(app: App, key: str) -> bool:
    """Its keeping is waited for, since it comes after the answer."""
    eventually(lambda: name(app, key) not in calling._flights)
    return client().get(name(app, key)) not in (None, keeping.MARK)


def test_a_verdict_is_kept_for_a_day(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE)
    moderator.answer = {"action": "deny", "message": "no"}
    assert ask(acme.pk, BEFORE, {}, key="k") == DENIED
    assert kept(acme, "k")
    moderator.answer = {"action": "allow"}
    assert ask(acme.pk, BEFORE, {}, key="k") == DENIED
    assert len(moderator.asked) == 1
    assert 86_000_000 < client().pttl(name(acme, "k")) <= 86_400_000


def test_each_key_event_and_app_is_asked_for_itself(acme: App, other: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE, "message.before_edit")
    ask_it(moderator, other, BEFORE)
    for app, event, key in [
        (acme, BEFORE, "k"),
        (acme, BEFORE, "l"),
        (acme, "message.before_edit", "k"),
        (other, BEFORE, "k"),
    ]:
        ask(app.pk, event, {}, key=key)
    assert len(moderator.asked) == 4


def test_without_a_key_it_is_asked_each_time(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE)
    assert [ask(acme.pk, BEFORE, {}) for _ in range(2)] == [ALLOWED, ALLOWED]
    assert len(moderator.asked) == 2
    assert not client().keys("verdict:*")


def test_a_failure_is_no_verdict(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE, fail_open=False)
    moderator.answer = does.fails
    assert ask(acme.pk, BEFORE, {}, key="k") == UNAVAILABLE
    assert not kept(acme, "k")
    moderator.answer = {"action": "allow"}
    assert ask(acme.pk, BEFORE, {}, key="k") == ALLOWED


def test_what_is_settled_is_kept_a_minute_longer(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE)
    ask(acme.pk, BEFORE, {}, key="k")
    assert kept(acme, "k")
    keeping.settle([name(acme, "k"), name(acme, "unknown")])
    assert 0 < client().pttl(name(acme, "k")) <= 60_000


def test_who_asks_the_same_meanwhile_gets_the_same_answer(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE, timeout_ms=5_000)
    moderator.answer = {"action": "deny", "message": "no"}
    moderator.open.clear()
    questions = [question(acme.pk, BEFORE, {}, key="k") for _ in range(3)]
    asked = begin([one for one in questions if one is not None])
    moderator.wait()
    moderator.open.set()
    assert [one.verdict() for one in asked] == [DENIED] * 3
    assert len(moderator.asked) == 1


@pytest.mark.parametrize("answers", [True, False], ids=["answered", "failed"])
def test_what_another_process_asks_is_waited_for(acme: App, moderator: Moderator, answers: bool) -> None:
    ask_it(moderator, acme, BEFORE, fail_open=False, timeout_ms=5_000)
    client().set(name(acme, "k"), keeping.MARK, px=6_000)
    what = question(acme.pk, BEFORE, {}, key="k")
    assert what is not None
    (asked,) = begin([what])
    assert asked.waits
    if answers:
        keeping.keep(name(acme, "k"), DENIED)
    else:
        keeping.release(name(acme, "k"))
    assert asked.verdict() == (DENIED if answers else UNAVAILABLE)
    assert not moderator.asked


def test_another_process_that_died_is_waited_for_no_longer_than_the_budget(
    acme: App, moderator: Moderator
) -> None:
    ask_it(moderator, acme, BEFORE, timeout_ms=100)
    client().set(name(acme, "k"), keeping.MARK, px=60_000)
    assert ask(acme.pk, BEFORE, {}, key="k") == ALLOWED
    assert not moderator.asked


def test_a_kept_verdict_holds_while_the_moderator_rests(acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE)
    moderator.answer = {"action": "deny", "message": "no"}
    ask(acme.pk, BEFORE, {}, key="k")
    assert kept(acme, "k")
    moderator.answer = does.fails
    for _ in range(5):
        ask(acme.pk, BEFORE, {})
    assert ask(acme.pk, BEFORE, {}, key="new") == ALLOWED
    assert ask(acme.pk, BEFORE, {}, key="k") == DENIED


def test_without_redis_it_is_asked_again(acme: App, moderator: Moderator, redis_away: None) -> None:
    keeping.redis.forget()
    ask_it(moderator, acme, BEFORE)
    moderator.answer = {"action": "deny", "message": "no"}
    for _ in range(2):
        assert ask(acme.pk, BEFORE, {}, key="k") == DENIED
        eventually(lambda: not calling._flights)  # meanwhile its answer is given from memory
    assert len(moderator.asked) == 2


@pytest.mark.parametrize("found", [b"rubbish", b"1", b"[1, 2, 3, 4]"])
def test_what_is_no_verdict_is_asked_again(acme: App, moderator: Moderator, found: bytes) -> None:
    ask_it(moderator, acme, BEFORE)
    client().set(name(acme, "k"), found)
    assert ask(acme.pk, BEFORE, {}, key="k") == ALLOWED
    assert len(moderator.asked) == 1


def test_a_redis_that_hangs_takes_nothing_from_the_budget(
    acme: App, moderator: Moderator, settings: Settings
) -> None:
    ask_it(moderator, acme, BEFORE, timeout_ms=400, fail_open=False)
    moderator.answer = {"action": "deny", "message": "no"}
    with socket.create_server(("127.0.0.1", 0)) as hung:
        settings.REDIS_URL = f"redis://127.0.0.1:{hung.getsockname()[1]}"
        client.cache_clear()
        try:
            assert ask(acme.pk, BEFORE, {}, key="k") == DENIED
            eventually(lambda: not calling._flights)
        finally:
            client.cache_clear()


def test_many_threads_ask_once(transactional_db: None, acme: App, moderator: Moderator) -> None:
    ask_it(moderator, acme, BEFORE, timeout_ms=5_000)
    moderator.answer = {"action": "deny", "message": "no"}

    def ask_there() -> Verdict:
        try:
            return ask(acme.pk, BEFORE, {}, key="k")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        verdicts = [future.result() for future in [pool.submit(ask_there) for _ in range(16)]]
    assert verdicts == [DENIED] * 16
    assert len(moderator.asked) == 1


def test_what_breaks_in_recalling_leaves_nothing_to_wait_for(
    acme: App, moderator: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_it(moderator, acme, BEFORE, timeout_ms=5_000)

    def breaks(keys: object, claims: object) -> None:
        raise RuntimeError("neither Redis nor the system")

    with monkeypatch.context() as broken:
        broken.setattr(keeping, "recall", breaks)
        with pytest.raises(RuntimeError):
            ask(acme.pk, BEFORE, {}, key="k")
    assert not calling._flights
    assert ask(acme.pk, BEFORE, {}, key="k") == ALLOWED
    assert len(moderator.asked) == 1


def test_what_breaks_while_another_process_is_waited_for_ends_with_the_policy(
    acme: App, moderator: Moderator
) -> None:
    ask_it(moderator, acme, BEFORE, fail_open=False, timeout_ms=5_000)
    client().set(name(acme, "k"), keeping.MARK, px=6_000)
    what = question(acme.pk, BEFORE, {}, key="k")
    assert what is not None
    (asked,) = begin([what])
    client().set(name(acme, "k"), b"\x00 no verdict")
    assert asked.verdict() == UNAVAILABLE
    assert not calling._flights
