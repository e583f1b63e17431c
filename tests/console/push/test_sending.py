"""A send from the console: tried first, then sent; and the task that it becomes."""

import pytest
from django.test import Client as Browser

from accounts.models import App
from push.models import Delivery, Notice
from tests.console.push.test_credentials import browser, shown
from tests.push.conftest import vendor
from tests.push.credentials import make_credential
from tests.push.phones import make_devices, make_notice
from tests.push.planted import Planted

__all__ = ["browser", "vendor"]

ADD, LIST = "/admin/push/notice/add/", "/admin/push/notice/"
FORM = {"to": "userIds", "userIds": "bob\ncarol nobody", "title": "Hi <b>", "body": "there", "key": "k1"}


@pytest.fixture(autouse=True)
def phones(acme: App, vendor: Planted) -> None:
    make_credential(acme, "HUAWEI")
    make_devices(acme, ["bob", "bob", "carol"])


def test_it_is_tried_first_and_says_who_gets_it(browser: Browser) -> None:
    assert "Try it" in shown(browser, ADD)
    page = browser.post(ADD, {**FORM, "try": "1"}).content.decode()
    assert "3 phones get it." in page
    assert "Send it to 3 phones" in page
    assert "nobody" in page
    assert "There is no such user any more" in page
    assert "Hi &lt;b&gt;" in page
    assert "Hi <b>" not in page
    assert [notice.status for notice in Notice.objects.all()] == ["DRY_RUN"]
    assert not Delivery.objects.exists()


def test_it_says_which_vendor_it_does_not_fit(browser: Browser, vendor: Planted) -> None:
    vendor.too_long = True
    page = browser.post(ADD, {**FORM, "try": "1"}).content.decode()
    assert "too_long" in page
    assert "fit into the vendor" in page


def test_what_was_tried_can_be_changed_again(browser: Browser) -> None:
    page = browser.post(ADD, {**FORM, "edit": "1"}).content.decode()
    assert "carol nobody</textarea>" in page
    assert "Try it" in page


def test_then_it_is_sent_once_however_often_one_clicks(browser: Browser, acme: App) -> None:
    answers = [browser.post(ADD, FORM) for _ in range(2)]
    notice = Notice.objects.get()
    assert {answer["Location"] for answer in answers} == {f"{LIST}{notice.pk}/change/"}
    assert (notice.created_by, notice.content["notification"]["title"]) == ("operator:olga", "Hi <b>")
    assert Delivery.objects.count() == 3


def test_a_refusal_stands_at_its_field(browser: Browser) -> None:
    wrong = {**FORM, "vendorOptions": '{"HUAWEI": {"nonsense": 1}}', "imageUrl": "http://x"}
    page = browser.post(ADD, {**wrong, "try": "1"}).content.decode()
    assert "must be an https URL" in page
    assert browser.post(ADD, wrong).status_code == 400
    assert not Notice.objects.exists()


def test_its_page_says_how_far_it_came_and_why_some_failed(browser: Browser, acme: App) -> None:
    browser.post(ADD, FORM)
    notice = Notice.objects.get()
    first = Delivery.objects.earliest("pk")
    dead = {"status": "FAILED", "vendor_code": "80300007", "reason": "INVALID_TOKEN"}
    Delivery.objects.filter(pk=first.pk).update(**dead)
    page = shown(browser, f"{LIST}{notice.pk}/change/")
    assert 'data-live="yes"' in page
    assert "1 of 3 pushes are done" in page
    assert "Huawei says that none of these tokens is one of this app." in page
    assert "The app has to register again" in page
    assert str(first.pk) in shown(browser, f"{LIST}{notice.pk}/change/?tab=deliveries")
    assert "A push was not sent" in shown(browser, f"{LIST}{notice.pk}/change/?tab=log")
    assert "Failed 1" in shown(browser, LIST)


def test_the_list_asks_as_often_for_many_as_for_few(
    browser: Browser, acme: App, django_assert_max_num_queries: object
) -> None:
    shown(browser, LIST)
    for _ in range(3):
        make_notice(acme)
    with django_assert_max_num_queries(20) as few:  # type: ignore[operator]
        shown(browser, LIST)
    for _ in range(10):
        make_notice(acme)
    with django_assert_max_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        shown(browser, LIST)
