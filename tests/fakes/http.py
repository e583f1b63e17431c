"""The frame of the fakes that speak HTTP/1.1: vendors' servers on 127.0.0.1, which check what they do.

A fake says what it was told to say (`saying`: one of its vendor's codes, `http_503`, slow, reset, garbage);
else what the token begins with says what comes of it (`dead…`, `slow…` and so on: `SCENES`).
"""

import asyncio
import itertools
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import time
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

PATIENCE = 20.0
SCENES = {
    "slow": "slow",
    "reset": "reset",
    "garbage": "garbage",
    "throttled": "http_429",
    "broken": "http_500",
}


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Ring:
    """What one phone shows, or its app gets."""

    vendor: str
    token: str
    id: str  # the vendor's own, of the message
    title: str = ""
    body: str = ""
    badge: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    collapse: str = ""
    push_id: str = ""
    task_id: str = ""
    receipt_url: str = ""
    receipt_param: str = ""
    at: float = field(default_factory=time)


class Said(Exception):
    """An answer that ends a handler wherever it stands."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Fake:
    """One vendor. `fetches`: how many tokens were asked for. `fires`: each ring has its receipt at once."""

    vendor = ""
    arrived = "0"  # the code of its receipts for that
    scenes: Mapping[str, str] = {}  # what a token begins with, and the code that it is answered with

    def __init__(self) -> None:
        self.ids = itertools.count(1)
        self.latency = 0.0
        self.fires = False
        self.receipt_url = ""  # of vendors whose messages do not name one
        self.forget()

    def forget(self) -> None:
        """Everything but its configuration."""
        self.rings: list[Ring] = []
        self.asked: list[Asked] = []
        self.fetches = 0
        self.issued: set[str] = set()
        self.saying = ""
        self.retry_after = ""
        self.garbage = b"<html><body>502 Bad Gateway"
        self.token_garbage: bytes | None = None  # what it answers to who wants a token
        self.echoes: tuple[str, ...] = ()

    def revoke(self) -> None:
        """No token that it gave out is good any more."""
        self.issued.clear()

    def routes(self) -> Sequence[web.RouteDef]:
        """None of those that speak HTTP/2."""
        return ()

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        """What this vendor answers where `code` is meant."""
        return self._status(500)

    def receipt(self, rings: Sequence[Ring], code: str) -> tuple[bytes, str]:
        """The body, which is empty where the vendor has none, and its type. `code`: without `receipt_`."""
        return b"", ""

    def receipt_headers(self) -> Mapping[str, str]:
        """Of vendors that sign their receipts."""
        return {}

    def fetched(self) -> None:
        """To be called by every request for a token."""
        self.fetches += 1
        if self.token_garbage is not None:
            raise Said(web.Response(body=self.token_garbage, content_type="application/json"))

    def issue(self) -> str:
        token = f"{self.vendor.lower()}-token-{next(self.ids)}"
        self.issued.add(token)
        return token

    def words(self, tokens: Sequence[str]) -> str:
        """What it explains an error with: rudely, it repeats what it was given."""
        return " ".join(("no:", *tokens, *self.echoes))

    async def play(self, request: web.Request, tokens: Sequence[str]) -> None:
        """Raises `Said` where something else than success is on the programme."""
        code = self.saying or self._scene(tokens)
        if code == "slow":
            await asyncio.sleep(PATIENCE)
            raise Said(self._status(504))
        elif code == "reset":
            _abort(request)
        elif code == "garbage":
            raise Said(web.Response(body=self.garbage, content_type="text/html"))
        elif code.startswith("http_"):
            raise Said(self._status(int(code.removeprefix("http_"))))
        elif code:
            raise Said(self.say(code, tokens))

    def ring(self, *rings: Ring) -> None:
        self.rings.extend(rings)
        if self.fires:
            for one in rings:
                self._background(self.fire([one], self.arrived))

    async def fire(self, rings: Sequence[Ring], code: str) -> int:
        """The receipt's way back; the status that it was answered with, 0 where nobody answered."""
        body, kind = self.receipt(rings, code)
        url = rings[0].receipt_url or self.receipt_url
        if not body or not url:
            return 0
        headers = {"Content-Type": kind, **self.receipt_headers()}
        try:
            async with (
                ClientSession(timeout=ClientTimeout(10)) as session,
                session.post(url, data=body, headers=headers) as answer,
            ):
                return answer.status
        except (ClientError, TimeoutError):
            return 0

    def _scene(self, tokens: Sequence[str]) -> str:
        words = {**SCENES, **self.scenes}
        return next((code for word, code in words.items() if tokens and tokens[0].startswith(word)), "")

    def _status(self, status: int) -> web.Response:
        headers = {"Retry-After": self.retry_after} if self.retry_after else {}
        return web.Response(status=status, text="no", headers=headers)

    def _background(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)


_under_way: set[asyncio.Task[Any]] = set()


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
    raise web.HTTPBadRequest


def application(*fakes: Fake) -> web.Application:
    """All of them behind one port: no two vendors share a path."""
    made = web.Application(client_max_size=8 * 1024 * 1024)
    for fake in fakes:
        made.add_routes(
            [web.route(one.method, one.path, _around(fake, one.handler)) for one in fake.routes()]
        )
    return made


def _around(fake: Fake, handler: Any) -> Callable[[web.Request], Coroutine[Any, Any, web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        fake.asked.append(Asked(request.path_qs, request.headers, await request.read()))
        if fake.latency:
            await asyncio.sleep(fake.latency)
        try:
            return await handler(request)  # type: ignore[no-any-return]
        except Said as said:
            return said.answer

    return handle


class Server:
    """Fakes in a thread with a loop of its own."""

    def __init__(self, *fakes: Fake, port: int = 0) -> None:
        self.fakes, self.port = fakes, port
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fakes", daemon=True)
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """In its loop, from another thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        runner = web.AppRunner(
            application(*self.fakes), access_log=None, shutdown_timeout=0.01, handler_cancellation=True
        )
        self._loop.run_until_complete(self._listen(runner))
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _listen(self, runner: web.AppRunner) -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, backlog=1000).start()
        self.port = runner.addresses[0][1]


@contextmanager
def serving(*fakes: Fake) -> Iterator[Server]:
    server = Server(*fakes)
    try:
        yield server
    finally:
        server.stop()
