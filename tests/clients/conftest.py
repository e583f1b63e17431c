"""The client before real doors: Django behind real HTTP, and a real gateway beside it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.actions import apps
from accounts.actions.sessions import open_session
from accounts.models import Account
from hongyan import AsyncClient, Client, Retry
from tests.im.realtime.conftest import Running, quick

__all__ = ["quick"]

QUICK = Retry(base=0.02, cap=0.2, patience=10)


@pytest.fixture
def gateway(transactional_db: None) -> Iterator[Running]:
    running = Running()
    yield running
    running.stop()


def token_of(account: Account, *, platform: str = "WEB", device_id: str = "") -> str:
    return open_session(account, platform=platform, device_id=device_id, life=3600).token


class Connect:
    """`connect(alice)` is a client of hers; else the credential is given as Client takes it."""

    def __init__(self, base_url: str, stack: ExitStack) -> None:
        self.base_url, self._stack = base_url, stack

    def __call__(self, account: Account | None = None, **given: Any) -> Client:
        if account is not None:
            given["token"] = token_of(account)
        return self._stack.enter_context(Client(self.base_url, **{"retry": QUICK, **given}))


@pytest.fixture
def connect(live_server: LiveServer) -> Iterator[Connect]:
    with ExitStack() as stack:
        yield Connect(live_server.url, stack)


@pytest.fixture
def back_end(connect: Connect, made: apps.Made) -> Client:
    """The app's own server."""
    return connect(app_key=made.app.app_key, app_secret=made.app_secret)


class Phone:
    """`phone(alice)` is an AsyncClient with a token of her device, for `run`."""

    def __init__(self, base_url: str, gateway: Running) -> None:
        self.base_url, self.gateway = base_url, gateway
        self.made: list[AsyncClient] = []

    def __call__(self, account: Account, **given: Any) -> AsyncClient:
        device = given.pop("device_id", "phone")
        token = token_of(account, platform="ANDROID", device_id=device)
        options = {"token": token, "ws_url": self.gateway.url, "retry": QUICK, **given}
        self.made.append(AsyncClient(self.base_url, **options))
        return self.made[-1]


@pytest.fixture
def phone(live_server: LiveServer, gateway: Running) -> Phone:
    return Phone(live_server.url, gateway)


@pytest.fixture
def run(phone: Phone) -> Callable[[Any], Any]:
    """Runs a coroutine, with an end for what hangs; afterwards the phones' HTTP connections are closed."""

    def within(work: Any) -> Any:
        async def limited() -> Any:
            try:
                async with asyncio.timeout(60):
                    return await work
            finally:
                for client in phone.made:
                    await client.close()

        return asyncio.run(limited())

    return within
