"""What a credential may be."""

from collections.abc import Mapping
from typing import Any, Final

from config.api.errors import BadParameter, Missing, Refusal
from config.api.status import VENDOR_NOT_CONFIGURED
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
