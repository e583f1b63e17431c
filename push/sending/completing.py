"""Writes what became of deliveries, many by few statements, with all that follows from it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from accounts.models import App
from config.sql import document, rows
from push import devices, events, statistics
from push.devices import Dead
from push.logs import CODE, MESSAGE_ID, WORDS, storable
from push.models import Delivery, Device, DeviceStatus, Level, LogEvent
from push.models import DeliveryStatus as Status
from push.models.device import masked
from push.sending import due as reasons
from push.sending import statements
from push.sending.due import Result
from push.statistics import Kind
from push.vendors.contract import Kind as Came
from push.vendors.contract import Outcome
from push.waking import LaneKey

NOT_ASKED: Final = Outcome(Came.PERMANENT)
LOGGED: Final = {
    Status.ACCEPTED: (LogEvent.ACCEPTED, Level.INFO),
    Status.RETRYING: (LogEvent.RETRY, Level.WARN),
    Status.FAILED: (LogEvent.FAILED, Level.ERROR),
    Status.UNKNOWN: (LogEvent.SENT, Level.WARN),
    Status.EXPIRED: (LogEvent.SKIPPED, Level.WARN),
    Status.CANCELLED: (LogEvent.SKIPPED, Level.INFO),
}
COUNTED: Final = {
    Status.ACCEPTED: "accepted",
    Status.FAILED: "failed",
    Status.UNKNOWN: "failed",
    Status.EXPIRED: "expired",
    Status.CANCELLED: "cancelled",
}
COUNTED_BEFORE: Final = frozenset({Status.DELIVERED, Status.CLICKED})
TOLD: Final = frozenset({Status.FAILED, Status.UNKNOWN, Status.EXPIRED})

Given = Sequence[tuple[LaneKey, Result]]


@transaction.atomic
def complete(given: Given) -> int:
    """Answers how many of them counted: the others are not ours any more."""
    given = _by_new_tokens(given)
    results = [result for _, result in given]
    _note_health(results)
    written = {"results": document([_written(result) for result in results])}
    kept = dict(rows(statements.COMPLETE, written))
    counted = [(lane, result) for lane, result in given if result.due.delivery in kept]
    devices.invalidate([_dead(result) for _, result in counted if result.invalid])
    _tell(counted)
    new = [one for one in counted if kept[one[1].due.delivery] not in COUNTED_BEFORE]
    statistics.count(Counter(kind for lane, result in new if (kind := _kind(lane, result))))
    return len(counted)


def _by_new_tokens(given: Given) -> Given:
    """Where a token was found dead, but its phone has registered another meanwhile, it is tried by that."""
    dead = [result.due.device for _, result in given if result.invalid]
    if not dead:
        return given
    active = Device.objects.filter(pk__in=dead, status=DeviceStatus.ACTIVE)
    tokens = dict(active.values_list("pk", "token_hash"))

    def again(result: Result) -> Result:
        due = result.due
        if not result.invalid or tokens.get(due.device, due.token_hash) == due.token_hash:
            return result
        return Result(due, Status.RETRYING, reasons.INVALID_TOKEN, 0.0, result.outcome)

    return [(lane, again(result)) for lane, result in given]


def _note_health(results: Sequence[Result]) -> None:
    """Of each device what came last, and how many failures in a row."""
    found: dict[int, dict[str, Any]] = {}
    for result in results:
        if result.outcome is None:
            continue
        one = found.setdefault(result.due.device, {"device": result.due.device, "ok": False, "failures": 0})
        if result.outcome.kind == Came.OK:
            one |= {"ok": True, "failures": 0}
        else:
            one |= {"failures": one["failures"] + 1, "code": clean(result.outcome.code, CODE)}
    if found:
        rows(statements.HEALTH, {"devices": document([{"code": "", **one} for one in found.values()])})


def _written(result: Result) -> dict[str, Any]:
    due, outcome = result.due, result.outcome or NOT_ASKED
    asked = result.outcome is not None
    event, level = LOGGED[result.status]
    return {
        "delivery": due.delivery,
        "lease": due.lease,
        "status": result.status,
        "reason": result.reason,
        "tries": due.tries + asked,
        "wait": result.wait,
        "event": event,
        "level": level,
        "http": outcome.http_status,
        "code": clean(outcome.code, CODE),
        "message": clean(outcome.message, WORDS, due.token),
        "vendor_id": clean(outcome.vendor_message_id, MESSAGE_ID),
        "ms": outcome.latency_ms if asked else None,
        "device": due.device_id,
        "token_masked": masked(due.token),
        "token_hash": due.token_hash,
        "detail": _detail(result),
    }


def _detail(result: Result) -> dict[str, str]:
    """How far it came, why it stopped there, and what an operator can do."""
    outcome = result.outcome
    detail = {
        "reason": result.reason,
        "hint": result.hint or (outcome.hint if outcome else ""),
        "stage": "" if outcome is None or outcome.kind == Came.OK else outcome.stage,
        "scope": (outcome.scope or "") if outcome else "",
    }
    return {name: word for name, word in detail.items() if word}


def clean(word: str, length: int, token: str = "") -> str:
    """A vendor's own word; should it repeat a token, without that."""
    return storable(word.replace(token, "…") if token else word, length)


def _dead(result: Result) -> Dead:
    due, outcome = result.due, result.outcome or NOT_ASKED
    return Dead(
        due.device,
        due.token_hash,
        clean(outcome.code, CODE),
        outcome.invalid_since,
        delivery_id=due.delivery,
        notice_id=due.notice,
    )


def _kind(lane: LaneKey, result: Result) -> Kind | None:
    outcome = COUNTED.get(result.status)
    if outcome is None:
        return None
    if result.status == Status.ACCEPTED:
        return Kind(*lane, outcome)
    code = clean(result.outcome.code, CODE) if result.outcome else ""
    return Kind(*lane, "invalid" if result.invalid else outcome, code or result.reason)


def _tell(counted: Given) -> None:
    failed: dict[int, list[dict[str, Any]]] = {}
    for (app_id, vendor), result in counted:
        if result.status in TOLD:
            failed.setdefault(app_id, []).append(_failure(vendor, result))
    for app in App.objects.filter(pk__in=failed) if failed else ():
        events.tell(events.FAILED, failed[app.pk], app_id=app.pk, app_key=app.app_key)


def _failure(vendor: str, result: Result) -> dict[str, Any]:
    due, written = result.due, _written(result)
    delivery = Delivery(
        pk=due.delivery,
        notice_id=due.notice,
        user_id=due.user_id,
        vendor=vendor,
        reason=result.reason,
        vendor_code=written["code"],
        vendor_message=written["message"],
    )
    return events.failed(delivery, due.device_id)
