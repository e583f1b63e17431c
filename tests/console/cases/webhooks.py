"""What can be done to endpoints, deliveries and alerts."""

from tests.console.acting import Case, Known
from webhooks.models import Alert, Delivery, Endpoint

ONE = "/api/im/admin/webhooks/$webhook"
NAMED = {"name": "shop", "url": "https://shop.example.com/im", "failOpen": True}
SINCE = "2026-01-02T03:04:05"


def _endpoint(known: Known) -> Endpoint:
    return Endpoint.objects.get(pk=known["webhook"])


def _delivery(known: Known) -> Delivery:
    return Delivery.objects.get(pk=known["delivery"])


def _alert(known: Known) -> Alert:
    return Alert.objects.get(pk=known["alert"])


def _disabled(known: Known) -> None:
    Endpoint.objects.filter(pk=known["webhook"]).update(enabled=False, disabled_reason="GONE")


CASES = [
    Case(
        act="webhooks.endpoint/add",
        form={
            **NAMED,
            "events": "message.*, user.login",
            "enabled": "on",
            "groupIds": "club",
            "timeoutMs": 3000,
        },
        call="POST /api/im/admin/webhooks",
        body={
            **NAMED,
            "events": ["message.*", "user.login"],
            "enabled": True,
            "filters": {"groupIds": ["club"]},
            "timeoutMs": 3000,
        },
    ),
    Case(
        act="webhooks.endpoint/change",
        at=_endpoint,
        form={**NAMED, "events": "message.sent"},
        call=f"PUT {ONE}",
        body={**NAMED, "events": ["message.sent"], "filters": {}},
    ),
    Case(act="webhooks.endpoint/test", at=_endpoint, call=f"POST {ONE}/test"),
    Case(
        act="webhooks.endpoint/recover",
        at=_endpoint,
        form={"since": SINCE, "mode": "FAILED"},
        call=f"POST {ONE}/recover",
        body={"since": 1_767_323_045_000, "mode": "FAILED"},
    ),
    Case(act="webhooks.endpoint/rotate", at=_endpoint, call=f"PUT {ONE}", body={"rotateSecret": True}),
    Case(
        act="webhooks.endpoint/enable",
        at=_endpoint,
        call=f"PUT {ONE}",
        body={"enabled": True},
        before=_disabled,
    ),
    Case(act="webhooks.endpoint/disable", at=_endpoint, call=f"PUT {ONE}", body={"enabled": False}),
    Case(act="webhooks.endpoint/delete", at=_endpoint, call=f"DELETE {ONE}"),
    Case(
        act="webhooks.delivery/redeliver",
        at=_delivery,
        call="POST /api/im/admin/webhook-deliveries/$delivery/redeliver",
    ),
    Case(
        act="webhooks.alert/acknowledge",
        at=_alert,
        form={"note": "we know"},
        call="POST /api/im/admin/webhook-alerts/$alert/acknowledge",
        body={"note": "we know"},
    ),
]
