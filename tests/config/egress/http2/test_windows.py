"""Flow control: who waits for the server's window keeps nobody else waiting, and gives up what it held."""

import asyncio
from pathlib import Path

import pytest

from tests.config.egress.http2.serving import many, pooling, post, serving, until
from tests.fakes.h2server import Answer, Manner, Request


@pytest.mark.parametrize("window", [65_535, 1_000, 7], ids=["64 KiB", "1,000 bytes", "7 bytes"])
def test_bodies_pass_through_any_window(folder: Path, window: int) -> None:
    async def ask() -> None:
        body = b"0123456789" * (20 if window < 100 else 200)
        with serving(folder, manner=Manner(window=window)) as server:
            async with pooling(folder) as pool:
                replies = await many(pool, server, 100 if window > 100 else 5, body)
                assert {(reply.body, reply.error) for reply in replies} == {(body, "")}
                assert server.connections == 1

    asyncio.run(ask())


def test_a_body_of_many_frames(folder: Path) -> None:
    async def ask() -> None:
        body = bytes(range(256)) * 200
        with serving(folder, manner=Manner(window=200_000)) as server:
            async with pooling(folder) as pool:
                assert (await post(pool, server, body=body)).body == body

    asyncio.run(ask())


def test_one_that_waits_for_its_window_keeps_nobody_waiting(folder: Path) -> None:
    """Its time-out resets the stream, and the place is free again."""

    async def ask() -> None:
        with serving(folder, manner=Manner(window=100, gives=False, most=2)) as server:
            async with pooling(folder) as pool:
                waiting = asyncio.create_task(post(pool, server, body=bytes(101), timeout=0.3))
                for _ in range(10):
                    assert (await post(pool, server, body=bytes(10))).error == ""
                reply = await waiting
                assert (reply.error, reply.sent) == ("timeout", False)
                await asyncio.gather(*(post(pool, server, body=bytes(10)) for _ in range(2)))
                assert server.connections == 1

    asyncio.run(ask())


def test_a_window_that_is_opened_later(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, manner=Manner(window=10)) as server:
            async with pooling(folder) as pool:
                await post(pool, server)
                server.manner.gives = False
                waiting = asyncio.create_task(post(pool, server, body=bytes(30)))
                await asyncio.sleep(0.05)
                server.do(lambda connection: connection.settings({4: 100}))
                assert (await waiting).error == ""

    asyncio.run(ask())


def test_an_answer_before_the_body_was_heard(folder: Path) -> None:
    """As a server does that refuses a body for its length."""

    async def ask() -> None:
        with serving(folder, manner=Manner(window=10, gives=False, most=1)) as server:
            async with pooling(folder) as pool:
                waiting = asyncio.create_task(post(pool, server, body=bytes(100)))
                await until(lambda: any(one.requests for one in server.living))
                server.do(lambda connection: connection.give(1, Answer(413, b"too much")))
                reply = await waiting
                assert (reply.status, reply.body, reply.error) == (413, b"too much", "")
                assert (await post(pool, server, body=b"x")).error == ""
                assert server.connections == 1

    asyncio.run(ask())


def test_our_own_window_is_opened_as_answers_are_read(folder: Path) -> None:
    def handler(request: Request) -> Answer:
        return Answer(200, bytes(30_000))

    async def ask() -> None:
        with serving(folder, handler) as server:
            async with pooling(folder) as pool:
                assert {len(reply.body) for reply in await many(pool, server, 30)} == {30_000}

    asyncio.run(ask())
