"""What the API shows of accounts and apps: plain dicts, their declared shapes are in `accounts.serializers`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from accounts import online
from accounts.callers import Caller
from accounts.models import Account, App
from config.clock import ms


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


def own_account(account: Account) -> dict[str, Any]:
    """As the account sees itself."""
    return {**private(account), "online": account.user_id in online.of([account])}


def _seen_by(caller: Caller, account: Account) -> dict[str, Any]:
    itself = caller.account is not None and caller.account.pk == account.pk
    return private(account) if caller.trusted or itself else profile(account)


def token_shown(token: str, expires_at: int, expires_in: int) -> dict[str, Any]:
    return {
        "token": token,
        "tokenType": "Bearer",
        "expiresIn": expires_in,
        "expiresAt": expires_at,
        "wsUrl": settings.WS_URL,
    }


def app_shown(app: App, *, role: str) -> dict[str, Any]:
    return {
        "appKey": app.app_key,
        "sdkAppId": app.sdk_app_id,
        "name": app.name,
        "status": app.status,
        "role": role,
        "createdAt": ms(app.created_at),
    }


def batch_answer(results: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`{total,success,failed,results}`; an item with the status `0` succeeded."""
    shown = list(results)
    success = sum(result["status"] == "0" for result in shown)
    return {"total": len(shown), "success": success, "failed": len(shown) - success, "results": shown}
