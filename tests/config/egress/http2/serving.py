"""A pool, and a server with whose CA it is content."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from config.egress.http2 import Pool
from config.egress.http2.owner import Patience
from config.egress.reply import Reply
from tests.fakes.ca import Authority, authority
from tests.fakes.h2server import Answer, Handler, Manner, Request, Server


def trusted(folder: Path) -> Authority:
    return authority(folder / "ca")


def echo(request: Request) -> Answer:
    return Answer(200, request.body, {"x-path": request.path})


@asynccontextmanager
async def pooling(folder: Path, patience: Patience | None = None) -> AsyncIterator[Pool]:
    pool = Pool(ca_file=str(trusted(folder).ca_file), patience=patience)
    try:
        yield pool
    finally:
        await pool.close()


def serving(folder: Path, handler: Handler = echo, manner: Manner | None = None) -> Server:
    return Server(handler, trusted(folder).serving("h2"), manner)


async def post(
    pool: Pool,
    server: Server,
    path: str = "/",
    body: bytes = b"hello",
    *,
    timeout: float = 5.0,
    key: str = "",
) -> Reply:
    return await pool.post(f"{server.url}{path}", body, {"x-a": "b"}, timeout=timeout, key=key)


async def many(pool: Pool, server: Server, number: int, body: bytes = b"hello") -> list[Reply]:
    return await asyncio.gather(*(post(pool, server, f"/{n}", body) for n in range(number)))


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)
