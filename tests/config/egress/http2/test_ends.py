"""Connections that end: by GOAWAY, without a word, from old age; and ones that never begin."""

import asyncio
import socket
from functools import partial
from pathlib import Path

import pytest

from config.egress.http2 import Pool
from config.egress.http2.owner import Patience
from config.egress.http2.way import TRIES
from tests.config.egress.http2.serving import many, pooling, post, serving, trusted, until
from tests.config.egress.servers import infos, listening
from tests.fakes.ca import authority
from tests.fakes.h2server import Answer, Manner, Request, Server


@pytest.mark.parametrize("every", [1, 10, 64])
def test_goaway_every_so_many_streams_loses_and_doubles_nothing(folder: Path, every: int) -> None:
    heard: list[str] = []

    def handler(request: Request) -> Answer:
        heard.append(request.path)
        return Answer(after=0.005)

    async def ask() -> None:
        number = {1: 8, 10: 60, 64: 200}[every]
        with serving(folder, handler, Manner(goaway_every=every)) as server:
            async with pooling(folder) as pool:
                replies = await many(pool, server, number)
                assert {(reply.status, reply.error) for reply in replies} == {(200, "")}
                assert sorted(heard) == sorted(f"/{n}" for n in range(number))
                assert server.goaways == number // every
                await until(lambda: server.open <= 1)  # who said so was left alone after its last answer

    asyncio.run(ask())


def test_a_server_that_heeds_nobody_is_not_asked_for_ever(folder: Path) -> None:
    heard: list[str] = []

    def handler(request: Request) -> Answer:
        heard.append(request.path)
        return Answer(silent=True)

    def has_heard(number: int) -> bool:
        return len(heard) == number

    async def ask() -> None:
        with serving(folder, handler) as server:
            async with pooling(folder) as pool:
                waiting = asyncio.create_task(post(pool, server))
                for number in range(1, TRIES + 1):
                    await until(partial(has_heard, number))
                    server.do(lambda connection: connection.goaway(0))
                reply = await waiting
                assert (reply.error, reply.sent) == ("reset", False)

    asyncio.run(ask())


def test_a_connection_whose_last_answer_never_comes_is_closed(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, lambda request: Answer(silent=True, goaway=True)) as server:
            async with pooling(folder) as pool:
                reply = await post(pool, server, timeout=0.1)
                assert (reply.error, reply.sent) == ("timeout", True)
                await until(lambda: not pool.connections and not server.open)

    asyncio.run(ask())


def test_a_server_that_closes_without_a_word(folder: Path) -> None:
    """Who knows whether it heeded what it got? What it cannot have is sent again."""

    def handler(request: Request) -> Answer:
        return Answer(hang_up=request.path == "/5", after=0.02)

    async def ask() -> None:
        with serving(folder, handler, Manner(most=10)) as server:
            async with pooling(folder) as pool:
                replies = await many(pool, server, 60)
                assert {(r.error, r.sent) for r in replies if r.error} == {("reset", True)}
                assert 1 <= sum(1 for reply in replies if reply.error) <= 10
                assert (await post(pool, server)).error == ""

    asyncio.run(ask())


def test_connections_that_end_unused_cost_nothing(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder) as server:
            async with pooling(folder) as pool:
                for number in range(1, 4):
                    assert (await post(pool, server)).error == ""
                    assert server.connections == number
                    server.do(lambda connection: connection.hang_up())
                    await until(lambda: not pool.connections)

    asyncio.run(ask())


def test_a_silent_connection_is_asked_and_a_dead_one_given_up(folder: Path) -> None:
    patience = Patience(ping=0.1, pong=0.5, fresh=0.05)

    async def ask() -> None:
        with serving(folder) as server:
            async with pooling(folder, patience) as pool:
                await post(pool, server)
                await until(lambda: server.pings >= 2)
                assert server.connections == 1
                server.do(lambda connection: connection.transport.pause_reading())  # as if it were gone
                await until(lambda: not pool.connections)
                assert (await post(pool, server)).error == ""
                assert server.connections == 2

    asyncio.run(ask())


def test_a_long_unused_connection_is_asked_before_it_is_trusted(folder: Path) -> None:
    patience = Patience(ping=60, pong=0.5, fresh=0.05)

    async def ask() -> None:
        with serving(folder) as server:
            async with pooling(folder, patience) as pool:
                await post(pool, server)
                await asyncio.sleep(0.1)
                assert (await post(pool, server)).error == ""
                assert (server.pings, server.connections) == (1, 1)
                await asyncio.sleep(0.1)
                server.do(lambda connection: connection.transport.pause_reading())
                reply = await post(pool, server)
                assert (reply.error, server.connections) == ("", 2)  # nothing was lost on the dead one

    asyncio.run(ask())


