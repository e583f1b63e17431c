"""The credentials in the console: all vendors, how to get there, checks, and no secret ever shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from accounts.models import App, Mandate, Operator, OperatorRole
from push.console.guide import GUIDES
from push.credentials import opened
from push.models import Credential
from push.vendors.contract import Kind, Outcome, Stage
from push.vendors.registry import VENDORS
from tests.im.test_admin import signed_in
from tests.push.conftest import vendor
from tests.push.credentials import make_credential
from tests.push.planted import GOOD, OK, Planted

__all__ = ["vendor"]

HOME = "/admin/push/credential/"
REFUSED = Outcome(Kind.AUTH, Stage.AUTH, 401, "80200001", "wrong <b>secret", hint="Check appSecret.")


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


def shown(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_every_vendor_is_there_with_how_it_is_set_up(browser: Browser, acme: App) -> None:
    make_credential(acme, "OPPO")
    page = shown(browser, HOME)
    assert list(GUIDES) == list(VENDORS)
    for name in GUIDES:
        assert f'id="vendor-{name}"' in page
    assert "Not checked yet" in page
    assert page.count("?vendor=") == len(GUIDES) - 1


@pytest.mark.parametrize("name", VENDORS)
def test_its_form_has_the_vendors_own_fields_and_says_where_each_is(name: str, browser: Browser) -> None:
    page = shown(browser, f"{HOME}add/?vendor={name}")
    for field in VENDORS[name].FIELDS:
        assert f'name="{field.name}"' in page
    assert set(GUIDES[name].fields) == {field.name for field in VENDORS[name].FIELDS}


def test_a_key_file_can_be_uploaded_and_is_not_shown_again(browser: Browser, acme: App) -> None:
    form = {"vendor": "FCM", "serviceAccount_file": SimpleUploadedFile("key.json", b'{"canary": 1}')}
    refused = browser.post(f"{HOME}add/", form)
    assert refused.status_code == 400  # it is none of Google's, which the API's own row says at its field
    assert b"serviceAccount" in refused.content
    assert not Credential.objects.exists()


def test_what_is_left_empty_stays(browser: Browser, acme: App, vendor: Planted) -> None:
    public = {"appId": "1", "channelId": "chat"}
    stored = make_credential(acme, "HUAWEI", public=public, secret={"appSecret": "canary-secret"})
    page = f"{HOME}{stored.pk}/do/change/"
    assert "canary-secret" not in shown(browser, page)
    assert browser.post(page, {"appId": "2", "appSecret": "", "channelId": "chat"}).status_code == 302
    stored.refresh_from_db()
    access = opened(stored)
    assert access is not None
    assert access.fields == {"appId": "2", "appSecret": "canary-secret", "channelId": "chat"}
    assert "canary-secret" not in shown(browser, HOME) + shown(browser, f"{HOME}{stored.pk}/change/")


def test_a_wrong_one_says_why_and_a_right_one_mends_it(browser: Browser, acme: App, vendor: Planted) -> None:
    stored = make_credential(acme, "HUAWEI", public={"appId": "1"}, secret={"appSecret": "wrong"})
    vendor.checks = lambda access: REFUSED
    page = browser.post(f"{HOME}{stored.pk}/do/check/").content.decode()
    assert "It stopped at: Sign-in at the vendor" in page
    assert "wrong &lt;b&gt;secret" in page
    assert "80200001" in page
    assert "Check failed" in shown(browser, HOME)
    assert browser.post(f"{HOME}{stored.pk}/do/change/", GOOD).status_code == 302
    vendor.checks = lambda access: OK
    assert "The vendor takes the credential." in browser.post(f"{HOME}{stored.pk}/do/check/").content.decode()
    assert "Check failed" not in shown(browser, HOME)


def test_an_operator_below_the_administrator_cannot_enter_one(
    browser: Browser, acme: App, operator: Operator
) -> None:
    Mandate.objects.filter(operator=operator).update(role=OperatorRole.OPERATOR)
    stored = make_credential(acme, "OPPO")
    assert "?vendor=" not in shown(browser, HOME)
    assert browser.get(f"{HOME}add/?vendor=APNS").status_code == 403
    assert browser.post(f"{HOME}{stored.pk}/do/delete/").status_code == 403
    assert browser.get(f"{HOME}{stored.pk}/do/check/").status_code == 200


def test_who_lets_the_app_key_send_is_warned(browser: Browser, acme: App) -> None:
    assert "pushSendAuth" not in shown(browser, HOME)
    acme.changed_settings = {"pushSendAuth": "APP_KEY"}
    acme.save()
    assert "pushSendAuth = APP_KEY" in shown(browser, HOME)
