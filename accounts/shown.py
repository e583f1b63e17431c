"""What the API shows of accounts and apps: plain dicts; `accounts.serializers` declares their shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from accounts import online
from accounts.actions.rows import GROUP_HAS_IT
from accounts.actions.sessions import Opened
from accounts.callers import Caller
from accounts.models import Account, App, Operator
from config.api import status
from config.clock import ms, ms_or_none, now_ms


def profile(account: Account) -> dict[str, Any]:
    """What any account of the app may know."""
    return {
        "userId": account.user_id,
        "nickname": account.nickname,
        "avatar": account.avatar,
        "gender": account.gender,
        "birthday": account.birthday,
        "location": account.location,
        "signature": account.signature,
        "language": account.language,
        "level": account.level,
        "role": account.role,
        "custom": account.custom,
        "createdAt": ms(account.created_at),
        "updatedAt": ms(account.updated_at),
    }


def private(account: Account) -> dict[str, Any]:
    """With what only the account itself and whoever looks after the app may know."""
    kept = {"allowType": account.effective_allow_type, "admin": account.admin, "status": account.status}
    return {**profile(account), **kept}


def account_shown(account: Account, *, to: Caller) -> dict[str, Any]:
    return accounts_shown([account], to=to)[0]


def accounts_shown(accounts: Sequence[Account], *, to: Caller) -> list[dict[str, Any]]:
    there = online.of(accounts)
    return [{**_seen_by(to, account), "online": account.user_id in there} for account in accounts]


def _seen_by(caller: Caller, account: Account) -> dict[str, Any]:
    itself = caller.account is not None and caller.account.pk == account.pk
    return private(account) if caller.trusted or itself else profile(account)


def login_shown(opened: Opened) -> dict[str, Any]:
    account = opened.session.account
    return {
        **token_shown(opened),
        "userId": account.user_id,
        "admin": account.admin,
        "account": {**private(account), "online": account.user_id in online.of([account])},
        "serverTime": now_ms(),
    }


def token_shown(opened: Opened) -> dict[str, Any]:
    return {
        "token": opened.token,
        "tokenType": "Bearer",
        "expiresIn": opened.life,
        "expiresAt": ms(opened.session.expires_at),
        "wsUrl": settings.WS_URL,
    }


def app_shown(app: App, *, to: Operator) -> dict[str, Any]:
    return {
        "appKey": app.app_key,
        "sdkAppId": app.sdk_app_id,
        "name": app.name,
        "status": app.status,
        "role": to.mandate_for(app),
        "createdAt": ms(app.created_at),
    }


def operator_shown(operator: Any) -> dict[str, Any]:
    """Of a row with `has_two_factor` and `shown_mandates`: accounts.views.operators.as_shown."""
    return {
        "username": operator.username,
        "name": operator.first_name,
        "email": operator.email,
        "isActive": operator.is_active,
        "isSuperuser": operator.is_superuser,
        "mustUseTwoFactor": operator.must_use_two_factor,
        "twoFactor": operator.has_two_factor,
        "mandates": [{"appKey": one.app.app_key, "role": one.role} for one in operator.shown_mandates],
        "lastLoginAt": ms_or_none(operator.last_login),
        "createdAt": ms(operator.date_joined),
    }


def rotated_shown(app: App, secret_key: str) -> dict[str, Any]:
    until = app.previous_secret_until
    return {"appKey": app.app_key, "secretKey": secret_key, "previousUntil": ms_or_none(until)}


def kicked_shown(user_ids: Sequence[str], ended: Mapping[str, int | None]) -> dict[str, Any]:
    """`ended` has None for accounts that aren't there."""
    results = [
        {"userId": user_id, **(MISSING if ended[user_id] is None else DONE), "sessions": ended[user_id] or 0}
        for user_id in user_ids
    ]
    return {**batch_answer(results), "sessions": sum(count or 0 for count in ended.values())}


def imported_shown(
    entries: Sequence[Mapping[str, Any]],
    flaws: Mapping[int, str],
    outcome: Mapping[str, tuple[Account | None, bool]],
) -> dict[str, Any]:
    """`flaws` are the sentences about entries that were not tried, by their place."""
    results = []
    for place, user_id in enumerate(entry["userId"] for entry in entries):
        account, created = outcome.get(user_id, (None, False))
        flaw = flaws.get(place) or ("" if account else f"userId: {GROUP_HAS_IT}")
        ending = _failed(status.BAD_PARAMETER, flaw) if flaw else {**DONE, "created": created}
        results.append({"userId": user_id, **ending})
    failed = [result["userId"] for result in results if result["status"] != status.SUCCESS]
    return {**batch_answer(results), "failAccounts": failed}


def batch_answer(results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One result for each item, in order; an item with the status `0` succeeded."""
    success = sum(result["status"] == status.SUCCESS for result in results)
    return {"total": len(results), "success": success, "failed": len(results) - success, "results": results}


def _failed(code: str, message: str) -> dict[str, str]:
    return {"status": code, "message": message}


DONE = {"status": status.SUCCESS, "message": "success"}
MISSING = _failed(status.ACCOUNT_MISSING, "no such account")
