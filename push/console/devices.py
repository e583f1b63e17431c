"""Devices: whose they are, how they are, what happened to them, and whether they would ring just now."""

from typing import Any, ClassVar, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.console.acts import Act, ActForm, Asked, Row
from accounts.models import OperatorRole
from config.clock import moment
from config.console.cells import Table
from config.console.panels import Panel, table_panel
from push.console import timeline
from push.console.base import PushAdmin, shows
from push.console.reasons import REASONS, Why, of_status, why
from push.console.tasks import delivery_table
from push.console.words import HEALTH, STAGES, Labelled, badge, colours, labelled, translated, vendor_name
from push.models import Delivery, Device, DeviceStatus
from push.statuses import statuses

SHOWN: Final = 50


class TestForm(ActForm):
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=100,
        widget=widgets.UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )
    body = forms.CharField(
        label=_("Body"),
        required=False,
        max_length=1_000,
        widget=widgets.UnfoldAdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
    )
    dryRun = forms.BooleanField(
        label=_("Only try: does it fit?"), required=False, widget=widgets.UnfoldBooleanWidget()
    )


def _of_phone(asked: Asked) -> Any:
    device = asked.target
    named = {"userId": device.user_id, "deviceId": device.device_id, "vendor": device.vendor}
    return test(asked, {**named, **asked.given})


def _of_user(asked: Asked) -> Any:
    return test(asked, {"userId": asked.target.user_id, **asked.given})


def test(asked: Asked, body: dict[str, Any]) -> dict[str, Any]:
    """The row's answer with each phone's in words."""
    tested = Row("POST", "/api/push/admin/test-offline", body=lambda _asked: body)(asked)
    task = tested["taskId"]
    return {
        **tested,
        "task": reverse("admin:push_notice_change", args=[task]) if task else "",
        "results": [_result(one) for one in tested["results"]],
    }


def _result(one: dict[str, Any]) -> dict[str, Any]:
    hint = translated(one["hint"])
    known = Why("", hint) if one["ok"] else why(one["vendor"], one["vendorCode"] or "", hint=one["hint"])
    return {
        **one,
        "name": vendor_name(one["vendor"]),
        "where": STAGES.get(one["stage"], one["stage"]),
        "steps": _stages(one["stage"], ok=one["ok"]),
        "cause": known.cause,
        "remedy": known.remedy or hint,
    }


def _stages(stage: str, *, ok: bool) -> list[tuple[Any, str]]:
    """The way from here to the vendor, as far as it was gone."""
    way = ["CREDENTIAL", "CONNECT", "AUTH", "SEND", "ACCEPTED"]
    if stage == "PENDING":
        return [(STAGES[name], "waits" if name == "ACCEPTED" else "done") for name in way]
    reached = way.index(stage) if stage in way else 0
    states = [
        "done" if place < reached or ok else "failed" if place == reached else "" for place in range(len(way))
    ]
    return [(STAGES[name], state) for name, state in zip(way, states, strict=True)]


TEST = Act(
    name="test",
    label=_("Send a test to this device"),
    said=_(
        "One push goes to this device now, whatever its user wishes "
        "and even if its vendor is paused. You see how "
        "far it came; that can take ten seconds. Ten a minute for an app."
    ),
    deed=_of_phone,
    form=TestForm,
    needs=OperatorRole.SUPPORT,
    answer="push/tested.html",
    icon="science",
    fits=lambda device: device.status == DeviceStatus.ACTIVE,
)
TEST_ALL = Act(
    name="test-user",
    label=_("Send a test to all of the user's devices"),
    said=_(
        "One push goes to each of his phones now, whatever he wishes "
        "and even if a vendor is paused. You see how "
        "far each came; that can take ten seconds. Ten a minute for an app."
    ),
    deed=_of_user,
    form=TestForm,
    needs=OperatorRole.SUPPORT,
    answer="push/tested.html",
    icon="science",
)


def _log(request: HttpRequest, device: Device) -> dict[str, Any]:
    entries = timeline.of_device(device.app_id, device.device_id)
    return {"steps": timeline.steps(entries), "empty": _("Nothing was logged of it, or it is too long ago.")}


