"""The line to the gateway: connected, kept alive, connected again; answers come back by their `ref`."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from hongyan.closing import CUT, NOT_WELCOME, End
from hongyan.errors import (
    HongyanError,
    RateLimited,
    SocketClosed,
    Unauthenticated,
    Unavailable,
    Unreachable,
    refusal,
)
from hongyan.pace import Pace
from hongyan.retrying import Retry

LARGEST_FRAME = 16_384  # bytes the gateway takes
LARGEST_ANSWER = 64 * 2**20
CONNECT_WITHIN, HANG_UP_WITHIN = 10.0, 1.0
CLOSED = SocketClosed(1000, "closed by this side")


class TooLarge(HongyanError):
    """No frame: it has to go over HTTP."""


class Door(Protocol):
    """Where to connect, as whom, and how to become it again."""

    @property
    def ws_url(self) -> str: ...

    @property
    def token(self) -> str | None: ...

    @property
    def retry(self) -> Retry: ...

    async def renew(self) -> bool: ...


class Listener(Protocol):
    def greeted(self, hello: dict[str, Any]) -> None: ...

    def heard(self, frame: dict[str, Any]) -> None: ...

    def lost(self) -> None: ...

    def ended(self, problem: HongyanError) -> None: ...

    async def beat(self) -> None: ...


class Waiting:
    """An op that has not been answered yet. `lasting`: it may be said again on the next connection."""

    def __init__(self, frame: str, *, lasting: bool) -> None:
        self.frame, self.lasting = frame, lasting
        self.answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def succeed(self, data: Any) -> None:
        if not self.answer.done():
            self.answer.set_result(data)

    def fail(self, problem: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(problem)


class Line:
    def __init__(self, door: Door, listener: Listener, *, timeout: float) -> None:
        self.up = False
        self._door, self._listener, self._timeout = door, listener, timeout
        self._connection: ClientConnection | None = None
        self._waiting: dict[int, Waiting] = {}
        self._refs = count(1)
        self._pace = Pace()
        self._running: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self._saying: asyncio.Task[None] | None = None
        self._first_hello: asyncio.Future[None] | None = None
        self._problem: HongyanError | None = None

    async def open(self) -> None:
        """Returns once the gateway has said hello; raises when it does not want us, or is not there."""
        self._first_hello = asyncio.get_running_loop().create_future()
        self._running = asyncio.create_task(self._run())
        await self._first_hello

    async def close(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        self._cut_off()
        self._end(CLOSED)

    async def ask(self, op: str, body: Mapping[str, Any], *, lasting: bool = True) -> Any:
        """The data of the answer. Waits out rate limits, and what is away for a moment."""
        waited = 0.0
        for attempt in count(1):
            try:
                return await self._ask_once(op, body, lasting=lasting)
            except (RateLimited, Unavailable) as problem:
                pause = self._door.retry.wait(problem, attempt=attempt, waited=waited, again=True)
                if pause is None:
                    raise
            waited += pause
            await asyncio.sleep(pause)

    async def _ask_once(self, op: str, body: Mapping[str, Any], *, lasting: bool) -> Any:
        if self._problem is not None:
            raise self._problem
        ref = next(self._refs)
        frame = json.dumps({"op": op, "ref": ref, **body}, ensure_ascii=False, separators=(",", ":"))
        if len(frame.encode()) > LARGEST_FRAME:
            raise TooLarge(op)
        waiting = self._waiting[ref] = Waiting(frame, lasting=lasting)
        try:
            await self._say(waiting)
            async with asyncio.timeout(self._timeout):
                return await waiting.answer
        except TimeoutError:
            raise Unreachable(f"no answer to {op} within {self._timeout} s", sent=True) from None
        finally:
            self._waiting.pop(ref, None)

    async def _say(self, waiting: Waiting) -> None:
        connection = self._connection
        if self.up and connection is not None:
            await self._pace.wait()
            with suppress(ConnectionClosed):  # once that is noticed, it is said again or fails
                await connection.send(waiting.frame)
        elif not waiting.lasting:
            raise Unreachable("not connected", sent=False)

    # From one connection to the next

    async def _run(self) -> None:
        attempt = 0
        while True:
            try:
                end = await self._one_connection()
                attempt = 0 if self.up else attempt
                self._cut_off()
                await self._until_next(end, attempt)
            except HongyanError as problem:
                self._cut_off()
                self._end(problem)
                return
            attempt += 1

    async def _one_connection(self) -> End:
        token = self._door.token
        if token is None:
            raise SocketClosed(NOT_WELCOME, "a socket needs an account's token: log in first")
        opening = connect(
            self._door.ws_url,
            additional_headers={"Authorization": f"Bearer {token}"},
            compression=None,
            max_size=LARGEST_ANSWER,
            ping_interval=None,
            open_timeout=CONNECT_WITHIN,
            close_timeout=HANG_UP_WITHIN,
        )
        try:
            self._pace = Pace()
            async with opening as self._connection:
                while True:
                    self._heard(json.loads(await self._connection.recv()))
        except ConnectionClosed as closed:
            return End(closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else End(CUT)
        except (OSError, WebSocketException) as problem:  # TimeoutError is an OSError
            return End(CUT, str(problem))

    async def _until_next(self, end: End, attempt: int) -> None:
        """Waits for the right moment to come back; raises when there is none."""
        if end.for_good:
            raise SocketClosed(end.code, end.reason)
        if end.needs_login and attempt == 0:
            if not await self._door.renew():
                raise SocketClosed(end.code, end.reason)
            return
        if self._first_hello is None or self._first_hello.done():
            await asyncio.sleep(end.pause(attempt))
        elif attempt + 1 < self._door.retry.attempts:  # whoever opens it is waiting
            await asyncio.sleep(self._door.retry.pause(attempt + 1))
        else:
            raise Unreachable(end.reason or f"closed with {end.code}", sent=False)

    def _cut_off(self) -> None:
        self.up, self._connection = False, None
        for task in (self._beating, self._saying):
            if task is not None:
                task.cancel()
        for waiting in list(self._waiting.values()):
            if not waiting.lasting:
                waiting.fail(Unreachable("the connection was lost", sent=True))
        self._listener.lost()

    def _end(self, problem: HongyanError) -> None:
        if self._problem is None:
            self._problem = problem
            for waiting in list(self._waiting.values()):
                waiting.fail(problem)
            if self._first_hello is not None and not self._first_hello.done():
                self._first_hello.set_exception(problem)
            self._listener.ended(problem)

    # What comes in

    def _heard(self, frame: dict[str, Any]) -> None:
        kind, ref = frame.get("type"), frame.get("ref")
        waiting = self._waiting.get(ref) if isinstance(ref, int) else None
        if kind == "hello":
            self._hello(frame["data"])
        elif kind in ("ack", "pong"):
            if waiting is not None:
                waiting.succeed(frame.get("data"))
        elif kind == "error":
            if waiting is not None:
                self._refused(waiting, frame)
        else:
            self._listener.heard(frame)

    def _refused(self, waiting: Waiting, frame: dict[str, Any]) -> None:
        """What a session's end refuses is said again by whoever follows it, if its token can be renewed."""
        problem = refusal(frame["code"], frame)
        if not (isinstance(problem, Unauthenticated) and waiting.lasting):
            waiting.fail(problem)

    def _hello(self, hello: dict[str, Any]) -> None:
        """The first one opens the connection; later ones say that something may have been missed."""
        again, self.up = self.up, True
        if self._first_hello is not None and not self._first_hello.done():
            self._first_hello.set_result(None)
        self._listener.greeted(hello)
        if not again:
            self._beating = asyncio.create_task(self._beat(hello.get("heartbeatMs", 30_000) / 1000))
            unsaid = [waiting for _, waiting in sorted(self._waiting.items())]
            self._saying = asyncio.create_task(self._say_all(unsaid))

    async def _say_all(self, unsaid: Sequence[Waiting]) -> None:
        for waiting in unsaid:
            await self._say(waiting)

    async def _beat(self, seconds: float) -> None:
        """A gateway that does not answer a ping within a heartbeat is gone, whatever TCP believes."""
        connection = self._connection
        while connection is not None:
            await asyncio.sleep(seconds)
            try:
                async with asyncio.timeout(seconds):
                    await (await connection.ping())
            except (TimeoutError, ConnectionClosed):
                await connection.close(1011, "no pong")
                return
            with suppress(HongyanError):
                await self._listener.beat()
