"""Sends from all sockets, written together: what arrives while a transaction is under way is the next."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import structlog

from accounts import rates
from accounts.authentication import caller_of_token
from accounts.callers import Caller
from config.api.errors import Refusal
from config.api.handler import refusal_for
from im.realtime import extensions, frames, metrics
from im.realtime.batches import Batches
from im.realtime.socket import Socket

log = structlog.get_logger(__name__)

AT_MOST: Final = 256


@dataclass(slots=True)
class Send:
    socket: Socket
    ref: frames.Ref
    body: dict[str, Any]
    answer: bytes = b""


class Sends:
    """One thread writes, so what one socket sends stays in its order."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._write = extensions.extension("REALTIME_SEND")
        self._batches: Batches[Send] = Batches("sends", self._work, at_most=AT_MOST)
        self.start, self.stop, self.put = self._batches.start, self._batches.stop, self._batches.put
        self.join = self._batches.join

    def _work(self, batch: list[Send]) -> None:
        metrics.SEND_BATCH.observe(len(batch))
        try:
            self._outcomes(batch)
        finally:
            self._loop.call_soon_threadsafe(_hand_back, batch)

    def _outcomes(self, batch: list[Send]) -> None:
        calls: list[tuple[Caller, dict[str, Any]]] = []
        let_in: list[Send] = []
        for send in batch:
            socket = send.socket
            try:
                caller = caller_of_token(socket.token, ip=socket.ip, user_agent=socket.user_agent)
            except Exception as problem:
                _answer(send, refusal_for(problem))
                continue
            calls.append((caller, send.body))
            let_in.append(send)
        for send, outcome in zip(let_in, self._written(calls), strict=True):
            _answer(send, outcome)

    def _written(self, calls: list[tuple[Caller, dict[str, Any]]]) -> list[Any]:
        try:
            outcomes: list[Any] = list(rates.judge([(caller, True) for caller, _ in calls]))
            due = [index for index, refusal in enumerate(outcomes) if refusal is None]
            written = self._write([calls[index] for index in due]) if due else []
            for index, outcome in zip(due, written, strict=True):
                outcomes[index] = outcome
        except Exception as problem:
            return [refusal_for(problem)] * len(calls)
        return outcomes


def _answer(send: Send, outcome: dict[str, Any] | Refusal) -> None:
    if send.ref is not None:
        send.answer = (
            frames.error(send.ref, outcome) if isinstance(outcome, Refusal) else frames.ack(send.ref, outcome)
        )


def _hand_back(batch: list[Send]) -> None:
    for send in batch:
        send.socket.finished()
        if send.answer:
            send.socket.write(send.answer)
