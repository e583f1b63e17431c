"""A form that was opened about one app does nothing once another one is chosen."""

import pytest
from django.test import Client as Browser

from accounts.models import App, Mandate, Operator, OperatorRole
from im.moderation.models import KeywordFilter
from tests.im.test_admin import signed_in

ADD = "/admin/im/keywordfilter/add/"
IMPORT = "/admin/moderation/import/"


@pytest.fixture
def browser(acme: App, other: App, operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    Mandate.objects.create(operator=operator, app=other, role=OperatorRole.ADMINISTRATOR)
    browser = signed_in(operator)
    browser.post("/admin/choose-app/", {"app": other.app_key})
    return browser


@pytest.mark.parametrize("path", [ADD, IMPORT])
def test_a_form_of_another_window_does_nothing(browser: Browser, path: str) -> None:
    typed = {"words": "casino", "content": "casino", "console_app": "acme"}
    answer = browser.post(path, typed, follow=True)
    assert "Nothing was done" in answer.content.decode()
    assert not KeywordFilter.objects.exists()


def test_one_of_the_chosen_app_is_done(browser: Browser, other: App) -> None:
    form = {
        "words": "casino",
        "matchType": "CONTAINS",
        "action": "BLOCK",
        "scopes": "SINGLE",
        "enabled": "on",
    }
    browser.post(ADD, {**form, "console_app": other.app_key})
    assert KeywordFilter.objects.get().app == other
