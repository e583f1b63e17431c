"""Mutes: of a whole app with its white list, and of single accounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.callers import Caller
from accounts.models import Account, App
from config.clock import moment, now_ms
from im import events
from im.moderation import rules
from im.moderation.models import AccountMute, AppMute
from im.moderation.shapes import account_mute_shown, app_mute_shown
from journal.audit import changes, log

SCOPES = ("SINGLE", "GROUP")
WHAT = ("enabled", "scopes", "until", "whitelist")


@transaction.atomic
def mute_app(
    *,
    app: App,
    enabled: bool,
    scopes: Sequence[str] | None = None,
    duration: int | None = None,
    whitelist: Sequence[str] | None = None,
    reason: str = "",
    by: Caller,
) -> dict[str, Any]:
    """The app's state from now on. A white list that is not given stays as it was."""
    row, _ = AppMute.objects.select_for_update().get_or_create(app=app)
    now = now_ms()
    before = app_mute_shown(row, now)
    row.until = rules.until(duration, now) if enabled else rules.OFF
    row.enabled = row.until != rules.OFF
    row.scopes = list(dict.fromkeys(scopes or SCOPES))
    row.whitelist = row.whitelist if whitelist is None else list(dict.fromkeys(whitelist))
    row.reason, row.updated_by, row.updated_at = reason, by.actor_id, moment(now)
    row.save()
    shown = app_mute_shown(row, now)
    changed = changes({name: before[name] for name in WHAT}, {name: shown[name] for name in WHAT})
    detail = {"reason": reason, "changed": changed}
    log(by, "GLOBAL_MUTE", app_id=app.pk, target_type="APP", target_id=app.app_key, detail=detail)
    events.mute_changed(shown, app=app, operator_id=by.actor_id)
    return shown


@transaction.atomic
def mute_accounts(
    *,
    app: App,
    user_ids: Sequence[str],
    durations: Mapping[str, int],
    reason: str = "",
    logged: bool = True,
    by: Caller,
) -> list[dict[str, Any]]:
    """All of them or, with 404, none. `durations` has `single_until` or `group_until` or both, in seconds.

    Not `logged` where it is a part of something that has an entry of its own.
    """
    accounts = _locked(app, user_ids)
    rows = {row.pk: row for row in AccountMute.objects.filter(account__in=accounts.values())}
    now = now_ms()
    for account in accounts.values():
        row = rows.setdefault(account.pk, AccountMute(account=account, app=app))
        for name, duration in durations.items():
            setattr(row, name, rules.until(duration, now))
        row.reason, row.updated_by, row.updated_at = reason, by.actor_id, moment(now)
    _keep(rows.values())
    shown = [account_mute_shown(name, rows[account.pk], now) for name, account in accounts.items()]
    if logged:
        target = shown[0]["userId"] if len(shown) == 1 else ""
        detail = {"accounts": shown}
        log(by, "GLOBAL_MUTE", app_id=app.pk, target_type="ACCOUNT", target_id=target, detail=detail)
    events.mutes_changed(shown, app=app, operator_id=by.actor_id)
    return shown


def _locked(app: App, user_ids: Sequence[str]) -> dict[str, Account]:
    """By userId, in the order asked for."""
    there = Account.objects.of_app(app).there().filter(user_id__in=user_ids).order_by("pk")
    found = {account.user_id: account for account in there.select_for_update(no_key=True)}
    names = list(dict.fromkeys(user_ids))
    if len(found) < len(names):
        raise rules.missing()
    return {name: found[name] for name in names}


def _keep(rows: Any) -> None:
    """A row for each who is muted, and for nobody else."""
    off = [row.pk for row in rows if not row.single_until and not row.group_until]
    AccountMute.objects.filter(pk__in=off).delete()
    AccountMute.objects.bulk_create(
        [row for row in rows if row.pk not in off],
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["single_until", "group_until", "reason", "updated_by", "updated_at"],
    )
