"""Operators at the console's door, with a browser each."""

import pytest
from django.test import Client as Browser

from accounts.models import Operator

PASSWORD = "correct horse battery"


def at_the_door(browser: Browser, *, username: str = "olga", password: str = PASSWORD, to: str = "") -> int:
    """What the sign-in page answers."""
    path = f"/admin/login/?next={to}" if to else "/admin/login/"
    return browser.post(path, {"username": username, "password": password}).status_code


@pytest.fixture
def olga(operator: Operator) -> Operator:
    operator.is_staff = True
    operator.save()
    return operator


@pytest.fixture
def browser(olga: Operator) -> Browser:
    """Olga's, signed in."""
    browser = Browser()
    assert at_the_door(browser) == 302
    return browser
