"""What can be done to endpoints, deliveries and alerts."""

from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, Row
from accounts.models import OperatorRole
from webhooks.console.forms import (
    EndpointForm,
    MakeEndpointForm,
    NoteForm,
    RecoverForm,
    RotateForm,
    body_of,
    day_ago,
    filled,
    recovery,
)
from webhooks.models import AlertStatus, Delivery, Endpoint

ONE = "/api/im/admin/webhooks/{row.pk}"


def _there(endpoint: Endpoint) -> bool:
    return endpoint.deleted_at is None


def _on(endpoint: Endpoint) -> bool:
    return _there(endpoint) and endpoint.enabled


def _can_be_sent(delivery: Delivery) -> bool:
    return _on(delivery.endpoint)


ADD = Act(
    name="add",
    label=_("Add an endpoint"),
    said=_("The server is told of these events from now on. Its secret is shown once, on the next page."),
    deed=Row("POST", "/api/im/admin/webhooks", body=body_of),
    form=MakeEndpointForm,
    initial=lambda row: {"events": "*", "failOpen": True, "enabled": True},
    answer="webhooks/secret.html",
    icon="add",
)
CHANGE = Act(
    name="change",
    label=_("Change"),
    said=_("What happens from now on is told as you say here; what waits already is sent to the new URL."),
    deed=Row("PUT", ONE, body=body_of),
    form=EndpointForm,
    initial=filled,
    icon="edit",
    fits=_there,
)
TEST = Act(
    name="test",
    label=_("Send a test event"),
    said=_("The event webhook.test is delivered to this endpoint, signed as all others are."),
    deed=Row("POST", f"{ONE}/test", body=None),
    answer="webhooks/tested.html",
    icon="science",
    fits=_on,
)
RECOVER = Act(
    name="recover",
    label=_("Resend"),
    said=_("They are sent again under the same webhook-id, so that the server can tell repeats."),
    deed=Row("POST", f"{ONE}/recover", body=recovery),
    form=RecoverForm,
    initial=day_ago,
    answer="webhooks/recovered.html",
    icon="replay",
    fits=_on,
)
ROTATE = Act(
    name="rotate",
    label=_("Rotate the secret"),
    said=_(
        "A new secret signs at once; the one it replaces signs beside it for 24 hours, so that nothing is "
        "refused while the server learns the new one. It is shown once, on the next page."
    ),
    deed=Row("PUT", ONE, body=lambda asked: {"rotateSecret": True, **asked.given}),
    form=RotateForm,
    needs=OperatorRole.ADMINISTRATOR,
    answer="webhooks/secret.html",
    icon="key",
    fits=_there,
)
ENABLE = Act(
    name="enable",
    label=_("Enable"),
    said=_("Events are delivered again. What was missed stays held until you resend it."),
    deed=Row("PUT", ONE, body=lambda asked: {"enabled": True}),
    icon="toggle_on",
    fits=lambda endpoint: _there(endpoint) and not endpoint.enabled,
)
DISABLE = Act(
    name="disable",
    label=_("Disable"),
    said=_("Nothing is sent any more. What happens meanwhile is held, and can be resent later."),
    deed=Row("PUT", ONE, body=lambda asked: {"enabled": False}),
    danger=True,
    icon="toggle_off",
    fits=_on,
)
DELETE = Act(
    name="delete",
    label=_("Delete"),
    said=_("Nothing is sent any more and its secrets are gone. What was sent to it stays to be seen."),
    deed=Row("DELETE", ONE, body=None),
    done=_("Deleted."),
    danger=True,
    icon="delete",
    fits=_there,
)
REDELIVER = Act(
    name="redeliver",
    label=_("Send again"),
    said=_("It is sent at once under the same webhook-id, whatever came of it before."),
    deed=Row("POST", "/api/im/admin/webhook-deliveries/{row.pk}/redeliver", body=None),
    done=_("It is on its way."),
    many=True,
    icon="replay",
    fits=_can_be_sent,
)
ACKNOWLEDGE = Act(
    name="acknowledge",
    label=_("Acknowledge"),
    said=_("It is known, and stays silent until it becomes worse. It ends by itself when its reason does."),
    deed=Row("POST", "/api/im/admin/webhook-alerts/{row.pk}/acknowledge"),
    form=NoteForm,
    done=_("Acknowledged."),
    many=True,
    icon="check",
    fits=lambda alert: alert.status == AlertStatus.OPEN,
)
