"""The catalogue: everything accounts tell the world, one function each. `docs/events.md` has the shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.callers import Caller
from accounts.models import Account, App, Session
from accounts.shown import private
from journal.facts import NOBODY, Audience, Fact
from journal.outbox import record

ENDING = Audience(operators=True, gateways=True)


def user_login(session: Session, account: Account, *, displaced: bool) -> None:
    """`displaced`: other sessions had to make room."""
    audience = Audience(gateways=True) if displaced else NOBODY
    _record("user.login", account.app, _of_session(session, account), audience)


def user_logout(session: Session, account: Account) -> None:
    _record("user.logout", account.app, _of_session(session, account))


def users_kicked(
    app: App,
    sessions: Mapping[str, int],
    *,
    platform: str | None,
    device_id: str | None,
    note: str,
    by: Caller,
) -> None:
    """One for each user; the sockets concerned are told by the gateway, with `session.kicked`."""
    common = {
        "platform": platform,
        "deviceId": device_id,
        "reason": "ADMIN",
        "note": note,
        "operatorId": by.actor_id,
    }
    facts = [
        _fact("user.kicked", app, {"userId": user_id, "sessions": ended, **common}, ENDING)
        for user_id, ended in sessions.items()
    ]
    if facts:
        record(*facts)


def accounts_imported(app: App, accounts: Sequence[Account], *, revived: Sequence[str], by: Caller) -> None:
    """One for the whole call. `revived`: those of them that had been deleted."""
    shown = [private(account) for account in accounts]
    data = {"accounts": shown, "revived": list(revived), "operatorId": by.actor_id}
    _record("account.imported", app, data)


def account_updated(account: Account, *, disabled: bool, by: Caller) -> None:
    """To the owner's own devices. `disabled`: just now, and they are cut off."""
    data = {**private(account), "operatorId": by.actor_id}
    _record("account.updated", account.app, data, Audience(users=(account.user_id,), gateways=disabled))


def account_deleted(account: Account, *, purge_messages: bool, by: Caller) -> None:
    data = {
        "userId": account.user_id,
        "deleted": True,
        "purgeMessages": purge_messages,
        "operatorId": by.actor_id,
    }
    _record("account.deleted", account.app, data, ENDING)


def _of_session(session: Session, account: Account) -> dict[str, Any]:
    return {
        "userId": account.user_id,
        "platform": session.platform,
        "deviceId": session.device_id,
        "ip": session.ip,
        "operatorId": account.user_id,
    }


def _record(name: str, app: App, data: dict[str, Any], audience: Audience = NOBODY) -> None:
    record(_fact(name, app, data, audience))


def _fact(name: str, app: App, data: dict[str, Any], audience: Audience) -> Fact:
    return Fact(name, app.pk, app.app_key, data, audience, socket=audience is not NOBODY)
