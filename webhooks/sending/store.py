"""What the engine asks of PostgreSQL. Each function is run in a thread of its own and waits there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction

from config.sql import document, rows
from webhooks import metrics
from webhooks.actions.disabling import disable
from webhooks.alerts import Finding, raise_all
from webhooks.circuits import State
from webhooks.minutes import Tallies, add
from webhooks.models import AlertLevel, AlertType, Circuit, DeliveryStatus, DisabledReason, Endpoint
from webhooks.sending import statements

GONE = 410
RAISED = {DisabledReason.GONE: AlertType.GONE, DisabledReason.FAILING: AlertType.AUTO_DISABLED}
SAID = {DisabledReason.GONE: "answered 410", DisabledReason.FAILING: "only failures for 5 days"}
HOLD = 6.0  # seconds for which an endpoint is held


@dataclass(frozen=True, slots=True)
class Ask:
    """`busy`: deliveries of the endpoint that we have already."""

    endpoint: int
    room: int
    busy: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """`idle` may be let go, `wanted` is to be held, with `slots` for each; `asks`: of what is held."""

    idle: list[int]
    wanted: list[int]
    slots: int
    asks: list[Ask]


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery whose time has come, and how its endpoint wants it."""

    endpoint: int
    delivery: int
    event_id: str
    tries: int
    again_from: int
    body: str
    url: str
    timeout_ms: int
    secret: str
    former_secrets: str
    allow_http: bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one try came to. `tries`: those before it. `wait`: seconds until the next one, if there is one."""

    endpoint: int
    delivery: int
    tries: int
    status: str
    wait: float | None
    at: datetime
    ms: int
    http: int | None
    error: str
    body: str
    url: str


def take(holder: str, endpoints: Iterable[int]) -> dict[int, State]:
    """Those of them that are ours now."""
    values = {"holder": holder, "endpoints": list(endpoints), "seconds": HOLD}
    return {row[0]: _state(*row[1:]) for row in rows(statements.TAKE, values)}


def _state(failures: int, *others: Any) -> State:
    """Of the columns of a circuit."""
    *columns, recent = others
    return replace(State(failures, *columns), recent=tuple(map(tuple, orjson.loads(recent))))


def due(holder: str, asks: Sequence[Ask]) -> list[Due]:
    """In the order of their times, of endpoints that are still ours."""
    items: list[dict[str, Any]] = [
        {"endpoint": ask.endpoint, "room": ask.room, "busy": ask.busy} for ask in asks
    ]
    return [Due(*row) for row in rows(statements.DUE, {"holder": holder, "asks": document(items)})]


def look(holder: str, asked: Look) -> tuple[set[int], dict[int, State], list[Due]]:
    """What was let go, what is held now, and what is due: only a statement after the taking sees all that the
    holder before us has written.
    """
    released = release(holder, asked.idle) if asked.idle else set()
    taken = take(holder, asked.wanted) if asked.wanted else {}
    asks = [*asked.asks, *(Ask(pk, 1 if state.open_until else asked.slots) for pk, state in taken.items())]
    return released, taken, due(holder, asks) if asks else []


def renew(holder: str, endpoints: Iterable[int]) -> set[int]:
    """Those that are still ours."""
    values = {"holder": holder, "endpoints": list(endpoints), "seconds": HOLD}
    return {row[0] for row in rows(statements.RENEW, values)}


def release(holder: str, endpoints: Iterable[int]) -> set[int]:
    """Those that were let go: where nothing is due, or nothing may be sent."""
    return {row[0] for row in rows(statements.RELEASE, {"holder": holder, "endpoints": list(endpoints)})}


def let_go(holder: str, endpoints: Iterable[int]) -> None:
    """Whatever is due there: we are leaving."""
    Circuit.objects.filter(pk__in=list(endpoints), holder=holder).update(holder="", held_until=None)


@transaction.atomic
def complete(holder: str, outcomes: Sequence[Outcome], states: dict[int, State]) -> int:
    """Writes what still counts, in one transaction with all that follows from it; answers how many."""
    ends = _ends(outcomes, states)
    if ends:  # whoever changes an endpoint locks it before its circuit
        list(Endpoint.objects.select_for_update(no_key=True).filter(pk__in=ends).order_by("pk"))
    accepted = {row[0]: row[2] for row in rows(statements.COMPLETE, _values(holder, outcomes, states))}
    kept = [outcome for outcome in outcomes if outcome.delivery in accepted]
    _count(kept)
    _draw_conclusions(kept, ends)
    return len(kept)


def _values(holder: str, outcomes: Sequence[Outcome], states: dict[int, State]) -> dict[str, Any]:
    return {
        "holder": holder,
        "endpoints": list(states),
        "outcomes": orjson.dumps(outcomes).decode(),
        "circuits": orjson.dumps(
            [{"endpoint": pk, **_shown(state)} for pk, state in states.items()]
        ).decode(),
    }


def _shown(state: State) -> dict[str, Any]:
    return {name: getattr(state, name) for name in State.__slots__}


def _count(outcomes: Sequence[Outcome]) -> None:
    tallies = Tallies()
    for one in outcomes:
        at = int(one.at.timestamp() * 1000)
        tallies.count(
            one.endpoint, at, one.ms, failed=one.status != "SUCCESS", timeout=one.error == "timeout"
        )
    add(tallies)


def _ends(outcomes: Sequence[Outcome], states: dict[int, State]) -> dict[int, DisabledReason]:
    """An endpoint that says it is gone is believed; one that only fails is given up some day."""
    failing = {one.endpoint for one in outcomes if states[one.endpoint].is_given_up(one.at)}
    gone = {one.endpoint for one in outcomes if one.http == GONE}
    return dict.fromkeys(failing, DisabledReason.FAILING) | dict.fromkeys(gone, DisabledReason.GONE)


def _draw_conclusions(outcomes: Sequence[Outcome], ends: dict[int, DisabledReason]) -> None:
    """`outcomes`: those that count; what came of an endpoint that is another's now ends nothing."""
    dead = Counter(one.endpoint for one in outcomes if one.status == DeliveryStatus.DEAD)
    findings = [Finding(pk, AlertType.EXHAUSTED, AlertLevel.CRITICAL, _many(n)) for pk, n in dead.items()]
    for endpoint in sorted(ends.keys() & {one.endpoint for one in outcomes}):
        reason = ends[endpoint]
        if disable(endpoint, reason):
            findings.append(Finding(endpoint, RAISED[reason], AlertLevel.CRITICAL, SAID[reason]))
    raise_all(findings)
    metrics.DEAD.inc(dead.total())


def _many(dead: int) -> str:
    return f"{dead} {'delivery has' if dead == 1 else 'deliveries have'} failed for the last time"
