"""How mutes look: plain dicts; `serializers` has their shapes."""

from typing import Any

from config.clock import ms
from im.moderation.models import AccountMute, AppMute
from im.moderation.rules import OFF, lasts

NEVER_CHANGED: dict[str, Any] = {
    "enabled": False,
    "scopes": [],
    "until": OFF,
    "whitelist": [],
    "reason": "",
    "updatedBy": "",
    "updatedAt": None,
}


def app_mute_shown(row: AppMute | None, now: int) -> dict[str, Any]:
    """One that has run out is off."""
    if row is None:
        return NEVER_CHANGED
    on = row.enabled and lasts(row.until, now)
    return {
        "enabled": on,
        "scopes": row.scopes,
        "until": row.until if on else OFF,
        "whitelist": row.whitelist,
        "reason": row.reason,
        "updatedBy": row.updated_by,
        "updatedAt": ms(row.updated_at),
    }


def account_mute_shown(user_id: str, row: AccountMute | None, now: int) -> dict[str, Any]:
    single, group = (row.single_until, row.group_until) if row is not None else (OFF, OFF)
    return {
        "userId": user_id,
        "singleUntil": single if lasts(single, now) else OFF,
        "groupUntil": group if lasts(group, now) else OFF,
    }
