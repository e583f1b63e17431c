"""The sessions in the console: who is signed in where, and how to end it."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.console.acts import Act, Asked, Row
from accounts.console.forms import ReasonForm
from accounts.console.tenant import TenantAdmin
from accounts.models import Session
from accounts.models.account import PLATFORM_ACCOUNT
from config.console.cells import Text


def is_open(session: Session) -> bool:
    return session.ended_at is None and session.expires_at > timezone.now()


def _is_a_users(session: Session) -> bool:
    return is_open(session) and session.account.user_id != PLATFORM_ACCOUNT


def state_of(session: Session) -> Text:
    if session.ended_at is not None:
        return session.get_end_reason_display()
    return _("open") if is_open(session) else _("expired")


def _this_one(asked: Asked) -> dict[str, str]:
    """A kick names platform and device; without a device all of the platform's go."""
    session: Session = asked.target
    device = {"deviceId": session.device_id} if session.device_id else {}
    return {"userId": session.account.user_id, "platform": session.platform, **device, **asked.given}


KICK = Act(
    name="kick",
    label=_("End this session"),
    said=_(
        "The user is signed out on this device at once: its socket closes and its token is dead. "
        "He can sign in again. A session without a device id ends with all others of its platform."
    ),
    deed=Row("POST", "/api/im/admin/users/kick", body=_this_one),
    form=ReasonForm,
    done=_("The session is ended."),
    danger=True,
    many=True,
    icon="logout",
    fits=_is_a_users,
)


@admin.register(Session)
class SessionAdmin(TenantAdmin):
    acts = [KICK]
    empty = _("A session begins when a user signs in. Search by the whole userId.")
    list_display = ["account", "app", "platform", "device_id", "ip", "created_at", "state", "ended_at"]
    list_select_related = ["account", "app"]
    search_fields = ["account__user_id__exact"]
    search_help_text = _("The whole userId.")
    exclude = ["jti"]
    readonly_fields = ["state"]

    @admin.display(description=_("state"))
    def state(self, session: Session) -> Text:
        return state_of(session)
