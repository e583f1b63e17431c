"""Calls a vendor from a thread that waits for it, over the process's one loop and never in a transaction."""

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from traceback import extract_tb
from typing import Any, Final

import structlog

from config.egress.loop import submit
from config.egress.waiting import require_no_transaction
from push.vendors.contract import Kind, Outcome, Stage
from push.vendors.wire import Wire, wire

SECONDS: Final = 10.0
TOO_SLOW: Final = Outcome(
    Kind.UNKNOWN,
    Stage.CONNECT,
    code="timeout",
    message=f"no answer within {SECONDS:.0f} s",
    latency_ms=round(SECONDS * 1000),
    hint="the vendor is slow or not to be reached from this server: look at its status page and the firewall",
)
BROKEN: Final = Outcome(
    Kind.PERMANENT,
    Stage.SEND,
    code="internal",
    message="the server failed at it",
    hint="a fault of this server's: its log has a line push.vendor_broke",
)

Work = Callable[[Wire], Coroutine[Any, Any, list[Outcome]]]

log = structlog.get_logger(__name__)


def begin(vendor: str, number: int, work: Work) -> "Future[list[Outcome]]":
    """So many outcomes to come; never an exception."""
    require_no_transaction()
    return submit(_safely(vendor, number, work))


def call(vendor: str, number: int, work: Work) -> list[Outcome]:
    """TOO_SLOW where it took more than SECONDS; it is not waited for any longer."""
    coming = begin(vendor, number, work)
    try:
        return coming.result(SECONDS)
    except TimeoutError:
        coming.cancel()
        return [TOO_SLOW] * number


async def _safely(vendor: str, number: int, work: Work) -> list[Outcome]:
    try:
        return await work(wire())
    except Exception as problem:
        log.error("push.vendor_broke", vendor=vendor, **fault(problem))  # noqa: TRY400  its text may bear a token
        return [BROKEN] * number


def fault(problem: BaseException) -> dict[str, str]:
    """What of an exception may be told: neither its text nor its values, which may bear tokens or texts."""
    frames = extract_tb(problem.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return {"error": type(problem).__name__, "where": where}
