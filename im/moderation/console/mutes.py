"""Who is muted now, in the console: the whole app, and single accounts."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, Asked, Row
from accounts.console.tenant import TenantAdmin
from accounts.models import OperatorRole
from config.clock import now_ms
from im.moderation.console.forms import MuteAccountsForm, MuteAppForm, MuteForm, where
from im.moderation.models import AccountMute, AppMute
from im.moderation.rules import FOR_EVER, lasts

PUT = "/api/im/admin/global-mute"


def _app(asked: Asked) -> dict[str, Any]:
    return {**asked.given, "enabled": True, "whitelist": asked.given.get("whitelist", [])}


def _account(asked: Asked) -> dict[str, Any]:
    return {**asked.given, "userId": asked.target.account.user_id}


def _unmuted(asked: Asked) -> dict[str, Any]:
    return {"userId": asked.target.account.user_id, "singleDuration": 0, "groupDuration": 0}


def until(end: int, now: int) -> Any:
    """As a person reads it."""
    if not lasts(end, now):
        return "-"
    return _("For ever") if end == FOR_EVER else datetime.fromtimestamp(end / 1000, UTC)


MUTE_APP = Act(
    name="add",
    label=_("Mute the app"),
    said=_("Nobody in the app can write, but for administrators and those you except. It holds at once."),
    deed=Row("PUT", PUT, body=_app),
    form=MuteAppForm,
    needs=OperatorRole.OPERATOR,
    initial=lambda row: {"scopes": ["SINGLE", "GROUP"], "duration": 3_600},
    done=_("The app is muted."),
    danger=True,
    icon="volume_off",
)
CHANGE_APP = Act(
    name="change",
    label=_("Change"),
    said=_("The mute of the whole app begins anew, as you say here."),
    deed=Row("PUT", PUT, body=_app),
    form=MuteAppForm,
    needs=OperatorRole.OPERATOR,
    initial=lambda row: {
        "scopes": row.scopes,
        "duration": 3_600,
        "reason": row.reason,
        "whitelist": "\n".join(row.whitelist),
    },
    icon="edit",
)
UNMUTE_APP = Act(
    name="unmute",
    label=_("Unmute the app"),
    said=_("Everybody can write again at once."),
    deed=Row("PUT", PUT, body=lambda asked: {"enabled": False}),
    needs=OperatorRole.OPERATOR,
    done=_("Unmuted."),
    icon="volume_up",
)
MUTE = Act(
    name="add",
    label=_("Mute accounts"),
    said=_("They cannot write any more, at once. They still read, and are told that they are muted."),
    deed=Row("PUT", PUT),
    form=MuteAccountsForm,
    initial=lambda row: {"singleDuration": 86_400, "groupDuration": 86_400},
    done=_("Muted."),
    icon="volume_off",
)
CHANGE = Act(
    name="change",
    label=_("Change"),
    said=_("The mute begins anew, as you say here."),
    deed=Row("PUT", PUT, body=_account),
    form=MuteForm,
    initial=lambda row: {"reason": row.reason},
    icon="edit",
)
UNMUTE = Act(
    name="unmute",
    label=_("Unmute"),
    said=_("The account can write again at once."),
    deed=Row("PUT", PUT, body=_unmuted),
    done=_("Unmuted."),
    many=True,
    icon="volume_up",
)


@admin.register(AppMute)
class AppMuteAdmin(TenantAdmin):
    """At most one row for an app, and only while it is muted."""

    empty = _("The app is not muted: everybody can write.")
    list_display = ["app", "where", "ends", "reason", "updated_by", "updated_at"]
    list_display_links = ["where"]
    list_select_related = ["app"]
    fields = ["app", "where", "ends", "whitelist", "reason", "updated_by", "updated_at"]
    readonly_fields = ["where", "ends"]
    acts = [CHANGE_APP, UNMUTE_APP]
    adds = MUTE_APP

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        rows = super().get_queryset(request).filter(enabled=True)
        return rows.filter(Q(until=FOR_EVER) | Q(until__gt=now_ms()))

    @admin.display(description=_("Where"))
    def where(self, row: AppMute) -> str:
        return where(row.scopes)

    @admin.display(description=_("Until"))
    def ends(self, row: AppMute) -> Any:
        return until(row.until, now_ms())


@admin.register(AccountMute)
class AccountMuteAdmin(TenantAdmin):
    """Those that are muted at this moment."""

    empty = _("Nobody is muted. An account can be muted here, or from its own page.")
    list_display = ["account", "app", "single", "group", "reason", "updated_by", "updated_at"]
    list_select_related = ["app", "account"]
    search_fields = ["account__user_id"]
    fields = ["account", "single", "group", "reason", "updated_by", "updated_at"]
    readonly_fields = ["single", "group"]
    acts = [CHANGE, UNMUTE]
    adds = MUTE

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        now = now_ms()
        single = Q(single_until=FOR_EVER) | Q(single_until__gt=now)
        group = Q(group_until=FOR_EVER) | Q(group_until__gt=now)
        return super().get_queryset(request).filter(single | group).select_related("account")

    @admin.display(description=_("In single chats until"))
    def single(self, row: AccountMute) -> Any:
        return until(row.single_until, now_ms())

    @admin.display(description=_("In groups until"))
    def group(self, row: AccountMute) -> Any:
        return until(row.group_until, now_ms())
