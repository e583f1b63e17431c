"""A real gateway on its own loop and port, and people with sessions to call it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvloop

from accounts.actions.sessions import Opened, open_session
from accounts.models import Account
from im.realtime.gateway import Gateway
from im.realtime.server import open_door
from tests.im.realtime.phone import PATIENCE, Phone


class Running:
    """The gateway in a thread, as a process would run it."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: uvloop.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(PATIENCE)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/im"

    def stop(self) -> None:
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self._ended.set)
            self._thread.join(PATIENCE)

    def on_loop(self, work: Callable[[], Any]) -> Any:
        async def call() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(call(), self.loop).result(PATIENCE)

    async def _serve(self) -> None:
        self._ended = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        self.gateway = Gateway()
        await self.gateway.start()
        door = await open_door(self.gateway, "127.0.0.1", 0)
        self.port = door.sockets[0].getsockname()[1]
        self._ready.set()
        await self._ended.wait()
        door.close()
        await self.gateway.stop()


@pytest.fixture
def quick(settings: Any) -> None:
    """Heartbeats of 0.6 s."""
    settings.REALTIME_HEARTBEAT_MS = 600


@pytest.fixture
def gateway(transactional_db: None) -> Iterator[Running]:
    running = Running()
    yield running
    running.stop()


class Phones:
    """`phone(alice)` logs in and connects; `token` uses a session, `greeted=False` waits for no hello."""

    def __init__(self, gateway: Running) -> None:
        self._gateway = gateway
        self._all: list[Phone] = []

    def __call__(
        self,
        account: Account | None = None,
        *,
        platform: str = "ANDROID",
        device_id: str = "",
        token: str = "",
        greeted: bool = True,
        query: str = "",
        at: Running | None = None,
        **options: Any,
    ) -> Phone:
        if account is not None:
            token = log_in(account, platform, device_id).token
        phone = Phone((at or self._gateway).url + query, token, **options)
        self._all.append(phone)
        if greeted:
            phone.hello = phone.hear("hello")["data"]
        return phone

    def hang_up(self) -> None:
        for phone in self._all:
            phone.hang_up()


def log_in(account: Account, platform: str = "ANDROID", device_id: str = "", life: int = 3600) -> Opened:
    return open_session(account, platform=platform, device_id=device_id, life=life)


@pytest.fixture
def phone(gateway: Running) -> Iterator[Phones]:
    phones = Phones(gateway)
    yield phones
    phones.hang_up()
