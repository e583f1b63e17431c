"""Connections to somebody else's server: kept, trusted, and in nobody's way."""

import asyncio
import ssl
import threading
from ipaddress import ip_network
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from config.egress.client import Client
from config.egress.reply import Reply
from tests.config.egress.certificates import certificate
from tests.config.egress.servers import OK, Call, calling, infos, listening, post, serving


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]


def test_connections_are_kept() -> None:
    async def ask() -> None:
        async with serving() as server, calling("127.0.0.1") as client:
            for _ in range(20):
                await asyncio.gather(*(post(client, f"http://hook.test:{server.port}/") for _ in range(3)))
            assert len(server.calls) == 60
            assert server.connections == 3

    asyncio.run(ask())


def test_a_kept_connection_that_was_closed_meanwhile_costs_no_failure() -> None:
    """The server closes at the second request's arrival: as if its patience had ended just then."""

    async def answer(call: Call) -> None:
        if sum(1 for other in server_calls if other == call.connection):
            call.writer.close()
        else:
            server_calls.append(call.connection)
            await call.say(OK)

    server_calls: list[int] = []

    async def ask() -> None:
        async with serving(answer) as server, calling("127.0.0.1") as client:
            for _ in range(3):
                assert (await post(client, f"http://hook.test:{server.port}/")).error == ""
            assert server.connections == 3

    asyncio.run(ask())


@pytest.mark.parametrize("name", ["hook.test", "other.test"], ids=["nobody we trust", "another name"])
def test_a_certificate_that_does_not_hold(name: str, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path, name))

    async def ask() -> Reply:
        async with serving(ssl=context) as server, calling("127.0.0.1") as client:
            return await post(client, f"https://hook.test:{server.port}/")

    reply = asyncio.run(ask())
    assert (reply.status, reply.error) == (None, "tls")


def test_a_server_without_tls() -> None:
    async def ask() -> Reply:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        async with listening(connected) as port, calling("127.0.0.1") as client:
            return await post(client, f"https://hook.test:{port}/")

    assert asyncio.run(ask()).error == "tls"


def test_name_servers_that_hang_hold_up_nobody_else() -> None:
    async def ask() -> None:
        awake = threading.Event()

        def look_up(host: str, port: int) -> list[object]:
            if host != "hook.test":
                awake.wait(5)
            return infos(port, "127.0.0.1")  # type: ignore[return-value]

        async with serving() as server:
            client = Client(look_up)  # type: ignore[arg-type]
            hanging = [
                asyncio.create_task(post(client, f"http://h{n % 50}.test:{server.port}/", timeout=0.3))
                for n in range(150)
            ]
            await asyncio.sleep(0)
            assert (await post(client, f"http://hook.test:{server.port}/", timeout=0.25)).error == ""
            assert {reply.error for reply in await asyncio.gather(*hanging)} == {"timeout"}
            assert server.connections == 1
            awake.set()
            await client.close()

    asyncio.run(ask())


def test_a_call_can_be_cancelled() -> None:
    async def answer(call: Call) -> None:
        await asyncio.sleep(60)

    async def ask() -> None:
        async with serving(answer) as server, calling("127.0.0.1") as client:
            task = asyncio.create_task(post(client, f"http://hook.test:{server.port}/"))
            while not server.calls:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(ask())
