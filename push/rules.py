"""What a credential may be, and who may say what of a device."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.callers import Caller
from accounts.models import Account
from accounts.models.app import PushRegisterAuth
from config.api.errors import BadParameter, Missing, Refusal, Unauthenticated
from config.api.status import CREDENTIAL_MALFORMED, OTHER_USER, VENDOR_NOT_CONFIGURED
from push.vendors.contract import BadField
from push.vendors.registry import vendor as vendor_named

WITH_ENVIRONMENT: Final = frozenset({"APNS", "HARMONY"})
NOT_FIELDS: Final = frozenset({"enabled", "environment"})


def not_configured(vendor: str) -> Refusal:
    return Missing(VENDOR_NOT_CONFIGURED, f"the app has no credential of {vendor}")


def require_own_fields(vendor: str, given: Mapping[str, Any]) -> None:
    """Another vendor's field is a mistake that is told, and not kept."""
    own = {field.name for field in vendor_named(vendor).FIELDS}
    for name in given:
        if name not in own | NOT_FIELDS:
            raise BadParameter(name, f"is no field of {vendor}, which has {', '.join(sorted(own))}")
    if "environment" in given and vendor not in WITH_ENVIRONMENT:
        raise BadParameter("environment", f"is of {' and '.join(sorted(WITH_ENVIRONMENT))}")


def require_good_fields(vendor: str, fields: Mapping[str, Any]) -> None:
    """All of them together, as the vendor would get them."""
    for field in vendor_named(vendor).FIELDS:
        if field.required and field.name not in fields:
            raise BadParameter(field.name, f"is required for {vendor}")
    try:
        vendor_named(vendor).check_fields(fields)
    except BadField as problem:
        raise BadParameter(problem.name, str(problem)) from None


def require_own_phone(by: Caller, account: Account | None, user_id: str) -> None:
    """`account`: who is signed in on the phone. The appKey is in every copy of the app, so whoever has it can
    name any user, unless the app wants phones to sign in first; who is signed in can name only himself.
    """
    if account is not None and account.user_id != user_id:
        raise Unauthenticated(OTHER_USER, "the token is another user's")
    wanted = by.tenant.setting("pushRegisterAuth") == PushRegisterAuth.ACCOUNT
    if account is None and wanted and not by.trusted:
        raise Unauthenticated(CREDENTIAL_MALFORMED, "this app wants the im_jwt of userId")
