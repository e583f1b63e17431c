"""Pushes on their way to one device each, the device log, and the receipts of phones and vendors."""

from typing import Any, ClassVar, Final

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.console.cells import Table, Text, as_json
from config.console.panels import Panel, table_panel
from push.console import timeline
from push.console.base import PushAdmin, shows
from push.console.reasons import Why, why
from push.console.words import EVENTS, GOOD, STATUSES, Labelled, badge, colours, labelled, said_of
from push.models import Delivery, DeliveryStatus, DeviceLog, Level, Notice, Receipt, VendorReceipt
from push.progress import FAILURES

NEWEST: Final = ("-at", "-id")


def _log(request: HttpRequest, delivery: Delivery) -> dict[str, Any]:
    entries = timeline.of_push(delivery.app_id, delivery.notice_id, delivery.pk, delivery.device.device_id)
    return {"steps": timeline.steps(entries), "empty": _("Nothing was logged of it, or it is too long ago.")}


def _receipts(request: HttpRequest, delivery: Delivery) -> Table:
    return Table(
        head=[_("Event"), _("Device"), _("Action"), _("By the phone's clock"), _("Received")],
        rows=[
            [EVENTS.get(one.event, one.event), one.device_id, one.action_id, one.at, one.created_at]
            for one in Receipt.objects.filter(delivery_id=delivery.pk).order_by("pk")
        ],
        empty=_("No receipt has come: neither the phone nor the vendor has said anything."),
    )


class DeliveryAdmin(PushAdmin):
    empty = _("No push has gone to a phone yet.")
    list_display = [
        "id",
        "app",
        "task",
        "user_id",
        "phone",
        "via",
        "state",
        "because",
        "tries",
        "latency_ms",
        "created_at",
    ]
    list_select_related = ["app", "device"]
    linked_by = ("status__exact", "vendor__exact")
    finds: ClassVar[Any] = {"pk": (), "notice_id": (), "device_id": ("-id",), "user_id": ("-created_at",)}
    fields = [
        "id",
        "app",
        "task",
        "user_id",
        "phone",
        "via",
        "state",
        "because",
        "tries",
        "next_attempt_at",
        "http_status",
        "vendor_code",
        "vendor_message",
        "vendor_message_id",
        "latency_ms",
        "created_at",
        "finished_at",
    ]
    change_form_before_template = "push/delivery.html"
    panels = [
        Panel("log", _("What happened"), _log, "push/timeline.html"),
        table_panel("receipts", _("Receipts"), _receipts),
    ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        delivery = self.get_object(request, object_id)
        there = delivery is not None and "tab" not in request.GET
        context = {"verdict": verdict_of(delivery) if there else None}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    @shows(_("Status"), colours(STATUSES))
    def state(self, delivery: Delivery) -> Labelled:
        return labelled(STATUSES, delivery.status)

    @shows(_("Why"))
    def because(self, delivery: Delivery) -> Text:
        if delivery.status not in FAILURES and not delivery.reason:
            return ""
        return why(delivery.vendor, delivery.vendor_code, delivery.reason).cause or delivery.reason

    @shows(_("Device"))
    def phone(self, delivery: Delivery) -> str:
        return delivery.device.device_id

    @shows(_("Task"))
    def task(self, delivery: Delivery) -> str:
        return str(delivery.notice_id)


def verdict_of(delivery: Delivery) -> dict[str, Any]:
    """What became of it, and where it did not go well, why and what to do."""
    bad = delivery.status in (*FAILURES, DeliveryStatus.RETRYING) or bool(delivery.reason)
    known = _known(delivery) if bad else Why()
    return {
        "badge": badge(STATUSES, delivery.status),
        "cause": known.cause,
        "remedy": known.remedy,
        "at": known.at,
        "words": delivery.vendor_message,
        "task": reverse("admin:push_notice_change", args=[delivery.notice_id]),
        "device": reverse("admin:push_device_change", args=[delivery.device.pk]),
        "says": _says(delivery),
    }


def _known(delivery: Delivery) -> Why:
    """With the hint and the stage of its last try, which only the log has."""
    entries = timeline.of_push(delivery.app_id, delivery.notice_id, delivery.pk, delivery.device.device_id)
    last = next((one.detail for one in entries if one.event in ("FAILED", "RETRY", "SKIPPED")), {})
    hint, stage = said_of(last, "hint"), said_of(last, "stage")
    return why(delivery.vendor, delivery.vendor_code, delivery.reason, hint, stage)


def _says(delivery: Delivery) -> list[str]:
    notice = Notice.objects.filter(pk=delivery.notice_id).only("content").first()
    told = (notice.content.get("notification") or {}) if notice is not None else {}
    return [str(told[name]) for name in ("title", "body") if told.get(name)]


class DeviceLogAdmin(PushAdmin):
    app_path = "app_id"
    empty = _("Nothing has happened yet: phones that register and pushes that are sent are logged here.")
    list_display = ["at", "app_id", "what", "user_id", "device_id", "via", "reason", "vendor_code"]
    finds: ClassVar[Any] = {"user_id": NEWEST, "device_id": NEWEST, "token_hash": NEWEST, "notice_id": ()}
    fields = [
        "id",
        "at",
        "app_id",
        "what",
        "level",
        "user_id",
        "device_id",
        "via",
        "notice_id",
        "delivery_id",
        "reason",
        "attempt",
        "http_status",
        "vendor_code",
        "vendor_message",
        "vendor_message_id",
        "latency_ms",
        "token_masked",
        "token_hash",
        "details",
    ]
    change_form_before_template = "push/logged.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        entry = self.get_object(request, object_id)
        context = {"steps": [timeline.step(entry)] if entry is not None else []}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

    @shows(_("What happened"), {"INFO": "", "WARN": "warning", "ERROR": "danger", "GOOD": "success"})
    def what(self, entry: DeviceLog) -> Labelled:
        good = entry.level == Level.INFO and entry.event in GOOD
        return Labelled("GOOD" if good else entry.level, EVENTS.get(entry.event, entry.event))

    @shows(_("Why"))
    def reason(self, entry: DeviceLog) -> Text:
        return timeline.step(entry).cause

    @shows(_("Details"))
    def details(self, entry: DeviceLog) -> str:
        return as_json(entry.detail)


class ReceiptAdmin(PushAdmin):
    app_path = "app_id"
    empty = _("No phone has said anything yet: the app posts to /api/push/receive-push.")
    list_display = ["id", "app_id", "delivery_id", "what", "device_id", "at", "created_at"]
    finds: ClassVar[Any] = {"delivery_id": ()}
    fields = ["id", "app_id", "delivery_id", "what", "device_id", "action_id", "at", "created_at"]

    @shows(_("Event"))
    def what(self, receipt: Receipt) -> Text:
        return EVENTS.get(receipt.event, receipt.event)


class VendorReceiptAdmin(PushAdmin):
    """Its body has tokens in it, and is not shown."""

    empty = _("No vendor has posted anything yet. docs/push-vendors.md says where its URL is entered.")
    list_display = ["id", "app", "via", "state", "content_type", "created_at"]
    list_filter = ["vendor"]
    list_select_related = ["app"]
    finds: ClassVar[Any] = {"pk": ()}
    fields = ["id", "app", "via", "state", "content_type", "error", "parsed_at", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).defer("body")

    @shows(_("State"), {"bad": "danger", "read": "success", "new": "info"})
    def state(self, receipt: VendorReceipt) -> Labelled:
        if receipt.error:
            return Labelled("bad", _("Could not be read"))
        return Labelled("read", _("Read")) if receipt.parsed_at else Labelled("new", _("Not read yet"))
