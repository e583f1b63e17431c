"""Why did it not ring: whatever one has leads to the story, with the reason and the remedy on top."""

from collections import Counter

import pytest
from django.test import Client as Browser
from django.utils import translation

from accounts.models import App
from push import logs, statistics
from push.console.reasons import REASONS, why
from push.console.words import EVENTS, VENDORS, translated
from push.models import Delivery, Device, Level, LogEvent, ReceiptEvent, Vendor
from push.planning import REASONS as REASONS_OF_PLANS
from push.sending import judging, preparing
from push.shapes import testing
from push.vendors import codes
from push.vendors.registry import VENDORS as MODULES
from tests.console.push.test_credentials import browser, shown
from tests.push.credentials import make_credential
from tests.push.devices import make_delivery, make_device

__all__ = ["browser"]

WHY = "/admin/push/why/"
TOKEN = "the-token-of-bobs-phone-0123456789"


@pytest.fixture
def phone(acme: App) -> Device:
    make_credential(acme)
    phone = make_device(acme, token=TOKEN, status="INVALID", invalid_reason="80300007")
    delivery = make_delivery(phone, status="FAILED", vendor_code="80300007", reason="INVALID_TOKEN")
    failed = logs.of_device(
        LogEvent.FAILED,
        phone,
        level=Level.ERROR,
        notice_id=delivery.notice_id,
        delivery_id=delivery.pk,
        vendor_code="80300007",
        vendor_message="<i>no</i>",
        detail={"reason": "INVALID_TOKEN"},
    )
    logs.write([logs.of_device(LogEvent.REGISTER, phone), failed])
    return phone


@pytest.mark.parametrize("asked", ["bob", "phone", TOKEN, "push", "task", "t-task"])
def test_each_leads_to_the_reason_and_the_remedy(asked: str, phone: Device, browser: Browser) -> None:
    delivery = Delivery.objects.get(device=phone)
    told = {"push": str(delivery.pk), "task": str(delivery.notice_id), "t-task": f"t{delivery.notice_id}"}
    page = shown(browser, f"{WHY}?q={told.get(asked, asked)}")
    assert "Huawei says that none of these tokens is one of this app." in page
    assert "The app has to register again" in page
    assert "&lt;i&gt;no&lt;/i&gt;" in page
    body = page.partition("push-ask")[2].partition("</form>")[2]
    assert TOKEN not in body


def test_another_apps_is_none(other: App, browser: Browser) -> None:
    theirs = make_device(other, "dave", device_id="theirs")
    delivery = make_delivery(theirs)
    for asked in ("dave", "theirs", theirs.token, theirs.token_hash, delivery.pk, delivery.notice_id):
        assert "Nothing is known of it" in shown(browser, f"{WHY}?q={asked}")


def test_a_device_says_whether_it_would_ring(phone: Device, browser: Browser) -> None:
    page = shown(browser, f"/admin/push/device/{phone.pk}/change/")
    assert "A push would not ring" in page
    Device.objects.update(status="ACTIVE")
    assert "Nothing stands in its way." in shown(browser, f"/admin/push/device/{phone.pk}/change/")
    assert "It failed" in shown(browser, f"/admin/push/device/{phone.pk}/change/?tab=log")


def test_a_test_push_shows_how_far_it_came(acme: App, browser: Browser) -> None:
    device = make_device(acme, vendor="OPPO")  # which the app has no credential for
    page = browser.post(f"/admin/push/device/{device.pk}/do/test/", {}).content.decode()
    assert "The app has no enabled credential for this vendor." in page
    assert '<li class="failed">Credential</li>' in page


def test_the_statistics_are_of_this_app(acme: App, other: App, browser: Browser) -> None:
    kind = statistics.Kind
    statistics.count(
        Counter(
            {
                kind(acme.pk, "HUAWEI", "accepted"): 30,
                kind(acme.pk, "HUAWEI", "failed", "80300007"): 10,
                kind(other.pk, "OPPO", "accepted"): 77_777,
            }
        )
    )
    for span in ("day", "week", "month", "nonsense"):
        page = shown(browser, f"/admin/push/statistics/?range={span}")
        assert "75.0 %" in page
        assert "80300007" in page
        assert "77777" not in page
    assert "75.0 %" not in shown(browser, "/admin/push/statistics/?vendor=OPPO")


def test_everything_has_its_words() -> None:
    assert set(EVENTS) >= {*LogEvent.values, *ReceiptEvent.values}
    assert set(VENDORS) == set(Vendor.values)
    for reason in REASONS_OF_PLANS:
        assert REASONS[reason].cause


def test_every_hint_is_said_in_chinese() -> None:
    hints = {one.hint for name in MODULES for one in codes.table(name).values() if one.hint}
    hints |= {*testing.MEND.values(), *testing.WAIT.values(), *testing.CANNOT.values(), testing.SWITCHED_OFF}
    hints |= {*preparing.HINTS.values(), judging.DOUBTED, testing.RENDERED}
    with translation.override("zh-hans"):
        assert [hint for hint in hints if translated(hint) == hint] == []
        two = f"{testing.MEND['SEND']} {testing.SWITCHED_OFF}"
        assert translated(two).isascii() is False
        assert "厂商" in str(why("HUAWEI", "", "VENDOR_PAUSED").cause)
