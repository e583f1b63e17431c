"""Requests and their answers, and what ends one without the others."""

import asyncio
from pathlib import Path

import pytest
from h2.errors import ErrorCodes

from config.egress.reply import ANSWER
from tests.config.egress.http2.serving import many, pooling, post, serving, until
from tests.fakes.h2server import Answer, Manner, Request


def test_a_request_and_its_answer(folder: Path) -> None:
    heard: list[Request] = []

    def handler(request: Request) -> Answer:
        heard.append(request)
        return Answer(429, b"later", {"retry-after": "7", "apns-id": "A-B"})

    async def ask() -> None:
        with serving(folder, handler) as server:
            async with pooling(folder) as pool:
                reply = await post(pool, server, "/3/device/ab?x=1")
                assert (reply.status, reply.body, reply.error, reply.sent) == (429, b"later", "", True)
                assert (reply.retry_after, reply.headers["apns-id"]) == ("7", "A-B")
                assert (heard[0].path, heard[0].body) == ("/3/device/ab?x=1", b"hello")
                assert heard[0].headers[":authority"] == f"127.0.0.1:{server.port}"
                assert heard[0].headers["x-a"] == "b"

    asyncio.run(ask())


def test_one_connection_carries_all(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder) as server:
            async with pooling(folder) as pool:
                for _ in range(3):
                    replies = await many(pool, server, 100)
                    assert [reply.headers["x-path"] for reply in replies] == [f"/{n}" for n in range(100)]
                assert server.connections == 1

    asyncio.run(ask())


def test_keys_have_connections_of_their_own(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder) as server:
            async with pooling(folder) as pool:
                await asyncio.gather(*(post(pool, server, key=str(n % 2)) for n in range(6)))
                assert server.connections == 2

    asyncio.run(ask())


def test_one_stream_at_a_time_opens_three_connections_and_no_more(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, manner=Manner(most=1, latency=0.01)) as server:
            async with pooling(folder) as pool:
                assert {reply.error for reply in await many(pool, server, 40)} == {""}
                assert server.connections == 3

    asyncio.run(ask())


def test_a_new_limit_of_streams_holds(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, lambda request: Answer(after=0.05)) as server:
            async with pooling(folder) as pool:
                await post(pool, server)
                server.manner.most = 2
                server.do(lambda connection: connection.settings({3: 2}))
                await until(
                    lambda: (
                        {one.machine.local_settings.max_concurrent_streams for one in server.living} == {2}
                    )
                )
                under_way = asyncio.gather(*(post(pool, server) for _ in range(7)))
                await until(lambda: server.connections == 3)
                assert {reply.error for reply in await under_way} == {""}

    asyncio.run(ask())


@pytest.mark.parametrize("code", [ErrorCodes.INTERNAL_ERROR, ErrorCodes.CANCEL], ids=lambda code: code.name)
def test_a_reset_ends_that_stream_only(folder: Path, code: ErrorCodes) -> None:
    def handler(request: Request) -> Answer:
        return Answer(reset=code) if request.path.endswith("7") else Answer(after=0.02)

    async def ask() -> None:
        with serving(folder, handler, Manner(most=5)) as server:
            async with pooling(folder) as pool:
                replies = await many(pool, server, 40)
                assert [n for n, reply in enumerate(replies) if reply.error] == [7, 17, 27, 37]
                assert {(r.error, r.sent, r.status) for r in replies[7::10]} == {("reset", True, None)}
                assert {reply.error for reply in await many(pool, server, 7)} == {""}  # no slot was lost

    asyncio.run(ask())


def test_what_the_server_refused_is_sent_again(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, manner=Manner(reset_rate=0.05)) as server:
            async with pooling(folder) as pool:
                assert {reply.error for reply in await many(pool, server, 200)} == {""}
                assert server.resets > 0
                assert server.connections == 1

    asyncio.run(ask())


