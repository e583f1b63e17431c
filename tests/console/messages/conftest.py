"""A superuser's browser, and pages as he reads them."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from accounts.models import Account, App, Operator
from tests.im.chat import Room


@pytest.fixture
def browser(db: None) -> Browser:
    browser = Browser()
    browser.force_login(
        Operator.objects.create_superuser("chief"), "django.contrib.auth.backends.ModelBackend"
    )
    return browser


@pytest.fixture
def page(browser: Browser) -> Callable[..., str]:
    def open_(path: str, **query: str | int) -> str:
        answer = browser.get(f"/admin/im/{path}", query)
        assert answer.status_code == 200, answer
        return answer.content.decode()

    return open_


@pytest.fixture
def club(acme: App, alice: Account, bob: Account, carol: Account) -> Room:
    return Room(acme, "club", alice, bob, carol)