def _deliveries(request: HttpRequest, device: Device) -> Table:
    found = Delivery.objects.filter(device=device).select_related("device").order_by("-id")[:SHOWN]
    return delivery_table(found, more=f"{reverse('admin:push_delivery_changelist')}?q={device.pk}")


def _owners(request: HttpRequest, device: Device) -> Table:
    return Table(
        head=[_("User"), _("Since"), _("Until")],
        rows=[
            [one.get("userId", ""), *(moment(one[name]) if one.get(name) else "" for name in ("from", "to"))]
            for one in device.history
        ],
        empty=_("Nobody had it before."),
    )


class DeviceAdmin(PushAdmin):
    empty = _("No phone has registered yet: the app calls POST /api/push/register after each login.")
    list_display = [
        "device_id",
        "app",
        "user_id",
        "platform",
        "via",
        "health",
        "token_masked",
        "last_success_at",
        "last_error_code",
        "updated_at",
    ]
    list_filter = ["status", "vendor", "platform"]
    list_select_related = ["app"]
    finds: ClassVar[Any] = {"user_id": ("-pk",), "device_id": ("-pk",), "token_hash": ("-pk",)}
    fields = [
        "app",
        "device_id",
        "user_id",
        "platform",
        "via",
        "health",
        "invalid_reason",
        "token_masked",
        "token_hash",
        "environment",
        "bundle_id",
        "notification_enabled",
        "tags",
        "locale",
        "time_zone",
        "brand",
        "model",
        "os_version",
        "app_version",
        "sdk_version",
        "fail_streak",
        "last_success_at",
        "last_failure_at",
        "last_error_code",
        "registered_at",
        "updated_at",
    ]
    change_form_before_template = "push/device.html"
    acts = [TEST, TEST_ALL]
    panels = [
        Panel("log", _("What happened"), _log, "push/timeline.html"),
        table_panel("deliveries", _("Push deliveries"), _deliveries),
        table_panel("owners", _("Former users"), _owners),
    ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        device = self.get_object(request, object_id)
        there = device is not None and "tab" not in request.GET
        context = {"standing": standing(device.app, device.user_id, device) if there else None}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    @shows(_("State"), colours(HEALTH))
    def health(self, device: Device) -> Labelled:
        return labelled(HEALTH, device.status)

    @shows(_("Token"))
    def token_masked(self, device: Device) -> str:
        return device.token_masked

    @shows(_("Tags"))
    def tags(self, device: Device) -> str:
        return ", ".join(tag.partition(":")[2] for tag in device.tagged)


def standing(app: Any, user_id: str, device: Device | None = None) -> dict[str, Any]:
    """Whether a push would ring, by the user's standing; of one device what stands in its own way."""
    status = statuses(app, [user_id])[0]
    reasons = [of_status(reason) for reason in status.reasons]
    if device is not None:
        reasons = [one for one in reasons if _concerns(device, *one)] + _of_device(device)
    hindered = {
        str(reason.cause): {"vendor": vendor_name(vendor), "code": vendor, "why": reason}
        for vendor, reason in reasons
    }
    return {
        "user_id": user_id,
        "rings": status.pushable if device is None else not reasons,
        "online": bool(status.sockets),
        "unread": status.unread,
        "hindered": list(hindered.values()),
        "health": badge(HEALTH, device.status) if device is not None else None,
        "counts": sum(status.counts.values()),
    }


def _concerns(device: Device, vendor: str, reason: Why) -> bool:
    """What stands in the way of another one of the user's devices does not concern this one."""
    if reason is REASONS["NOTIFICATION_DISABLED"]:
        return not device.notification_enabled
    return vendor in ("", device.vendor) and reason is not REASONS["ALL_INVALID"]


def _of_device(device: Device) -> list[tuple[str, Why]]:
    """Why this one is out of use."""
    if device.status == DeviceStatus.ACTIVE:
        return []
    if device.status == DeviceStatus.INVALID:
        known = why(device.vendor, device.invalid_reason, "INVALID_TOKEN")
        return [
            (
                device.vendor,
                Why(
                    known.cause or REASONS["INVALID_TOKEN"].cause,
                    known.remedy or REASONS["INVALID_TOKEN"].remedy,
                ),
            )
        ]
    return [(device.vendor, REASONS[device.status])]
