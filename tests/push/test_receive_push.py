"""Row 101, POST /api/push/receive-push, as phones call it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import App
from config.clock import moment, now_ms
from journal.facts import Fact
from push.models import Delivery, DeviceLog, Receipt, Statistic
from tests.client import Answer, Client
from tests.push.devices import make_delivery, make_device

pytestmark = pytest.mark.django_db

ROW = "/api/push/receive-push"


@pytest.fixture
def push(acme: App) -> Delivery:
    return make_delivery(make_device(acme), status="ACCEPTED", vendor_message_id="m1")


def seen(push: Delivery, event: str = "RECEIVED", **more: Any) -> dict[str, Any]:
    return {"pushId": str(push.pk), "deviceId": "phone", "event": event, **more}


def report(client: Client, *events: dict[str, Any]) -> Answer:
    return client.post(ROW, {"events": list(events)})


def counts(answer: Answer) -> tuple[int, int, int]:
    return answer.data["accepted"], answer.data["duplicated"], answer.data["unknown"]


def counted() -> dict[str, int]:
    return dict(Statistic.objects.values_list("outcome", "count"))


def told(facts: list[Fact]) -> list[str]:
    return [fact.type for fact in facts]


def test_a_push_arrives_is_shown_and_tapped_each_once(
    as_phone: Client, push: Delivery, facts: list[Fact]
) -> None:
    assert report(as_phone, seen(push)).data == {"accepted": 1, "duplicated": 0, "unknown": 0}
    assert counts(report(as_phone, seen(push), seen(push, "DISPLAYED"), seen(push, "DISPLAYED"))) == (1, 2, 0)
    assert Delivery.objects.get().status == "DELIVERED"
    assert counts(report(as_phone, seen(push, "CLICKED", actionId="reply"))) == (1, 0, 0)
    assert counts(report(as_phone, seen(push, "DISMISSED"))) == (1, 0, 0)
    assert Delivery.objects.get().status == "CLICKED"
    logged = DeviceLog.objects.order_by("pk").values_list("event", "delivery_id", "vendor_message_id")
    assert list(logged) == [
        (event, push.pk, "m1") for event in ("DELIVERED", "DISPLAYED", "CLICKED", "DISPLAYED")
    ]
    assert DeviceLog.objects.get(event="CLICKED").detail["actionId"] == "reply"
    assert told(facts) == ["push.delivered", "push.clicked"]
    assert facts[1].data == {
        "taskId": str(push.notice_id),
        "pushId": str(push.pk),
        "userId": "bob",
        "deviceId": "phone",
        "vendor": "HUAWEI",
        "at": facts[1].data["at"],
        "actionId": "reply",
    }
    assert counted() == {"delivered": 1, "clicked": 1}


def test_what_is_tapped_has_been_delivered(as_phone: Client, push: Delivery, facts: list[Fact]) -> None:
    assert counts(report(as_phone, seen(push, "CLICKED"))) == (1, 0, 0)
    assert counts(report(as_phone, seen(push))) == (1, 0, 0)
    assert Delivery.objects.get().status == "CLICKED"
    assert told(facts) == ["push.delivered", "push.clicked"]
    assert counted() == {"delivered": 1, "clicked": 1}


@pytest.mark.parametrize("status", ["PENDING", "RETRYING"])
def test_a_phone_may_be_quicker_than_the_engine(as_phone: Client, push: Delivery, status: str) -> None:
    """It is not sent again, and the engine may still write down how it went out."""
    Delivery.objects.update(status=status, lease="engine")
    report(as_phone, seen(push))
    push.refresh_from_db()
    assert (push.status, push.lease) == ("DELIVERED", "engine")
    assert counted() == {"accepted": 1, "delivered": 1}


@pytest.mark.parametrize(("status", "after"), [("FAILED", "FAILED"), ("UNKNOWN", "DELIVERED")])
def test_the_state_only_moves_forward(as_phone: Client, push: Delivery, status: str, after: str) -> None:
    Delivery.objects.update(status=status)
    assert counts(report(as_phone, seen(push))) == (1, 0, 0)
    assert Delivery.objects.get().status == after


def test_one_event_may_be_the_body_itself(as_phone: Client, push: Delivery) -> None:
    assert counts(as_phone.post(ROW, seen(push))) == (1, 0, 0)
    assert counts(as_phone.post(ROW, {**seen(push), "appKey": "acme"})) == (0, 1, 0)


def test_a_task_and_the_phone_name_it_too(as_phone: Client, push: Delivery, acme: App) -> None:
    task = push.notice_id
    make_delivery(make_device(acme, device_id="pad"), push.notice, status="ACCEPTED")
    other = make_delivery(make_device(acme, vendor="FCM"), push.notice, status="ACCEPTED")
    named: list[dict[str, Any]] = [
        {"pushId": f"t{task}", "event": "RECEIVED"},
        {"taskId": str(task), "event": "DISPLAYED"},
        {"taskId": f"t{task}", "event": "CLICKED"},
        {"taskId": str(task), "event": "CLICKED", "vendor": "fcm"},
    ]
    assert counts(report(as_phone, *({**one, "deviceId": "phone"} for one in named))) == (4, 0, 0)
    assert Receipt.objects.filter(delivery_id=push.pk).count() == 3
    assert Receipt.objects.get(delivery_id=other.pk).event == "CLICKED"


def test_what_is_not_of_this_app_phone_and_user_is_unknown(
    as_phone: Client, push: Delivery, other: App, facts: list[Fact]
) -> None:
    foreign = make_delivery(make_device(other), status="ACCEPTED")
    strange: list[dict[str, Any]] = [
        seen(foreign),
        seen(push, deviceId="pad"),
        seen(push, userId="alice"),
        seen(push, vendor="FCM"),
        seen(push, pushId="9" * 18),
        seen(push, pushId="9" * 64),
        seen(push, pushId="²"),
        seen(push, pushId="t"),
        seen(push, pushId="-1"),
        {"taskId": str(foreign.notice_id), "deviceId": "phone", "event": "CLICKED"},
        {"taskId": "tt1", "deviceId": "phone", "event": "CLICKED"},
    ]
    assert [counts(report(as_phone, one)) for one in strange] == [(0, 0, 1)] * 11
    assert not Receipt.objects.exists()
    assert Delivery.objects.filter(status="ACCEPTED").count() == 2
    assert facts == []
    assert counts(report(as_phone, seen(push, userId="bob", vendor="huawei"))) == (1, 0, 0)


def test_a_clock_that_is_ahead_is_put_back(as_phone: Client, push: Delivery) -> None:
    then = now_ms() - 60_000
    report(as_phone, seen(push, at=now_ms() + 3_600_000), seen(push, "CLICKED", at=then))
    at = dict(Receipt.objects.values_list("event", "at"))
    assert at["RECEIVED"] <= moment(now_ms() + 1)
    assert at["CLICKED"] == moment(then)


def test_limits_hold_at_the_edge(as_phone: Client, push: Delivery) -> None:
    assert report(as_phone, *[seen(push)] * 200).ok
    bad: list[tuple[str, Any]] = [
        ("events", {"events": []}),
        ("events", {"events": [seen(push)] * 201}),
        ("events", {"events": seen(push)}),
        ("events[0].event", {"events": [seen(push, "EATEN")]}),
        ("events[0].pushId", {"events": [{"deviceId": "phone", "event": "CLICKED"}]}),
        ("events[0].deviceId", {"events": [{"pushId": "1", "event": "CLICKED"}]}),
        ("events[0].actionId", {"events": [seen(push, actionId="x" * 65)]}),
        ("events[0].at", {"events": [seen(push, at=-1)]}),
        ("events[0].pushId", {"events": [seen(push, pushId="")]}),
        ("deviceId", {"pushId": "1", "event": "CLICKED"}),
        ("event", {}),
        ("pushId", {"deviceId": "phone", "event": "CLICKED"}),
    ]
    for field, body in bad:
        assert as_phone.post(ROW, body).refused(400, "10004", field), body


@pytest.mark.usefixtures("remembering")
def test_it_costs_the_same_however_many_they_are(as_phone: Client, acme: App) -> None:
    pushes = [make_delivery(make_device(acme, device_id=f"d{n}"), status="ACCEPTED") for n in range(8)]

    def cost(*found: Delivery) -> int:
        with CaptureQueriesContext(connection) as queries:
            events = [seen(one, "CLICKED", deviceId=one.device.device_id) for one in found]
            assert counts(report(as_phone, *events)) == (len(found), 0, 0)
        return len(queries)

    cost(*pushes[:1])
    assert cost(*pushes[1:2]) == cost(*pushes[2:])
