"""The apps' credentials with their vendors, opened: each process remembers them for a moment, and forgets
them on a hint.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
import structlog
from django.conf import settings

from accounts.secrets import NOT_OPENED, seal, unseal
from config import hints
from config.fresh import Fresh
from push.models import Credential, Vendor
from push.vendors.contract import Access

TOPIC = "push"
NOT_CONFIGURED: Final = "VENDOR_NOT_CONFIGURED"
UNREADABLE: Final = "CREDENTIAL_UNREADABLE"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Those of one app that are enabled; None where no key of ours opens the secret."""

    accesses: Mapping[str, Access | None]


_kept: Fresh[int, _Kept] = Fresh(lambda: settings.RULES_CACHE_SECONDS, size=5_000)


def _forget(key: str | None) -> None:
    _kept.clear()


hints.listener.join(TOPIC, _forget)


def forget(app_id: int) -> None:
    """For whoever changes a credential, in his transaction: all processes look anew after it."""
    hints.changed(TOPIC, str(app_id))


def access(app_id: int, vendor: str) -> Access | None:
    """By the vendor as a device names it. None: there is none, or it is disabled or unreadable."""
    return _of(app_id).accesses.get(Vendor(vendor).credential)


def configured(app_id: int) -> frozenset[str]:
    """The vendors, as devices name them, that are reached with a credential that is enabled: an unreadable
    one too, which is no reason to turn a device away."""
    there = _of(app_id).accesses
    return frozenset(vendor.value for vendor in Vendor if vendor.credential in there)


def why_not(app_id: int, vendor: str) -> str:
    """VENDOR_NOT_CONFIGURED or CREDENTIAL_UNREADABLE (a key is missing) where there is no access, else ""."""
    there = _of(app_id).accesses
    name = Vendor(vendor).credential
    if name not in there:
        return NOT_CONFIGURED
    return "" if there[name] is not None else UNREADABLE


def opened(credential: Credential) -> Access | None:
    """None where no key of ours opens its secret, which is told to whoever reads the log."""
    try:
        secret = orjson.loads(unseal(credential.secret))
    except NOT_OPENED as problem:
        log.warning(
            "push.credential_unreadable",
            app_id=credential.app_id,
            vendor=credential.vendor,
            error=type(problem).__name__,
        )
        return None
    return Access(
        credential.app_id,
        credential.vendor,
        (credential.pk, credential.version),
        {**credential.public, **secret},
        credential.environment,
    )


def sealed(secret: Mapping[str, Any]) -> str:
    return seal(orjson.dumps(secret).decode())


def _of(app_id: int) -> _Kept:
    hints.listener.start()
    return _kept.get(app_id, lambda: _look_up(app_id))


def _look_up(app_id: int) -> _Kept:
    rows: Iterable[Credential] = Credential.objects.filter(app_id=app_id, enabled=True)
    return _Kept({row.vendor: opened(row) for row in rows})
