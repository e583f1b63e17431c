"""Who can be muted, and for how long. The write path looks mutes up in statements it makes anyway."""

from typing import Final

from accounts.models import Account
from config.api.errors import Forbidden, Missing, Refusal
from config.api.status import ACCOUNT_MISSING, GLOBALLY_MUTED

FOR_EVER: Final = -1
OFF: Final = 0


def binds(sender: Account) -> bool:
    """Administrators cannot be muted."""
    return not sender.admin


def refusal() -> Refusal:
    return Forbidden(GLOBALLY_MUTED, "the sender is muted in this app")


def missing() -> Refusal:
    return Missing(ACCOUNT_MISSING, "no such account")


def until(duration: int | None, now: int) -> int:
    """When a mute that begins now ends, in ms. No duration is for ever."""
    if duration is None or duration == FOR_EVER:
        return FOR_EVER
    return now + duration * 1000 if duration else OFF


def lasts(end: int, now: int) -> bool:
    return end == FOR_EVER or end > now
