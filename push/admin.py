"""Push in the console: to be read. No token, no secret."""

import orjson
from django.contrib import admin

from accounts.console.tenant import TenantAdmin
from push.models import (
    Credential,
    Delivery,
    Device,
    DeviceLog,
    Lane,
    Notice,
    Preference,
    Receipt,
    Template,
    VendorReceipt,
)


@admin.register(Device)
class DeviceAdmin(TenantAdmin):
    list_display = [
        "device_id",
        "app",
        "user_id",
        "platform",
        "vendor",
        "status",
        "invalid_reason",
        "notification_enabled",
        "token_masked",
        "last_success_at",
        "last_error_code",
        "updated_at",
    ]
    list_filter = ["app", "status", "vendor"]
    list_select_related = ["app"]
    search_fields = ["user_id__exact", "device_id__exact", "token_hash__exact"]
    ordering = ["-id"]
    exclude = ["token", "keys", "tagged"]
    readonly_fields = ["token_masked"]


@admin.register(Credential)
class CredentialAdmin(TenantAdmin):
    list_display = ["vendor", "app", "enabled", "environment", "fingerprint", "version", "checked_at"]
    list_filter = ["app", "vendor", "enabled"]
    list_select_related = ["app"]
    ordering = ["app", "vendor"]
    exclude = ["secret"]


@admin.register(Lane)
class LaneAdmin(TenantAdmin):
    list_display = ["vendor", "app", "paused_until", "reason", "openings", "updated_at"]
    list_filter = ["app", "vendor", "reason"]
    list_select_related = ["app"]
    ordering = ["app", "vendor"]


@admin.register(Notice)
class NoticeAdmin(TenantAdmin):
    list_display = ["id", "app", "source", "status", "send_at", "expires_at", "created_by", "created_at"]
    list_filter = ["app", "source", "status"]
    list_select_related = ["app"]
    search_fields = ["=id"]
    ordering = ["-id"]
    exclude = ["content", "body_hash", "lease", "lease_until"]

    readonly_fields = ["texts"]

    @admin.display(description="content")
    def texts(self, notice: Notice) -> str:
        """A plain string, which the template escapes."""
        return orjson.dumps(notice.content).decode()


@admin.register(Delivery)
class DeliveryAdmin(TenantAdmin):
    list_display = [
        "id",
        "app",
        "notice_id",
        "user_id",
        "device",
        "vendor",
        "status",
        "reason",
        "tries",
        "http_status",
        "vendor_code",
        "latency_ms",
        "created_at",
    ]
    list_filter = ["app", "status", "vendor"]
    list_select_related = ["app", "device"]
    search_fields = ["=id", "=notice__id", "=device__id"]  # others would read the whole table
    ordering = ["-id"]
    exclude = ["lease"]
    raw_id_fields = ["notice", "device"]


@admin.register(DeviceLog)
class DeviceLogAdmin(TenantAdmin):
    app_path = "app_id"
    list_display = [
        "id",
        "at",
        "app_id",
        "event",
        "level",
        "user_id",
        "device_id",
        "vendor",
        "notice_id",
        "delivery_id",
        "http_status",
        "vendor_code",
        "token_masked",
    ]
    list_filter = ["event", "level", "vendor"]
    search_fields = ["user_id__exact", "device_id__exact", "token_hash__exact"]
    ordering = ["-id"]  # over all apps there is no index by time


@admin.register(Receipt)
class ReceiptAdmin(TenantAdmin):
    app_path = "app_id"
    list_display = ["id", "app_id", "delivery_id", "event", "device_id", "at", "created_at"]
    list_filter = ["event"]
    search_fields = ["=delivery_id"]
    ordering = ["-id"]


@admin.register(VendorReceipt)
class VendorReceiptAdmin(TenantAdmin):
    list_display = ["id", "app", "vendor", "content_type", "error", "parsed_at", "created_at"]
    list_filter = ["app", "vendor"]
    list_select_related = ["app"]
    search_fields = ["=id"]
    ordering = ["-id"]
    exclude = ["body"]


@admin.register(Preference)
class PreferenceAdmin(TenantAdmin):
    list_display = ["user_id", "app", "dnd_enabled", "dnd_from", "dnd_to", "time_zone", "preview_hidden"]
    list_filter = ["app", "dnd_enabled"]
    list_select_related = ["app"]
    search_fields = ["user_id__exact"]
    ordering = ["-id"]


@admin.register(Template)
class TemplateAdmin(TenantAdmin):
    list_display = ["code", "app", "updated_at"]
    list_filter = ["app"]
    list_select_related = ["app"]
    search_fields = ["=code"]
    ordering = ["app", "code"]