def test_a_server_that_refuses_everything_is_believed(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, manner=Manner(reset_rate=1.0)) as server:
            async with pooling(folder) as pool:
                reply = await post(pool, server)
                assert (reply.error, reply.sent, server.resets) == ("reset", False, 4)

    asyncio.run(ask())


def test_a_time_out_frees_its_stream(folder: Path) -> None:
    def handler(request: Request) -> Answer:
        return Answer(silent=request.path == "/never")

    async def ask() -> None:
        with serving(folder, handler, Manner(most=1)) as server:
            async with pooling(folder) as pool:
                assert (await post(pool, server)).error == ""
                for _ in range(3):
                    reply = await post(pool, server, "/never", timeout=0.1)
                    assert (reply.error, reply.sent) == ("timeout", True)
                    assert (await post(pool, server)).error == ""
                assert server.connections == 1

    asyncio.run(ask())


def test_who_waits_for_a_free_stream_times_out_unsent(folder: Path) -> None:
    async def ask() -> None:
        with serving(folder, lambda request: Answer(silent=True), Manner(most=1)) as server:
            async with pooling(folder) as pool:
                first = [asyncio.create_task(post(pool, server)) for _ in range(3)]
                await until(lambda: server.connections == 3)
                reply = await post(pool, server, timeout=0.1)
                assert (reply.error, reply.sent) == ("timeout", False)
                for task in first:
                    task.cancel()
                await asyncio.gather(*first, return_exceptions=True)

    asyncio.run(ask())


def test_a_call_can_be_cancelled(folder: Path) -> None:
    async def ask() -> None:
        with serving(
            folder, lambda request: Answer(silent=request.path == "/never"), Manner(most=1)
        ) as server:
            async with pooling(folder) as pool:
                tasks = [asyncio.create_task(post(pool, server, "/never")) for _ in range(3)]
                await until(lambda: server.connections == 3)
                for task in tasks:
                    task.cancel()
                assert (await post(pool, server)).error == ""
                assert all(task.cancelled() for task in tasks)

    asyncio.run(ask())


def test_a_long_answer_is_cut_and_an_early_one_taken(folder: Path) -> None:
    def handler(request: Request) -> Answer:
        return Answer(200, bytes(ANSWER if request.path == "/full" else 3 * ANSWER))

    async def ask() -> None:
        with serving(folder, handler) as server:
            async with pooling(folder) as pool:
                full, long = await asyncio.gather(post(pool, server, "/full"), post(pool, server, "/long"))
                assert (len(full.body), full.truncated, full.error) == (ANSWER, False, "")
                assert (len(long.body), long.truncated, long.error) == (ANSWER, True, "")
                for _ in range(3):  # what was cut cost the connection none of its window
                    assert len((await post(pool, server, "/full")).body) == ANSWER
                assert server.connections == 1

    asyncio.run(ask())


def test_a_url_without_a_path_is_the_root(folder: Path) -> None:
    paths: list[str] = []

    def handler(request: Request) -> Answer:
        paths.append(request.path)
        return Answer()

    async def ask() -> None:
        with serving(folder, handler) as server:
            async with pooling(folder) as pool:
                assert (await pool.post(server.url, b"", {}, timeout=2)).status == 200

    asyncio.run(ask())
    assert paths == ["/"]


@pytest.mark.parametrize("value", ["a\r\nb", "\0", "ü", "a\tb"], ids=["line", "nul", "umlaut", "tab"])
def test_what_no_header_can_carry_is_not_sent(folder: Path, value: str) -> None:
    """A server may end the connection for it, and all that is under way on it."""

    async def ask() -> None:
        with serving(folder) as server:
            async with pooling(folder) as pool:
                for path, headers in (("/", {"x-a": value}), (f"/{value}", {})):
                    reply = await pool.post(f"{server.url}{path}", b"", headers, timeout=2)
                    assert (reply.error, reply.sent) == ("protocol", False)
                assert (await pool.post(server.url + value, b"", {}, timeout=2)).error == "protocol"
                assert server.connections == 0

    asyncio.run(ask())
