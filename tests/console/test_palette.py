"""The command palette finds pages, and rows by id in one's own apps alone; each look is by an index."""

import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, App, Operator
from im.groups.models import Group
from push.models import Device, Notice
from tests.client import Client
from tests.im.chat import say
from tests.push.phones import make_device, make_notice
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(operator: Operator, acme: App) -> Browser:
    operator.is_staff = True
    operator.save()
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


def found(browser: Browser, words: str) -> list[str]:
    answer = browser.get("/admin/search/", {"s": words, "extended": "1"})
    assert answer.status_code == 200
    return re.findall(r'class="console-found" href="([^"]+)"', answer.content.decode())


def test_pages_are_found_by_their_names(browser: Browser) -> None:
    assert "/admin/im/message/" in found(browser, "messa")
    assert "/admin/accounts/app/" in found(browser, "APPS")


def test_people_groups_and_devices_are_found_by_their_ids(
    browser: Browser, acme: App, alice: Account
) -> None:
    Group.objects.create(app=acme, group_id="club", name="Club")
    device = make_device(acme, "alice", device_id="phone-of-alice")
    assert f"/admin/accounts/account/{alice.pk}/change/" in found(browser, "ali")
    assert f"/admin/push/device/{device.pk}/change/" in found(browser, "phone-of-alice")
    assert any(link.startswith("/admin/im/group/") for link in found(browser, "clu"))
    assert f"/admin/accounts/app/{acme.pk}/change/" in found(browser, "acme")
    assert found(browser, "al%e") == found(browser, "ALICE\0!") == []


def test_a_number_leads_to_whatever_bears_it(
    browser: Browser, acme: App, as_alice: Client, bob: Account
) -> None:
    said = say(as_alice, "bob", "hello")
    assert f"/admin/im/message/{said['id']}/change/" in found(browser, said["id"])
    assert f"/admin/im/conversation/{said['conversationId']}/change/" in found(
        browser, said["conversationId"]
    )
    task = make_notice(acme)
    assert f"/admin/push/notice/{task.pk}/change/" in found(browser, str(task.pk))
    endpoint = Endpoint.objects.create(
        app=acme, name="e", url="https://example.com", secret="s", events=[], timeout_ms=1000
    )
    delivery = Delivery.objects.create(app=acme, endpoint=endpoint, event_id="evt_1", type="message.sent")
    assert f"/admin/webhooks/delivery/{delivery.pk}/change/" in found(browser, str(delivery.pk))
    assert found(browser, str(2**63)) == []


def test_another_apps_rows_are_not_there(browser: Browser, dave: Account, other: App) -> None:
    device = make_device(other, "dave", device_id="phone-of-dave")
    task = make_notice(other)
    assert found(browser, "dave") == found(browser, "other") == found(browser, device.device_id) == []
    assert not [link for link in found(browser, str(task.pk)) if "/notice/" in link]
    assert Device.objects.count() == Notice.objects.count() == 1


def test_it_asks_no_more_whatever_is_found(browser: Browser, acme: App) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            found(browser, "1")
        return len(counted)

    asked()  # what a process asks once
    before = asked()
    for number in range(12):
        Account.objects.create(app=acme, user_id=f"1{number}", nickname="<b>")
    assert asked() == before <= 16
    assert len(found(browser, "1")) <= 20
