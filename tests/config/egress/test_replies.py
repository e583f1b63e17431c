"""What comes of a call to somebody else's server, however it answers."""

import asyncio
import gzip
import socket
import struct
from ipaddress import ip_network

import pytest
from pytest_django.fixtures import Settings

from config.egress.client import Client
from config.egress.reply import ANSWER, Reply
from tests.config.egress.servers import OK, Answer, Call, calling, listening, post, serving


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]


def asked(answer: Answer, *, timeout: float = 2.0, body: bytes = b"{}") -> Reply:
    """The reply of a server that answers so."""

    async def ask() -> Reply:
        async with serving(answer) as server, calling("127.0.0.1") as client:
            return await post(client, f"http://hook.test:{server.port}/", timeout=timeout, body=body)

    return asyncio.run(ask())


def said(words: bytes, *, close: bool = False, timeout: float = 2.0) -> Reply:
    async def answer(call: Call) -> None:
        await call.say(words)
        if close:
            call.writer.close()

    return asked(answer, timeout=timeout)


def test_the_bytes_arrive_as_they_were_given() -> None:
    async def ask() -> None:
        async with serving() as server, calling("127.0.0.1") as client:
            url = f"http://hook.test:{server.port}/a%2Fb/../c?x=%41&y=<z>#part"
            reply = await client.post(url, b'{"a": 1}', {"webhook-id": "1"}, timeout=2, allow_http=True)
            assert (reply.status, reply.body, reply.error) == (200, b"ok", "")
            assert reply.retry_after is None
            assert not reply.truncated
            call = server.calls[0]
            assert call.body == b'{"a": 1}'
            assert call.head.startswith("POST /a%2Fb/../c?x=%41&y=<z> HTTP/1.1\r\n")
            names = {line.split(":")[0].lower() for line in call.head.splitlines()[1:] if line}
            assert names == {"host", "accept", "content-length", "content-type", "user-agent", "webhook-id"}

    asyncio.run(ask())


def test_a_url_without_a_path_asks_for_the_root() -> None:
    async def ask() -> None:
        async with serving() as server, calling("127.0.0.1") as client:
            await post(client, f"http://hook.test:{server.port}?a=b")
            assert server.calls[0].head.startswith("POST /?a=b HTTP/1.1\r\n")

    asyncio.run(ask())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_the_answer(status: int) -> None:
    reply = said(b"HTTP/1.1 %d Go\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n" % status)
    assert (reply.status, reply.error) == (status, "")


def test_retry_after_is_told() -> None:
    reply = said(b"HTTP/1.1 429 Wait\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n")
    assert (reply.status, reply.retry_after) == (429, "120")


def test_cookies_are_not_kept() -> None:
    async def answer(call: Call) -> None:
        await call.say(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")

    async def ask() -> None:
        async with serving(answer) as server, calling("127.0.0.1") as client:
            for _ in range(2):
                await post(client, f"http://hook.test:{server.port}/")
            assert "cookie" not in server.calls[1].head.lower()

    asyncio.run(ask())


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert said(OK).status == 200


def test_nobody_listens() -> None:
    async def ask() -> Reply:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))  # and does not listen
            async with calling("127.0.0.1") as client:
                return await post(client, f"http://hook.test:{held.getsockname()[1]}/")

    reply = asyncio.run(ask())
    assert (reply.error, reply.sent) == ("connect", False)


def test_a_name_that_nobody_knows() -> None:
    def look_up(host: str, port: int) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    async def ask() -> Reply:
        client = Client(look_up)  # type: ignore[arg-type]
        try:
            return await post(client, "http://hook.test/")
        finally:
            await client.close()

    reply = asyncio.run(ask())
    assert (reply.status, reply.error) == (None, "dns")


def test_a_server_that_says_nothing() -> None:
    async def answer(call: Call) -> None:
        await asyncio.sleep(60)

    reply = asked(answer, timeout=0.1)
    assert (reply.status, reply.error, reply.sent) == (None, "timeout", True)
    assert reply.duration_ms >= 100


