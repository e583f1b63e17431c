"""Finds the addresses of a name, and refuses the name when one of them is forbidden."""

import asyncio
import socket
import threading
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from django.conf import settings

from config.egress.addresses import is_forbidden

LOOKUPS = 512  # at a time: sleeping threads. A name is looked up once for all who wait for it

ADDRESSES = 8  # of a name are tried; all are checked

Info = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]
LookUp = Callable[[str, int], list[Info]]


class Blocked(Exception):
    """A name or an address leads where no call may go."""


def require_allowed(address: str) -> None:
    # An address with a zone ("fe80::1%eth0") is forbidden by what stands before it.
    if is_forbidden(ip_address(address), settings.WEBHOOK_ALLOWED_NETWORKS):
        raise Blocked(address)


class Resolver(AbstractResolver):
    """The system's resolver, in daemon threads: neither a name server that hangs nor the end of the process
    waits for them. `look_up` is getaddrinfo's; tests have their own. Without `checked` any address will do.
    """

    def __init__(self, look_up: LookUp | None = None, *, checked: bool = True) -> None:
        self._checked = checked
        self._look_up = look_up or partial(socket.getaddrinfo, type=socket.SOCK_STREAM)
        self._free = asyncio.Semaphore(LOOKUPS)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        async with self._free:
            found = await self._in_a_thread(host, port)
        addresses = list(dict.fromkeys((info[0], str(info[4][0])) for info in found))
        if self._checked:
            for _, address in addresses:
                require_allowed(address)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for family, address in addresses[:ADDRESSES]
        ]

    async def close(self) -> None:
        """Its threads end by themselves."""

    def _in_a_thread(self, host: str, port: int) -> "asyncio.Future[list[Info]]":
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Info]] = loop.create_future()
        threading.Thread(
            target=_look_up, args=(self._look_up, host, port, loop, answer), name="dns", daemon=True
        ).start()
        return answer


def _look_up(
    look_up: LookUp,
    host: str,
    port: int,
    loop: asyncio.AbstractEventLoop,
    answer: "asyncio.Future[list[Info]]",
) -> None:
    found: list[Info] = []
    problem: OSError | None = None
    try:
        found = look_up(host, port)
    except Exception as error:  # getaddrinfo's own or a name that it cannot encode
        problem = OSError(repr(error))

    def tell() -> None:
        if not answer.done():
            if problem:
                answer.set_exception(problem)
            else:
                answer.set_result(found)

    if not loop.is_closed():
        loop.call_soon_threadsafe(tell)
