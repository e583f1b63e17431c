"""The console's lists of apps, accounts, sessions and operators; one sees what belongs to one's apps."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.console.tenant import TenantAdmin
from accounts.models import Account, App, Mandate, Operator, Session
from accounts.models.app import PushSendAuth


@admin.register(App)
class AppAdmin(TenantAdmin):
    app_path = "pk"
    list_display = ["app_key", "name", "sdk_app_id", "status", "created_at"]
    list_filter = ["status"]
    search_fields = ["app_key", "name", "=sdk_app_id"]
    fields = [
        *("app_key", "name", "sdk_app_id", "status"),
        *("changed_settings", "warning", "created_at", "updated_at"),
    ]
    readonly_fields = ["warning"]

    @admin.display(empty_value="none")
    def warning(self, app: App) -> str | None:
        open_ = app.setting("pushSendAuth") == PushSendAuth.APP_KEY
        return "The appKey alone sends pushes, and it is in every copy of the app." if open_ else None


@admin.register(Account)
class AccountAdmin(TenantAdmin):
    list_display = ["user_id", "app", "nickname", "status", "admin", "last_login_at", "created_at"]
    list_filter = ["app", "status", "admin"]
    list_select_related = ["app"]
    search_fields = ["user_id__startswith"]
    exclude = ["nickname_folded", "nickname_grams"]


@admin.register(Session)
class SessionAdmin(TenantAdmin):
    list_display = ["account", "app", "platform", "device_id", "ip", "created_at", "ended_at", "end_reason"]
    list_filter = ["app", "platform", "end_reason"]
    list_select_related = ["account", "app"]
    search_fields = ["=account__user_id", "=device_id"]
    exclude = ["jti"]


class MandateInline(TabularInline):  # type: ignore[misc]  # unfold has no types
    model = Mandate
    extra = 0


@admin.register(Operator)
class OperatorAdmin(UserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]  # unfold has no types
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines: ClassVar[list[Any]] = [MandateInline]


@admin.register(Mandate)
class MandateAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    list_display = ["operator", "app", "role"]
    list_filter = ["app", "role"]
    list_select_related = ["operator", "app"]
    autocomplete_fields = ["operator"]
