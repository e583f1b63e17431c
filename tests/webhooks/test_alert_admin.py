"""The console's list of alerts: to be read, by whom the app concerns."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client as Browser

from accounts.models import App, Operator
from tests.im.test_admin import signed_in
from tests.webhooks.endpoints import make_endpoint
from webhooks.alerts import open_alert
from webhooks.models import Alert, AlertLevel, AlertType

PATH = "/admin/webhooks/alert/"


@pytest.fixture
def alerts(acme: App, other: App) -> None:
    for app, name in ((acme, "shop"), (other, "<script>theirs")):
        open_alert(make_endpoint(app, name=name).pk, AlertType.GONE, AlertLevel.CRITICAL, "it answered 410")


def shown(browser: Browser, path: str = PATH) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_they_are_shown_and_cannot_be_touched(alerts: None, admin_user: Operator) -> None:
    browser = signed_in(admin_user)
    page = shown(browser)
    assert "shop" in page
    assert "&lt;script&gt;theirs" in page
    assert "it answered 410" in shown(browser, f"{PATH}{Alert.objects.earliest('pk').pk}/change/")
    assert browser.get(f"{PATH}add/").status_code == 403


def test_an_operator_sees_those_of_his_own_apps(alerts: None, operator: Operator) -> None:
    operator.is_staff = True
    operator.save()
    operator.user_permissions.set(Permission.objects.filter(codename="view_alert"))
    page = shown(signed_in(operator))
    assert "shop" in page
    assert "theirs" not in page
