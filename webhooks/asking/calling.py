"""Puts questions to moderators, from any thread, over the process's one loop."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Final

import structlog

from config.egress.loop import client, loop, submit
from config.egress.reply import Reply
from config.egress.waiting import require_no_transaction
from webhooks.asking import keeping
from webhooks.asking.breaker import Breaker, Turn, breaker_of
from webhooks.asking.counting import counting
from webhooks.asking.keeping import Claim
from webhooks.asking.questions import Question
from webhooks.asking.verdicts import Nonsense, Verdict, read
from webhooks.moderators import Moderator

CLAIMED: Final = 1.0  # seconds beyond the budget: a process that died asking is not waited for longer
LOOK: Final = 0.02  # how often somebody looks whether another process has its answer
GRACE: Final = 0.5  # for a loop that is late; the budget itself is held in the loop

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Flight:
    """A question on its way; who asks the same meanwhile waits for the same answer."""

    question: Question
    name: str
    answer: "Future[Verdict]" = field(default_factory=Future)

    def land(self, verdict: Verdict) -> None:
        """Nobody waits for it or finds it any more, whoever landed it first."""
        if self.name:
            _flights.pop(self.name, None)
        if not self.answer.done():
            self.answer.set_result(verdict)


_flights: dict[str, _Flight] = {}


@dataclass(slots=True)
class Asked:
    """A question that was put. Its answer comes within its budget, and is never an exception."""

    question: Question
    _answer: "Future[Verdict]"

    @property
    def waits(self) -> bool:
        return not self._answer.done()

    def when_answered(self, call: Callable[[], object]) -> None:
        """In the loop's thread, or at once; it must be quick."""
        self._answer.add_done_callback(lambda _: call())

    def verdict(self) -> Verdict:
        """Waits for it."""
        try:
            return self._answer.result(self.question.left + GRACE)
        except TimeoutError:
            log.warning("asking.loop_is_late", event_type=self.question.event)
            return self.question.policy


def ask_all(questions: Sequence[Question]) -> list[Verdict]:
    """All at once: as long as the slowest of them takes, and never longer than its budget."""
    return [asked.verdict() for asked in begin(questions)]


def begin(questions: Sequence[Question]) -> list[Asked]:
    """Puts them, and does not wait."""
    require_no_transaction()
    new = [_Flight(question, question.name if question.key else "") for question in questions]
    flights = [_flights.setdefault(one.name, one) if one.name else one for one in new]
    ours = [one for one, flight in zip(new, flights, strict=True) if one is flight]
    left = list(ours)
    try:
        recalled = _recalled(ours)  # by a Redis that may hang
        for question in questions:
            question.start()
        for flight, kept in zip(ours, recalled, strict=True):
            _go_on(flight, kept)
            left.remove(flight)
    finally:
        for flight in left:  # something broke: who asks the same is not to wait for what is not on its way
            flight.land(flight.question.policy)
    return [Asked(question, flight.answer) for question, flight in zip(questions, flights, strict=True)]


def is_passed_over(moderator: Moderator) -> bool:
    """It rests, and what it would be asked is allowed meanwhile."""
    return moderator.fail_open and breaker_of(moderator.endpoint_id).rests


def recall(questions: Sequence[Question]) -> list[Asked | None]:
    """What was answered before, without asking anybody."""
    kept = keeping.recall([question.name for question in questions], [0] * len(questions))
    return [
        Asked(question, _resolved(verdict)) if isinstance(verdict, Verdict) else None
        for question, verdict in zip(questions, kept, strict=True)
    ]


def _resolved(verdict: Verdict) -> "Future[Verdict]":
    answer: Future[Verdict] = Future()
    answer.set_result(verdict)
    return answer


def settle(questions: Sequence[Question]) -> None:
    """What they were about is stored, which answers its repeats. Waits for nothing."""
    names = [question.name for question in questions if question.key]
    if names:
        submit(_settle(names))


def _recalled(flights: Sequence[_Flight]) -> list[Verdict | Claim]:
    """What is kept of those that have a name; they are claimed, unless their moderator rests."""
    named = [flight for flight in flights if flight.name]
    claims = [0 if _breaker(flight).rests else _claim_ms(flight) for flight in named]
    kept = iter(keeping.recall([flight.name for flight in named], claims))
    return [next(kept) if flight.name else Claim.NONE for flight in flights]


def _go_on(flight: _Flight, kept: Verdict | Claim) -> None:
    if isinstance(kept, Verdict):
        flight.land(kept)
    elif kept is Claim.THEIRS:
        submit(_overheard(flight))
    elif (turn := _breaker(flight).take_turn()) is not None:
        submit(_called(flight, turn))
    else:
        flight.land(flight.question.policy)
        if kept is Claim.OURS:
            keeping.release(flight.name)


def _breaker(flight: _Flight) -> Breaker:
    return breaker_of(flight.question.moderator.endpoint_id)


def _claim_ms(flight: _Flight) -> int:
    return round((flight.question.moderator.budget + CLAIMED) * 1000)


async def _called(flight: _Flight, turn: Turn) -> None:
    """Whatever happens, it is noted and the flight lands."""
    reply, verdict, error = Reply(), None, "protocol"
    try:
        reply = await _posted(flight.question)
        error = _error(reply)
        if not error:
            verdict = read(reply.body, flight.question.fits)
    except Nonsense:
        error = "nonsense"
    except Exception as problem:
        log.exception("asking.failed", event_type=flight.question.event, error=repr(problem)[:200])
    finally:
        try:
            _note(flight, turn, reply, error)
        finally:
            flight.answer.set_result(verdict or flight.question.policy)
            await _keep(flight, verdict)


async def _posted(question: Question) -> Reply:
    body, headers = question.call()
    asked = question.moderator
    return await client().post(asked.url, body, headers, timeout=question.left, allow_http=asked.allow_http)


def _error(reply: Reply) -> str:
    """Empty where the answer is to be read. A redirect is no answer."""
    if reply.error:
        return reply.error
    if reply.status is None or not 200 <= reply.status < 300:
        return f"http_{(reply.status or 0) // 100}xx"
    return "oversize" if reply.truncated else ""


def _note(flight: _Flight, turn: Turn, reply: Reply, error: str) -> None:
    if error:
        _breaker(flight).failed(turn)
    else:
        _breaker(flight).succeeded()
    counting.count(flight.question.moderator.endpoint_id, reply.duration_ms, error)


async def _keep(flight: _Flight, verdict: Verdict | None) -> None:
    """After the answer, for which nobody is to wait for Redis. Until it is kept, others get it from here."""
    if not flight.name:
        return
    try:
        if verdict is None:
            await loop().run_in_executor(None, keeping.release, flight.name)
        else:
            await loop().run_in_executor(None, keeping.keep, flight.name, verdict)
    finally:
        _flights.pop(flight.name, None)


async def _overheard(flight: _Flight) -> None:
    """Another process asks the same: its answer is ours."""
    verdict: Verdict | Claim = Claim.THEIRS
    try:
        while verdict is Claim.THEIRS and flight.question.left:
            await asyncio.sleep(LOOK)
            (verdict,) = await loop().run_in_executor(None, keeping.recall, [flight.name], [0])
    finally:
        flight.land(verdict if isinstance(verdict, Verdict) else flight.question.policy)


async def _settle(names: Sequence[str]) -> None:
    await loop().run_in_executor(None, keeping.settle, names)
