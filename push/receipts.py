"""What vendors post about pushes: taken as it comes, understood later, so that none waits or tries again."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from accounts.models import App
from config.api.errors import Unauthenticated
from config.api.status import SIGNATURE_MISMATCH
from config.fresh import Fresh
from journal import doorbell
from push import credentials, logs, notified
from push.models import Level, LogEvent, VendorReceipt
from push.vendors.registry import vendor as vendor_named

TASK: Final = "push.tasks.read_receipts"
# A superset of what they want to hear: anything else, and they post it again and again.
THANKS: Final = {"code": "0", "message": "success", "errno": "0", "errmsg": "success"}
AT_ONCE: Final = 200
SHORT: Final = 32  # of the 64 digits of a sign: Xiaomi, vivo and Meizu take URLs of 128 characters at most
AWAY = (OperationalError, InterfaceError)

log = structlog.get_logger(__name__)

_signs: Fresh[tuple[int, str], str] = Fresh(lambda: settings.RULES_CACHE_SECONDS, size=5_000)


def receipt_url(app_id: int, vendor: str) -> str:
    """Where a vendor posts its receipts, as a message tells it; it can send no header of ours."""
    return _signs.get((app_id, vendor), lambda: _url(App.objects.get(pk=app_id), vendor))


def _url(app: App, vendor: str) -> str:
    words = urlencode({"appKey": app.app_key, "vendor": vendor, "sig": sign_of(app, vendor)[:SHORT]})
    return f"{settings.BASE_URL}/api/push/receive-push?{words}"


def sign_of(app: App, vendor: str) -> str:
    return app.signature(f"receipt:{vendor}".encode())


def keep(
    *, app: App, vendor: str, sign: str, headers: Mapping[str, str], body: bytes, content_type: str
) -> None:
    """401 `70009` where the URL's signature is wrong, or the vendor's own, if it has one."""
    given = sign.lower().encode("utf-8", "replace")
    good = len(given) >= SHORT and compare_digest(sign_of(app, vendor).encode()[: len(given)], given)
    access = credentials.access(app.pk, vendor) if good else None
    if not good or (access and not vendor_named(vendor).receipt_signed(access, headers, body)):
        raise Unauthenticated(SIGNATURE_MISMATCH, "wrong sig")
    with transaction.atomic():
        VendorReceipt.objects.create(app=app, vendor=vendor, body=body, content_type=content_type[:200])
        transaction.on_commit(lambda: doorbell.ring_for(TASK))


def read_some(most: int = AT_ONCE) -> int:
    """The worker's, on a ring or by beat: one transaction for each, whoever else reads beside us. Other work
    comes in between.
    """
    read = 0
    while read < most and _read_one():
        read += 1
    if read == most:
        doorbell.ring_for(TASK)
    return read


@transaction.atomic
def _read_one() -> bool:
    waiting = VendorReceipt.objects.filter(parsed_at=None).select_related("app").order_by("pk")
    receipt = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if receipt is None:
        return False
    try:
        with transaction.atomic():
            parsed = vendor_named(receipt.vendor).parse_receipt(bytes(receipt.body), receipt.content_type)
            notified.take(receipt.app, receipt.vendor, parsed)
    except AWAY:
        raise
    except Exception as problem:  # whatever somebody posted: it must not stand in the way of the next one
        _give_up(receipt, type(problem).__name__)
    receipt.parsed_at = timezone.now()
    receipt.save(update_fields=["parsed_at", "error"])
    return True


def _give_up(receipt: VendorReceipt, error: str) -> None:
    """Nothing of what was posted is repeated: there are tokens in it."""
    receipt.error = error
    log.warning("push.receipt_not_read", vendor=receipt.vendor, receipt=receipt.pk, error=error)
    detail: dict[str, Any] = {"receiptId": str(receipt.pk), "error": error}
    entry = logs.entry(
        LogEvent.PARSE_ERROR,
        app_id=receipt.app_id,
        vendor=receipt.vendor,
        level=Level.ERROR,
        detail=detail,
    )
    logs.write([entry])
