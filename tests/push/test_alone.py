"""Push without chat: every row of the reference works for users who have no account."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account, App
from push.models import Delivery
from tests.client import Answer, Client
from tests.push.credentials import make_credential

PUSH = "/api/push"
PHONE = {"userId": "u1", "deviceId": "d1", "platform": "ANDROID", "vendor": "HUAWEI", "token": "token-of-u1"}


@pytest.fixture(autouse=True)
def _alone(acme: App, settings: Settings) -> None:
    settings.PUSH_ASKS = ""
    make_credential(acme)


def ok(answer: Answer) -> Any:
    assert answer.ok, answer
    return answer.data


def test_all_eleven_rows_work(acme: App, as_phone: Client, as_server: Client, as_internal: Client) -> None:
    assert ok(as_phone.post(f"{PUSH}/register", PHONE))["status"] == "ACTIVE"
    sent = ok(as_server.post(f"{PUSH}/send", {"userIds": ["u1"], "title": "Hi", "body": "there"}))
    assert (sent["targetUsers"], sent["targetDevices"]) == (1, 1)
    told = {"appKey": "acme", "eventId": "e1", "toUserIds": ["u1"], "fromUserId": "u2", "preview": "hi"}
    assert ok(as_internal.post(f"{PUSH}/internal/notify", told))["accepted"] == 1
    push = str(Delivery.objects.latest("pk").pk)
    receipt = {"events": [{"pushId": push, "deviceId": "d1", "event": "RECEIVED", "at": 1_700_000_000_000}]}
    assert ok(as_phone.post(f"{PUSH}/receive-push", receipt))["accepted"] == 1
    for row in ("user-status", "device-logs"):
        assert ok(as_server.get(f"{PUSH}/admin/{row}", appKey="acme", userId="u1"))["items"]
    assert ok(as_internal.get(f"{PUSH}/internal/device-logs", appKey="acme", userId="u1"))["items"]
    found = ok(as_internal.get(f"{PUSH}/internal/diagnostics/search", appKey="acme", token=PHONE["token"]))
    assert found["count"] == 1
    tried = {"appKey": "acme", "userId": "u1", "dryRun": True}
    assert ok(as_server.post(f"{PUSH}/admin/test-offline", tried))["results"]
    assert ok(as_internal.post(f"{PUSH}/internal/test-offline", tried))["results"]
    gone = ok(as_phone.delete(f"{PUSH}/unregister", {"deviceId": "d1"}))
    assert gone == {"removed": 1}
    assert not Account.objects.exists()
