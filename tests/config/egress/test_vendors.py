"""Calls to servers that our own code and settings name: any address will do, and our CA is trusted."""

import asyncio
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from config.egress.client import Client, Reply
from config.egress.trust import trusting
from tests.config.egress.servers import Call, serving
from tests.fakes.ca import authority


@pytest.fixture(autouse=True)
def _nothing_is_allowed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []


async def post(client: Client, url: str, body: bytes = b"{}") -> Reply:
    try:
        return await client.post(url, body, {}, timeout=2)
    finally:
        await client.close()


def test_any_address_will_do() -> None:
    async def ask() -> None:
        async with serving() as server:
            reply = await post(Client(checked=False), f"http://127.0.0.1:{server.port}/x")
            assert (reply.status, reply.sent, reply.headers["content-length"]) == (200, True, "2")
            assert (await post(Client(), f"http://127.0.0.1:{server.port}/x")).error == "blocked_address"

    asyncio.run(ask())


@pytest.mark.parametrize("known", [True, False], ids=["of our CA", "of nobody we know"])
def test_a_certificate(tmp_path: Path, known: bool) -> None:
    made = authority(tmp_path)

    async def ask() -> None:
        async with serving(ssl=made.serving()) as server:
            trust = trusting(str(made.ca_file) if known else "")
            reply = await post(Client(checked=False, trust=trust), f"https://127.0.0.1:{server.port}/")
            assert (reply.error, reply.sent) == (("", True) if known else ("tls", False))

    asyncio.run(ask())


def test_a_whole_request_without_an_answer_is_sent() -> None:
    async def answer(call: Call) -> None:
        call.writer.transport.abort()

    async def ask() -> None:
        async with serving(answer) as server:
            reply = await post(Client(checked=False), f"http://127.0.0.1:{server.port}/")
            assert (reply.error, reply.sent) == ("reset", True)

    asyncio.run(ask())
