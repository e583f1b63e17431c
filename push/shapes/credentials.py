"""How credentials look: never a secret, but whether it is the one that one thinks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from accounts.secrets import NOT_OPENED, unseal
from config.clock import ms, ms_or_none
from push.models import Credential, Lane, Vendor
from push.vendors.contract import Kind, Outcome


def kept(credential: Credential) -> dict[str, Any]:
    """What a change of it changes, as the operation log may tell it."""
    return {
        **credential.public,
        "enabled": credential.enabled,
        "environment": credential.environment or None,
        "fingerprint": credential.fingerprint,
    }


def credentials_shown(app_id: int, credentials: Sequence[Credential]) -> list[dict[str, Any]]:
    """How their lanes stand is asked for all at once."""
    lanes = defaultdict(list)
    for lane in Lane.objects.filter(app_id=app_id).order_by("vendor"):
        lanes[Vendor(lane.vendor).credential].append(lane)
    return [_shown(one, lanes[Vendor(one.vendor)]) for one in credentials]


def credential_shown(credential: Credential) -> dict[str, Any]:
    return credentials_shown(credential.app_id, [credential])[0]


def _shown(credential: Credential, lanes: Iterable[Lane]) -> dict[str, Any]:
    return {
        "vendor": credential.vendor,
        "enabled": credential.enabled,
        "environment": credential.environment or None,
        "public": credential.public,
        "fingerprint": credential.fingerprint,
        "readable": _is_readable(credential),
        "version": credential.version,
        "checkedAt": ms_or_none(credential.checked_at),
        "check": credential.check_result,
        "lanes": [_lane_shown(lane) for lane in lanes],
        "createdAt": ms(credential.created_at),
        "updatedAt": ms(credential.updated_at),
    }


def _is_readable(credential: Credential) -> bool:
    try:
        unseal(credential.secret)
    except NOT_OPENED:
        return False
    return True


def _lane_shown(lane: Lane) -> dict[str, Any]:
    until = lane.paused_until
    paused = until is not None and until > timezone.now()
    return {
        "vendor": lane.vendor,
        "pausedUntil": ms_or_none(until) if paused else None,
        "reason": lane.reason or None if paused else None,
    }


def outcome_shown(outcome: Outcome) -> dict[str, Any]:
    """What came of one try."""
    return {
        "ok": outcome.kind == Kind.OK,
        "stage": outcome.stage.value,
        "httpStatus": outcome.http_status,
        "vendorCode": outcome.code or None,
        "vendorMessage": outcome.message or None,
        "latencyMs": outcome.latency_ms,
        "hint": outcome.hint or None,
    }
