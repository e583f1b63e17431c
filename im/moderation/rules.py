"""Who can be muted, and for how long. The write path looks mutes up in statements it makes anyway."""

from typing import Final

from django.db.models import Q

from accounts.models import Account
from config.api.errors import Forbidden, Missing, Refusal
from config.api.status import ACCOUNT_MISSING, GLOBALLY_MUTED
from config.clock import now_ms
from im.moderation.models import AccountMute, AppMute

FOR_EVER: Final = -1
OFF: Final = 0


def binds(sender: Account) -> bool:
    """Administrators cannot be muted."""
    return not sender.admin


def refusal() -> Refusal:
    return Forbidden(GLOBALLY_MUTED, "the sender is muted in this app")


def require_may_speak(sender: Account, chat_type: str) -> None:
    """403 `10018` for who is muted; a send asks the same in its own statement."""
    if not binds(sender):
        return
    column = "single_until" if chat_type == "SINGLE" else "group_until"
    now = now_ms()
    muted = Q(**{column: FOR_EVER}) | Q(**{f"{column}__gt": now})
    app = AppMute.objects.filter(pk=sender.app_id, enabled=True, scopes__contains=[chat_type])
    silent = app.filter(Q(until=FOR_EVER) | Q(until__gt=now)).exclude(whitelist__contains=[sender.user_id])
    if silent.exists() or AccountMute.objects.filter(muted, pk=sender.pk).exists():
        raise refusal()


def missing() -> Refusal:
    return Missing(ACCOUNT_MISSING, "no such account")


def until(duration: int | None, now: int) -> int:
    """When a mute that begins now ends, in ms. No duration is for ever."""
    if duration is None or duration == FOR_EVER:
        return FOR_EVER
    return now + duration * 1000 if duration else OFF


def lasts(end: int, now: int) -> bool:
    return end == FOR_EVER or end > now
