"""One request to a vendor, whatever comes of it: an outcome for each delivery."""

import asyncio
from typing import Final

import structlog

from push import metrics
from push.sending.due import Batch
from push.vendors.contract import Access, Kind, Outcome, Unsendable
from push.vendors.registry import vendor
from push.vendors.wire import Wire

PATIENCE: Final = 60.0  # for what a vendor's file should have ended by itself
BROKEN = Outcome(Kind.UNKNOWN, code="INTERNAL")

log = structlog.get_logger(__name__)


async def ask(wire: Wire, name: str, access: Access, batch: Batch) -> list[Outcome]:
    outcomes = await _ask(wire, name, access, batch)
    for outcome in outcomes:
        metrics.OUTCOMES.labels(name, outcome.kind).inc()
    return outcomes


async def _ask(wire: Wire, name: str, access: Access, batch: Batch) -> list[Outcome]:
    targets = [due.target(name) for due in batch.dues]
    try:
        async with asyncio.timeout(PATIENCE):
            outcomes = await vendor(name).send(wire, access, batch.message, targets)
        if len(outcomes) == len(targets):
            return outcomes
        log.error("push.vendor_answered_for_others", vendor=name, asked=len(targets), told=len(outcomes))
    except Unsendable as problem:
        return [Outcome(Kind.PERMANENT, code=problem.code, hint=str(problem))] * len(targets)
    except Exception as problem:  # not logged whole: a token or a text may stand in it
        log.error("push.vendor_broke", vendor=name, error=type(problem).__name__)  # noqa: TRY400  see above
    return [BROKEN] * len(targets)
