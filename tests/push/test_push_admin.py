"""The console's lists of push: to be read; no token or secret in them, texts for those who may read them."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import App, Operator
from push.models import (
    Credential,
    Delivery,
    Device,
    DeviceLog,
    Lane,
    Notice,
    Preference,
    Receipt,
    Template,
    VendorReceipt,
)
from tests.im.test_admin import signed_in
from tests.push.credentials import make_credential
from tests.push.phones import make_device, make_notice

TOKEN, SECRET, TEXT = "canary-token-of-a-phone", "canary-secret", "<b>canary-text"
SHOWN = [Credential, Delivery, Device, DeviceLog, Lane, Notice, Preference, Receipt, Template, VendorReceipt]
EACH = pytest.mark.parametrize("model", SHOWN, ids=[model.__name__ for model in SHOWN])


def page(browser: Browser, model: type[Any], rest: str = "") -> str:
    answer = browser.get(f"/admin/push/{model.__name__.lower()}/{rest}")
    assert answer.status_code == 200, answer
    return answer.content.decode()


def one_of_each(app: App, user_id: str) -> None:
    device = make_device(app, user_id, token=TOKEN + user_id, keys={"auth": SECRET})
    make_credential(app, secret={"appSecret": SECRET})
    Lane.objects.create(app=app, vendor="HUAWEI", reason="AUTH")
    notice = make_notice(app, content={"notification": {"title": TEXT}}, created_by=user_id)
    to = {"app": app, "device": device, "user_id": user_id, "vendor": "HUAWEI"}
    delivery = Delivery.objects.create(notice=notice, **to)
    DeviceLog.objects.create(app_id=app.pk, event="QUEUED", user_id=user_id, delivery_id=delivery.pk)
    Receipt.objects.create(
        app_id=app.pk, delivery_id=delivery.pk, event="CLICKED", device_id=user_id, at=timezone.now()
    )
    VendorReceipt.objects.create(app=app, vendor="HUAWEI", body=TOKEN.encode(), error=user_id)
    Preference.objects.create(app=app, user_id=user_id)
    Template.objects.create(app=app, code=user_id)


@pytest.fixture
def rows(acme: App, other: App) -> None:
    one_of_each(acme, "ours")
    one_of_each(other, "theirs")


def reader(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


@EACH
def test_each_is_shown_without_a_token_or_a_secret(
    model: type[Any], rows: None, admin_user: Operator
) -> None:
    browser = signed_in(admin_user)
    pages = page(browser, model) + "".join(
        page(browser, model, f"{row.pk}/change/") for row in model.objects.all()
    )
    for canary in (TOKEN, SECRET, Credential.objects.values_list("secret", flat=True)[0]):
        assert canary not in pages


@EACH
def test_nothing_is_changed_but_by_an_act(model: type[Any], rows: None, admin_user: Operator) -> None:
    browser = signed_in(admin_user)
    row = model.objects.first()
    path = f"/admin/push/{model.__name__.lower()}/"
    adds = model in (Credential, Notice, Preference, Template)  # in an app, which has to be chosen first
    assert browser.get(f"{path}add/").status_code == (302 if adds else 403)
    assert browser.post(f"{path}{row.pk}/change/", {}).status_code == 403
    assert browser.post(f"{path}{row.pk}/delete/", {"post": "yes"}).status_code == 404


@EACH
def test_an_operator_sees_his_own_apps_only(
    model: type[Any], rows: None, operator: Operator, other: App
) -> None:
    browser = reader(operator)
    page(browser, model)
    foreign = model.objects.get(app_id=other.pk)
    assert browser.get(f"/admin/push/{model.__name__.lower()}/{foreign.pk}/change/").status_code == 404


def test_what_a_task_says_is_shown_as_text(rows: None, operator: Operator, acme: App) -> None:
    change = f"{Notice.objects.get(app=acme).pk}/change/"
    assert "&lt;b&gt;canary-text" in page(reader(operator), Notice, change)


@EACH
def test_they_are_found_by_their_keys(model: type[Any], rows: None, admin_user: Operator) -> None:
    browser = signed_in(admin_user)
    for words in ("1", "ours", "not a number"):
        page(browser, model, f"?q={words}")


def test_all_of_push_is_there_but_the_counts() -> None:
    there = {model for model in admin.site._registry if model._meta.app_label == "push"}
    assert there == set(SHOWN)
