"""Every process serves an app's words a moment after they changed, and goes on while it learns them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from time import monotonic

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from accounts.models import App
from config import hints
from im.moderation import serving
from im.moderation.screening import Screen
from im.moderation.serving import Rules
from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid

PROMISED = 1.5


@contextmanager
def asking(app: App) -> Iterator["subprocess.Popen[str]"]:
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.im.moderation.rules_process", name, str(app.pk)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(process: "subprocess.Popen[str]") -> tuple[float, str]:
    assert process.stdout
    began, action = process.stdout.readline().split()
    return float(began), action


@pytest.mark.django_db(transaction=True)
def test_without_any_hint_every_process_serves_a_change_in_time(acme: App, as_root: Client) -> None:
    with ExitStack() as stack:
        processes = [stack.enter_context(asking(acme)) for _ in range(2)]
        for process in processes:
            assert told(process)[1] == "-"
        word = forbid(as_root, "casino")
        changed = monotonic()
        assert [late(process, "-", changed) for process in processes] == [[], []]
        assert as_root.put(f"{FILTERS}/{word['id']}", {"action": "FLAG"}).ok
        changed = monotonic()
        assert [late(process, "BLOCK", changed) for process in processes] == [[], []]


def late(process: "subprocess.Popen[str]", old: str, changed: float) -> list[float]:
    """Reads until the new rules are served: the questions that came after the promise and got the old."""
    answers = []
    while (answer := told(process))[1] == old:
        answers.append(answer[0] - changed)
    return [seconds for seconds in answers if seconds > PROMISED]


def action_of(screen: Screen | None) -> str | None:
    found = screen.screen("casino", "SINGLE") if screen is not None else None
    return found.action if found is not None else None


@pytest.mark.usefixtures("remembering")
def test_what_is_kept_is_not_asked_for_again_until_it_is_refreshed(
    acme: App, as_root: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rules = Rules()
    assert rules.of(acme.pk) is None
    forbid(as_root, "casino")
    with django_assert_num_queries(0):
        assert rules.of(acme.pk) is None
    rules.refresh()
    with django_assert_num_queries(0):
        assert action_of(rules.of(acme.pk)) == "BLOCK"
    with django_assert_num_queries(1):
        rules.refresh()


@pytest.mark.usefixtures("remembering")
def test_all_apps_are_asked_about_at_once(
    acme: App, other: App, as_root: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rules = Rules()
    assert rules.of(acme.pk) is rules.of(other.pk) is None
    forbid(as_root, "casino")
    with django_assert_num_queries(2):
        rules.refresh()
    assert (action_of(rules.of(acme.pk)), rules.of(other.pk)) == ("BLOCK", None)


@pytest.mark.usefixtures("remembering")
def test_what_nobody_needs_is_forgotten(
    acme: App,
    as_root: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rules = Rules()
    rules.of(acme.pk)
    monkeypatch.setattr(serving, "UNUSED", -1.0)
    with django_assert_num_queries(0):
        rules.refresh()
    forbid(as_root, "casino")
    assert action_of(rules.of(acme.pk)) == "BLOCK"


def test_what_is_too_old_is_asked_for_before_anybody_goes_on(acme: App, as_root: Client) -> None:
    rules = Rules()
    assert rules.of(acme.pk) is None
    word = forbid(as_root, "casino")
    assert action_of(rules.of(acme.pk)) == "BLOCK"
    as_root.put(f"{FILTERS}/{word['id']}", {"enabled": False})
    assert rules.of(acme.pk) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("remembering")
def test_others_go_on_with_the_old_rules_while_new_ones_are_made(
    acme: App, as_root: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, begun, finish = Rules(), Event(), Event()
    word = forbid(as_root, "casino")
    assert action_of(rules.of(acme.pk)) == "BLOCK"
    as_root.put(f"{FILTERS}/{word['id']}", {"action": "FLAG"})
    made = serving.built

    def slowly(app_id: int) -> Screen | None:
        begun.set()
        assert finish.wait(30)
        return made(app_id)

    def refresh() -> None:
        rules.refresh()
        connection.close()

    monkeypatch.setattr(serving, "built", slowly)
    thread = Thread(target=refresh)
    thread.start()
    assert begun.wait(30)
    assert action_of(rules.of(acme.pk)) == "BLOCK"
    finish.set()
    thread.join()
    assert action_of(rules.of(acme.pk)) == "FLAG"


@pytest.mark.django_db(transaction=True)
def test_a_change_is_hinted_at_after_its_commit(
    acme: App, as_root: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str | None] = []
    monkeypatch.setitem(hints.listener._memories, serving.TOPIC, heard.append)
    forbid(as_root, "casino")
    assert as_root.post(FILTERS, {"word": "casino"}).code == 400
    assert set(heard) == {str(acme.pk)}  # once at once, and once more by Redis