def test_a_server_that_drips() -> None:
    """A byte now and then, each well before any deadline between two bytes."""

    async def answer(call: Call) -> None:
        await call.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            await call.say(b"x")
            await asyncio.sleep(0.02)

    reply = asked(answer, timeout=0.2)
    assert (reply.status, reply.error) == (200, "timeout")
    assert 0 < len(reply.body) < 100


def test_a_header_that_drips() -> None:
    async def answer(call: Call) -> None:
        for letter in b"HTTP/1.1 200 OK" + b"x" * 1000:
            await call.say(bytes([letter]))
            await asyncio.sleep(0.02)

    assert asked(answer, timeout=0.2).error == "timeout"


def test_a_connection_that_is_reset() -> None:
    async def answer(call: Call) -> None:
        made: socket.socket = call.writer.get_extra_info("socket")
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        call.writer.transport.abort()

    assert asked(answer).error == "reset"


def test_a_connection_that_is_closed_without_a_word() -> None:
    async def answer(call: Call) -> None:
        call.writer.close()

    assert asked(answer).error == "reset"


def test_an_answer_that_breaks_off() -> None:
    reply = said(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", close=True)
    assert (reply.status, reply.body, reply.error) == (200, b"short", "reset")


@pytest.mark.parametrize(
    "words",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"\x00\xff\x00\xff" * 100,
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 9000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 900_000,
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 2000 + b"\r\n",
        b"HTTP/1.1 200 " + b"x" * 900_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 900_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 200_000,
    ],
    ids=[
        "another protocol",
        "noise",
        "status",
        "negative length",
        "two lengths",
        "no colon",
        "long line",
        "endless line",
        "many lines",
        "endless reason",
        "endless 1xx",
        "endless extension",
        "endless trailer",
    ],
)
def test_nonsense(words: bytes) -> None:
    """It is given up for what it is: who read on would end in a timeout, for the server stays on the line."""
    reply = said(words, timeout=5)
    assert reply.error in ("protocol", "reset"), reply  # the latter where only the body is nonsense


def test_what_comes_before_the_answer_is_passed_over() -> None:
    reply = said(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK)
    assert (reply.status, reply.body, reply.error) == (200, b"ok", "")


def test_another_protocol_is_no_success() -> None:
    reply = said(b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nnoise")
    assert (reply.status, reply.error) == (101, "")


@pytest.mark.parametrize("length", [ANSWER - 1, ANSWER])
def test_an_answer_of_64_kib_is_read(length: int) -> None:
    reply = said(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length + b"x" * length)
    assert (reply.status, len(reply.body), reply.truncated, reply.error) == (200, length, False, "")


def test_a_longer_answer_is_cut_and_its_connection_closed() -> None:
    async def answer(call: Call) -> None:
        await call.say(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + b"x" * 5_000_000)

    async def ask() -> None:
        async with serving(answer) as server, calling("127.0.0.1") as client:
            for number in (1, 2):
                reply = await post(client, f"http://hook.test:{server.port}/")
                assert (reply.status, len(reply.body), reply.truncated, reply.error) == (
                    200,
                    ANSWER,
                    True,
                    "",
                )
                assert server.connections == number

    asyncio.run(ask())


def test_chunks_without_end_are_cut() -> None:
    async def answer(call: Call) -> None:
        await call.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await call.say(b"400\r\n" + b"x" * 1024 + b"\r\n")

    reply = asked(answer)
    assert (reply.status, len(reply.body), reply.truncated, reply.error) == (200, ANSWER, True, "")


def test_an_answer_without_length_ends_with_its_connection() -> None:
    reply = said(b"HTTP/1.1 200 OK\r\n\r\nhello", close=True)
    assert (reply.status, reply.body, reply.truncated, reply.error) == (200, b"hello", False, "")


def test_a_bomb_stays_packed() -> None:
    bomb = gzip.compress(b"\0" * 20_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    reply = said(head + bomb)
    assert (reply.status, reply.body, reply.error) == (200, bomb, "")


def test_an_answer_before_the_whole_request_was_read() -> None:
    async def ask() -> Reply:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await asyncio.sleep(5)

        async with listening(connected) as port, calling("127.0.0.1") as client:
            return await post(client, f"http://hook.test:{port}/", body=b"x" * 1_000_000)

    assert asyncio.run(ask()).status == 413
