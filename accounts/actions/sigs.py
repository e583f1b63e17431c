"""Makes UserSigs for an app's users."""

from typing import Any

from django.db import transaction

from accounts import signatures
from accounts.callers import Caller
from accounts.models import Account, AccountStatus, App, Identifier
from accounts.models.account import PLATFORM_ACCOUNT
from accounts.secrets import unseal
from config.api.errors import Missing
from config.api.fields import is_reserved
from config.api.status import ACCOUNT_MISSING
from config.clock import now_ms
from journal import audit


@transaction.atomic
def make(*, app: App, user_id: str, expire: int, by: Caller) -> dict[str, Any]:
    """Right after a kick a sig is dated one second after it: one of the same second would be dead."""
    account = Account.objects.of_app(app).filter(user_id=user_id).first()
    _require_may_log_in(app, user_id, account)
    issued_at = max(now_ms() // 1000, account.sig_not_before + 1 if account else 0)
    sig = signatures.generate(
        sdk_app_id=app.sdk_app_id,
        user_id=user_id,
        secret=unseal(app.secret_key),
        expire=expire,
        issued_at=issued_at,
    )
    detail = {"userId": user_id, "expire": expire}
    audit.log(by, "USERSIG_CREATE", app_id=app.pk, target_type="ACCOUNT", target_id=user_id, detail=detail)
    return {
        "userId": user_id,
        "sdkAppId": app.sdk_app_id,
        "userSig": sig,
        "expire": expire,
        "issuedAt": issued_at * 1000,
        "expiresAt": (issued_at + expire) * 1000,
    }


def _require_may_log_in(app: App, user_id: str, account: Account | None) -> None:
    """There is such an account, or its first login would make it."""
    if account is None:
        taken = is_reserved(user_id) or Identifier.objects.filter(app=app, name=user_id).exists()
        missing = taken or not app.setting("autoCreate")
    else:
        missing = account.status == AccountStatus.DELETED or user_id == PLATFORM_ACCOUNT
    if missing:
        raise Missing(ACCOUNT_MISSING, "no such account")
