"""Row 105, POST /api/push/internal/test-offline."""

from typing import Any

import pytest

from accounts.models import Account, App
from journal.models import Operation
from push.models import Device, Preference
from tests.client import Client
from tests.im.chat import say
from tests.im.offline.presence import opens
from tests.push.credentials import make_credential
from tests.push.phones import make_device
from tests.push.planted import Planted

ROW = "/api/push/internal/test-offline"


@pytest.fixture(autouse=True)
def phone(acme: App, bob: Account, vendor: Planted) -> Device:
    make_credential(acme, "HUAWEI")
    return make_device(acme, "bob", device_id="phone")


def ring(client: Client, **given: Any) -> Any:
    answer = client.post(ROW, {"appKey": "acme", "userId": "bob", **given})
    assert answer.ok, answer
    return answer.data


def test_it_rings_and_says_what_would_have_been_decided(as_internal: Client, vendor: Planted) -> None:
    told = ring(as_internal)
    assert (told["forced"], told["results"][0]["ok"], len(vendor.sent)) == (True, True, 1)
    assert told["decision"] == {
        "online": False,
        "muted": False,
        "dnd": False,
        "devices": 1,
        "wouldSend": True,
        "reason": None,
    }
    entry = Operation.objects.get()
    assert (entry.action, entry.operator_role) == ("PUSH_TEST", "I")


def test_simulated_it_rings_who_is_online(as_internal: Client, bob: Account, vendor: Planted) -> None:
    opens(bob, "phone")
    told = ring(as_internal, simulateOffline=True)
    assert (told["online"], told["forced"], told["decision"]["wouldSend"]) == (True, False, True)
    assert len(vendor.sent) == 1


def test_simulated_it_heeds_quiet_hours(as_internal: Client, acme: App, vendor: Planted) -> None:
    Preference.objects.create(app=acme, user_id="bob", dnd_enabled=True, dnd_from=0, dnd_to=0)
    told = ring(as_internal, simulateOffline=True)
    decision = told["decision"]
    assert (decision["dnd"], decision["wouldSend"], decision["reason"]) == (True, False, "DND")
    assert (told["results"], told["taskId"], vendor.sent) == ([], None, [])
    assert ring(as_internal)["results"][0]["ok"], "a test that is not simulated heeds nothing"


def test_simulated_it_heeds_that_the_conversation_is_muted(
    as_internal: Client, as_alice: Client, as_bob: Client, vendor: Planted
) -> None:
    conversation = say(as_alice, "bob")["conversationId"]
    there = {"conversationId": conversation, "convType": "SINGLE", "fromUserId": "alice"}
    assert ring(as_internal, simulateOffline=True, **there)["decision"]["wouldSend"]
    as_bob.put("/api/im/conversations/alice/muted", {"muted": True})
    told = ring(as_internal, simulateOffline=True, **there)
    decision = told["decision"]
    assert (decision["muted"], decision["wouldSend"], decision["reason"]) == (True, False, "MUTED")
    assert len(vendor.sent) == 1


def test_simulated_it_heeds_a_switch_on_the_phone(as_internal: Client, vendor: Planted) -> None:
    Device.objects.update(notification_enabled=False)
    decision = ring(as_internal, simulateOffline=True)["decision"]
    assert (decision["devices"], decision["wouldSend"]) == (0, False)
    assert not vendor.sent


def test_the_app_must_be_named_and_known(as_internal: Client) -> None:
    assert as_internal.post(ROW, {"userId": "bob"}).refused(400, "10004", "appKey")
    assert as_internal.post(ROW, {"userId": "bob", "appKey": "nope"}).refused(401, "70014")


def test_another_apps_user_is_nobody(as_internal: Client, other: App) -> None:
    assert as_internal.post(ROW, {"userId": "bob", "appKey": "other"}).refused(404, "93002")
