"""The console's lists open, show no secret, and keep operators to their apps."""

import pytest
from django.test import Client as Browser

from accounts.actions.apps import Made
from accounts.models import Account, App, Operator, Session
from tests.client import Client

LISTS = ["app", "account", "session", "operator"]


@pytest.fixture
def browser(db: None) -> Browser:
    browser = Browser()
    browser.force_login(
        Operator.objects.create_superuser("chief"), "django.contrib.auth.backends.ModelBackend"
    )
    return browser


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_and_searches(
    browser: Browser, operator: Operator, as_alice: Client, name: str
) -> None:
    assert browser.get(f"/admin/accounts/{name}/").status_code == 200
    assert browser.get(f"/admin/accounts/{name}/", {"q": "a"}).status_code == 200


def test_every_row_opens(browser: Browser, operator: Operator, as_alice: Client) -> None:
    for row in (
        Account.objects.get(),
        Account.objects.get().app,
        Session.objects.get(),
        operator,
    ):
        path = f"/admin/accounts/{row._meta.model_name}/{row.pk}/change/"
        assert browser.get(path).status_code == 200, path


def test_no_secret_is_shown(browser: Browser, made: Made, as_alice: Client) -> None:
    app = made.app
    pages = [
        f"/admin/accounts/app/{app.pk}/change/",
        "/admin/accounts/app/",
        f"/admin/accounts/session/{Session.objects.get().pk}/change/",
    ]
    shown = "".join(browser.get(page).content.decode() for page in pages)
    for secret in (
        made.secret_key,
        made.app_secret,
        app.secret_key,
        app.app_secret,
        Session.objects.get().jti,
    ):
        assert secret not in shown


@pytest.mark.parametrize(("auth", "warned"), [("SECRET", False), ("APP_KEY", True)])
def test_who_lets_the_app_key_send_pushes_is_warned(
    browser: Browser, acme: App, auth: str, warned: bool
) -> None:
    acme.changed_settings = {"pushSendAuth": auth}
    acme.save()
    page = browser.get(f"/admin/accounts/app/{acme.pk}/change/").content.decode()
    assert ("is in every copy of the app" in page) is warned


def test_an_operator_sees_only_his_apps_rows(operator: Operator, alice: Account, dave: Account) -> None:
    operator.is_staff = True
    operator.save()
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    page = browser.get("/admin/accounts/account/").content.decode()
    assert "alice" in page
    assert "dave" not in page
    assert browser.get(f"/admin/accounts/account/{dave.pk}/change/").status_code == 404
