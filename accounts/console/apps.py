"""The apps in the console: their settings readable, their secrets replaced and shown once."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.console import settings
from accounts.console.acts import Act, ActForm, Row
from accounts.console.forms import choice, text
from accounts.console.tenant import TenantAdmin
from accounts.models import App, OperatorRole
from accounts.models.app import PushSendAuth
from config.console.panels import Panel

KEPT = (
    (0, _("Not at all")),
    (3_600, _("1 hour")),
    (86_400, _("1 day")),
    (604_800, _("7 days")),
    (2_592_000, _("30 days")),
)


class MakeForm(ActForm):
    name = text(_("Name"), help_text=_("What people call it."), required=True)
    appKey = text(
        "appKey", help_text=_("3 to 32 letters, digits, _ and -. Empty: one is made. It cannot be changed.")
    )


class RotateForm(ActForm):
    keepFor = choice(
        _("Keep the old one for"),
        KEPT,
        of=int,
        help_text=_("So long both are good, and your servers can learn the new one without haste."),
        initial=86_400,
    )


MAKE = Act(
    name="make",
    label=_("Make an app"),
    said=_("A tenant of its own: nothing of it is seen by other apps. Its two secrets are shown once."),
    deed=Row("POST", "/api/platform/apps"),
    form=MakeForm,
    icon="add",
    answer="console/secret.html",
    needs_app=False,
)
CHANGE = Act(
    name="settings",
    label=_("Change settings"),
    said=_("What you change holds from now on. A field that is empty has the default."),
    deed=Row("PUT", "/api/im/admin/settings"),
    form=settings.SettingsForm,
    done=_("The settings hold from now on."),
    icon="tune",
)
ROTATE = Act(
    name="rotate",
    label=_("Rotate the secretKey"),
    said=_(
        "UserSigs are signed by a new secretKey. When the old one ends, so do all UserSigs made with it; "
        "if it is not kept at all, everybody is signed out at once."
    ),
    deed=Row("POST", "/api/platform/apps/{row.app_key}/rotate-secret"),
    form=RotateForm,
    needs=OperatorRole.ADMINISTRATOR,
    danger=True,
    icon="key",
    answer="console/secret.html",
)


def _settings(request: HttpRequest, app: Any) -> dict[str, Any]:
    return {"groups": settings.tables(app)}


@admin.register(App)
class AppAdmin(TenantAdmin):
    app_path = "pk"
    adds = MAKE
    acts = [CHANGE, ROTATE]
    panels = [Panel("settings", _("Settings"), _settings, "console/accounts/settings.html")]
    empty = _("An app is a tenant: its users, chats and pushes are its own. Make the first one.")
    list_display = ["app_key", "name", "sdk_app_id", "status", "created_at"]
    search_fields = ["app_key", "name__istartswith", "=sdk_app_id"]
    fields = ["name", "app_key", "sdk_app_id", "status", "warning", "old_secret", "created_at", "updated_at"]
    readonly_fields = ["warning", "old_secret"]

    @admin.display(description=_("warning"), empty_value="–")
    def warning(self, app: App) -> Any:
        open_ = app.setting("pushSendAuth") == PushSendAuth.APP_KEY
        return _("The appKey alone sends pushes, and it is in every copy of the app.") if open_ else None

    @admin.display(description=_("old secretKey good until"), empty_value="–")
    def old_secret(self, app: App) -> Any:
        return app.previous_secret_until
