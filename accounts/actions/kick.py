"""Throws users off: their sessions end, and the UserSigs made before are useless."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts import events
from accounts.actions import rows
from accounts.callers import Caller
from accounts.models import Account, AccountStatus, App, EndReason, Session
from accounts.models.account import PLATFORM_ACCOUNT
from journal import audit


@transaction.atomic
def kick(
    *,
    app: App,
    user_ids: Sequence[str],
    platform: str | None,
    device_id: str | None,
    note: str,
    invalidate_sigs: bool,
    by: Caller,
) -> dict[str, int | None]:
    """How many sessions ended, by userId; None for unknown ones. A platform or device narrows it."""
    accounts = [
        account
        for account in rows.locked(app, [name for name in user_ids if name != PLATFORM_ACCOUNT]).values()
        if account.status != AccountStatus.DELETED
    ]
    ended = _end_sessions(accounts, platform, device_id, note)
    if invalidate_sigs and platform is None and device_id is None:
        now = int(timezone.now().timestamp())
        Account.objects.filter(pk__in=[account.pk for account in accounts]).update(sig_not_before=now)
    found = {account.user_id: ended[account.pk] for account in accounts}
    detail = {"userIds": list(user_ids), "platform": platform, "deviceId": device_id, "reason": note}
    target = user_ids[0] if len(user_ids) == 1 else ""
    audit.log(by, "USER_KICK", app_id=app.pk, target_type="ACCOUNT", target_id=target, detail=detail)
    events.users_kicked(app, found, platform=platform, device_id=device_id, note=note, by=by)
    return {user_id: found.get(user_id) for user_id in user_ids}


def _end_sessions(
    accounts: Sequence[Account], platform: str | None, device_id: str | None, note: str
) -> Counter[int]:
    """By account. Their rows are locked, so that nobody opens a session meanwhile."""
    live = Session.objects.live().filter(account__in=accounts)
    if platform is not None:
        live = live.filter(platform=platform)
    if device_id is not None:
        live = live.filter(device_id=device_id)
    owners = dict(live.values_list("pk", "account_id"))
    Session.objects.filter(pk__in=owners).end(EndReason.ADMIN, note=note)
    return Counter(owners.values())
