"""Addresses that nobody's page links to: no list tells more than it shows, and none of them is a 500."""

from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import App, Operator
from console.dashboard.figures import list_of
from tests.console.strangers import base, lists

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LONG = "9" * 5000  # more digits than Python reads
IDS = ["abc", LONG, "%00", "+1", "01", "1_31", "%D9%A1", "1%0A"]
QUERIES = [
    *(f"q={LONG}", "q=%00", "q=%ED%A0%80", "before=abc", "before=%00", f"before={LONG}", f"after=1-{LONG}"),
    *("e=1", "_popup=1&o=1.2", "_to_field=secret_key", "status=%00", "operator=%00", "all="),
]
LISTS = [
    "accounts.account",
    "accounts.operator",
    "im.appmute",
    "im.message",
    "journal.event",
    "journal.operation",
]
LISTS += ["push.delivery", "webhooks.delivery"]


@pytest.fixture
def browser(acme: App) -> Browser:
    browser = Browser(raise_request_exception=False)
    browser.force_login(Operator.objects.create_user("boss", is_staff=True, is_superuser=True), BACKEND)
    return browser


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("accounts/app", "secret_key__startswith=a"),
        ("accounts/app", "previous_secret_key="),
        ("accounts/operator", "password__startswith=pbkdf2"),
        ("accounts/session", "jti__startswith=a"),
        ("accounts/account", "app__secret_key__startswith=a"),
        ("webhooks/endpoint", "secret__startswith=a"),
        ("push/delivery", "id__regex=1"),
    ],
)
def test_a_list_is_asked_by_its_filters_alone(browser: Browser, path: str, query: str) -> None:
    assert browser.get(f"/admin/{path}/?{query}").status_code == 400


def test_the_links_of_the_console_are_answered(browser: Browser) -> None:
    for link in (
        list_of("journal_event", dispatched_at__isnull="1"),
        list_of("push_delivery", vendor__exact="fcm", status__exact="FAILED"),
        list_of("webhooks_delivery", status="DEAD"),
        list_of("webhooks_alert", status__exact="OPEN"),
    ):
        assert browser.get(link).status_code == 200, link


@pytest.mark.parametrize("label", LISTS)
def test_nonsense_is_answered_in_peace(browser: Browser, label: str) -> None:
    admin: Any = lists()[label]
    problems = []
    for key in IDS:
        if browser.get(f"{base(label)}{key}/change/").status_code != 404:
            problems.append(key[:20])
    problems += [query[:40] for query in QUERIES if browser.get(f"{base(label)}?{query}").status_code >= 500]
    many = [act.name for act in getattr(admin, "acts", []) if act.many][:1]
    for name in many:
        for ticked in ("abc", "\0", LONG, "1\n"):
            typed = {"action": name, "_selected_action": ticked}
            if browser.post(base(label), typed).status_code >= 500:
                problems.append(f"ticked {ticked[:20]!r}")
            if browser.get(f"{base(label)}do/{name}/", {"ids": ticked}).status_code != 404:
                problems.append(f"ids {ticked[:20]!r}")
    assert not problems
