"""A server with a furnished database, a Chromium, and windows of people who are signed in."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from accounts.console.current import KEY
from accounts.models import App, Operator
from tests import databases
from tests.console.browser.chromium import Window, chromium, window
from tests.console.browser.world import furnish


@pytest.fixture(scope="module")
def furnished(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Committed, so that the server's threads see it; gone after the module."""
    with django_db_blocker.unblock():
        yield furnish()
        databases.empty()


@pytest.fixture(scope="module")
def server(furnished: dict[str, str]) -> Iterator[LiveServer]:
    """pytest-django's own fixture empties the database after each test."""
    connection.settings_dict["CONN_MAX_AGE"] = 0  # a thread of it that is gone leaves no connection
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def session_of(operator: Operator, app: App | None = None) -> str:
    """A cookie's value: signed in, as the sign-in page would do it."""
    session = SessionStore()
    session[SESSION_KEY] = str(operator.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = operator.get_session_auth_hash()
    if app is not None:
        session[KEY] = app.pk
    session.create()
    return str(session.session_key)


@pytest.fixture(scope="module")
def windows(server: LiveServer, browser: Browser) -> Iterator[dict[str, Window]]:
    """The superuser's, looking at acme, by language."""
    chief, acme = Operator.objects.get(username="chief"), App.objects.get(app_key="acme")
    with ExitStack() as stack:

        def opened(language: str) -> Window:
            cookies = {"sessionid": session_of(chief, acme)}
            return stack.enter_context(window(browser, server.url, language=language, cookies=cookies))

        yield {language: opened(language) for language in ("en", "zh-hans")}
