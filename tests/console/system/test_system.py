"""The system page: what runs and how it is, for superusers; what is away is said and breaks nothing."""

from time import time

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import App, Operator
from config import processes
from config.redis import client

pytestmark = pytest.mark.django_db
PATH = "/admin/system/"


@pytest.fixture
def browser() -> Browser:
    browser = Browser()
    browser.force_login(
        Operator.objects.create_superuser("chief"), "django.contrib.auth.backends.ModelBackend"
    )
    return browser


def shown(browser: Browser) -> str:
    answer = browser.get(PATH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_names_processes_servers_queues_versions_and_settings(browser: Browser) -> None:
    processes.say("gateway", time() - 60, 17)
    page = shown(browser)
    assert "17 sockets" in page
    assert "No web has been heard of" in page
    assert "No gateway" not in page
    for word in (
        "noeviction",
        "Largest tables",
        "Migrations applied",
        "djangorestframework",
        "PUSH_RETENTION_DAYS",
    ):
        assert word in page
    assert settings.SECRET_KEY not in page
    assert settings.TOKEN_KEY not in page


def test_who_has_not_been_heard_of_for_long_is_none_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    processes.say("beat", time())
    assert [process.kind for process in processes.there()] == ["beat"]
    monkeypatch.setattr(processes, "GONE", -1)
    assert processes.there() == []
    assert not client().exists(processes.KEY)


def test_without_redis_the_page_says_so(browser: Browser, redis_away: None) -> None:
    page = shown(browser)
    assert page.count("Redis does not answer") == 3  # processes, queues, Redis itself
    assert "Migrations applied" in page


def test_only_superusers_see_it(operator: Operator, acme: App) -> None:
    operator.is_staff = True
    operator.save()
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    assert browser.get(PATH).status_code == 403
    assert PATH not in browser.get("/admin/").content.decode()


def test_it_asks_few_things(browser: Browser) -> None:
    shown(browser)
    with CaptureQueriesContext(connection) as asked:
        shown(browser)
    assert len(asked) <= 12
