"""What a token is worth, told to the services of the same installation."""

from typing import Any

from accounts.authentication import app_by_key, caller_of_token
from config.api.errors import Missing, Unauthenticated
from config.api.status import CREDENTIAL_EXPIRED, CREDENTIAL_MALFORMED, CREDENTIAL_REVOKED, OTHER_APP

REASONS = {CREDENTIAL_EXPIRED: "EXPIRED", CREDENTIAL_MALFORMED: "MALFORMED", CREDENTIAL_REVOKED: "REVOKED"}
NOTHING = ("appKey", "userId", "admin", "platform", "deviceId", "jti", "expiresAt")


def resolve(token: str, *, app_key: str | None) -> dict[str, Any]:
    """Whose it is, or why it is worth nothing. With an appKey, for that app only."""
    if app_key is not None and app_by_key(app_key) is None:
        raise Missing(OTHER_APP, "no such app")
    try:
        caller = caller_of_token(token)
    except Unauthenticated as refusal:
        return _worthless(REASONS[refusal.status])
    if app_key not in (None, caller.tenant.app_key):
        return _worthless("APP_MISMATCH")
    return {
        "valid": True,
        "appKey": caller.tenant.app_key,
        "userId": caller.operator_id,
        "admin": caller.role == "A",
        "platform": caller.platform,
        "deviceId": caller.device_id,
        "jti": caller.session,
        "expiresAt": caller.expires_at,
        "reason": None,
    }


def _worthless(reason: str) -> dict[str, Any]:
    return {"valid": False, **dict.fromkeys(NOTHING), "reason": reason}