def test_an_unused_connection_is_closed(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder) as server:
            async with pooling(folder, Patience(unused=0.1, pong=0.1)) as pool:
                await post(pool, server)
                await until(lambda: not pool.connections and not server.open)

    asyncio.run(ask())


def test_the_end_of_the_pool_waits_for_what_is_under_way(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, lambda request: Answer(after=0.1)) as server:
            async with pooling(folder) as pool:
                await post(pool, server)
                waiting = asyncio.create_task(post(pool, server))
                await asyncio.sleep(0.02)
                await pool.close()
                assert (await waiting).error == ""
                assert (await post(pool, server)).error == "reset"
                await until(lambda: not server.open)

    asyncio.run(ask())


def test_nobody_listens(folder: Path) -> None:
    async def ask() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        async with pooling(folder) as pool:
            reply = await pool.post(f"https://127.0.0.1:{port}/", b"", {}, timeout=2)
            assert (reply.error, reply.sent) == ("connect", False)

    asyncio.run(ask())


def test_a_name_that_nobody_knows() -> None:
    def unknown(host: str, port: int):
        raise OSError("no such name")

    async def ask() -> None:
        for look_up in (unknown, lambda host, port: infos(port)):
            pool = Pool(look_up=look_up)
            for _ in range(2):
                reply = await pool.post("https://push.test/", b"", {}, timeout=2)
                assert (reply.error, reply.sent) == ("dns", False)

    asyncio.run(ask())


def test_there_is_none_without_tls(folder: Path) -> None:
    async def ask() -> None:
        async with pooling(folder) as pool:
            reply = await pool.post("http://127.0.0.1:9/", b"", {}, timeout=2)
            assert (reply.error, reply.sent) == ("protocol", False)

    asyncio.run(ask())


@pytest.mark.parametrize("says", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""], ids=["HTTP/1.1", "nothing"])
def test_a_server_without_tls(folder: Path, says: bytes) -> None:
    async def ask() -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(says)

        async with listening(connected) as port, pooling(folder) as pool:
            reply = await pool.post(f"https://127.0.0.1:{port}/", b"", {}, timeout=2)
            assert (reply.error, reply.sent) == ("tls", False)

    asyncio.run(ask())


def test_a_certificate_of_somebody_else(folder: Path, tmp_path: Path) -> None:
    async def ask(server: Server) -> None:
        async with pooling(folder) as pool:
            reply = await post(pool, server)
            assert (reply.error, reply.sent) == ("tls", False)

    stranger, elsewhere = authority(tmp_path / "stranger"), authority(tmp_path / "named", "push.test")
    with Server(lambda request: Answer(), stranger.serving("h2")) as server:
        asyncio.run(ask(server))
    with Server(lambda request: Answer(), elsewhere.serving("h2")) as server:
        asyncio.run(ask(server))


def test_the_name_of_the_certificate_is_the_host(tmp_path: Path) -> None:
    named = authority(tmp_path, "push.test")

    async def ask(server: Server) -> None:
        pool = Pool(ca_file=str(named.ca_file), look_up=lambda host, port: infos(port, "127.0.0.1"))
        reply = await pool.post(f"https://push.test:{server.port}/", b"", {}, timeout=2)
        await pool.close()
        assert (reply.status, reply.error) == (200, "")

    with Server(lambda request: Answer(), named.serving("h2")) as server:
        asyncio.run(ask(server))


def test_a_server_that_knows_no_http2(folder: Path) -> None:
    async def ask() -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100)

        context = trusted(folder).serving()
        async with listening(connected, ssl=context) as port, pooling(folder) as pool:
            reply = await pool.post(f"https://127.0.0.1:{port}/", b"", {}, timeout=2)
            assert (reply.error, reply.sent) == ("protocol", False)

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("says", "error"),
    [(b"\0" * 99, "protocol"), (b"HTTP/1.1 400 Bad Request\r\n\r\n", "reset"), (b"", "reset")],
    ids=["zeros", "the beginning of a frame", "nothing"],
)
def test_nonsense_under_the_right_name(folder: Path, says: bytes, error: str) -> None:
    async def ask() -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(says)
            await writer.drain()
            await asyncio.sleep(0.05)

        context = trusted(folder).serving("h2")
        async with listening(connected, ssl=context) as port, pooling(folder) as pool:
            reply = await pool.post(f"https://127.0.0.1:{port}/", b"", {}, timeout=2)
            assert (reply.error, reply.sent) == (error, False)

    asyncio.run(ask())


def test_a_server_that_accepts_and_never_speaks(folder: Path) -> None:
    async def ask() -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(5)

        context = trusted(folder).serving("h2")
        async with listening(connected, ssl=context) as port, pooling(folder, Patience(connect=0.2)) as pool:
            reply = await pool.post(f"https://127.0.0.1:{port}/", b"", {}, timeout=2)
            assert (reply.error, reply.sent) == ("timeout", False)

    asyncio.run(ask())
