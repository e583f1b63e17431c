"""The same socket for programs without asyncio: it runs on a loop of its own, in a thread of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from hongyan import models
from hongyan.calls import Call
from hongyan.inbox import Event
from hongyan.rows.ops import Ops
from hongyan.socket import AsyncSocket

Result = TypeVar("Result")


class Socket(Ops):
    """`with client.socket() as socket: for event in socket: …`; its ops may be called from other threads."""

    def __init__(self, make: Callable[[], AsyncSocket], release: Callable[[], Awaitable[None]]) -> None:
        super().__init__(self._do)
        self._make, self._release = make, release
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="hongyan socket", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self._socket = self._wait(self._open())
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._thread.is_alive():
            self._wait(self._socket.close())
            self._stop()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        event = self._wait(self._next())
        if event is None:
            raise StopIteration
        return event

    def receive(self, timeout: float | None = None) -> Event:
        """The next event. TimeoutError when there is none in time, SocketClosed when there will be none."""
        return self._wait(self._socket.receive(timeout))

    @property
    def user_id(self) -> str:
        return self._socket.user_id

    @property
    def cursors(self) -> list[models.SyncCursorRequest]:
        return self._socket.cursors

    def typing(
        self, target_id: str, *, chat_type: Literal["SINGLE", "GROUP"] = "SINGLE", active: bool = True
    ) -> None:
        self._wait(self._socket.typing(target_id, chat_type=chat_type, active=active))

    def subscribe_presence(self, user_ids: Sequence[str]) -> list[dict[str, Any]]:
        return self._wait(self._socket.subscribe_presence(user_ids))

    def unsubscribe_presence(self, user_ids: Sequence[str]) -> None:
        self._wait(self._socket.unsubscribe_presence(user_ids))

    def set_background(self, background: bool) -> None:
        self._wait(self._socket.set_background(background))

    def ping(self) -> None:
        self._wait(self._socket.ping())

    def _do(self, call: Call) -> Any:
        return self._wait(self._socket.do(call))

    async def _open(self) -> AsyncSocket:
        return await self._make().__aenter__()

    async def _next(self) -> Event | None:
        try:
            return await self._socket.__anext__()
        except StopAsyncIteration:
            return None

    def _wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Ctrl-C reaches the thread that waits, not the one that works: so the work is called off."""
        doing = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return doing.result()
        except BaseException:
            doing.cancel()
            raise

    def _stop(self) -> None:
        self._wait(self._releasing())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _releasing(self) -> None:
        await self._release()
