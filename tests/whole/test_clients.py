"""The Python client as its users run it: programs of their own, before a whole installation."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.interrupted import Program, numbers_of, past, write
from hongyan import AsyncClient, AsyncSocket, Client, Retry, make_user_sig
from tests.whole.installation import ROOT, Installation, installation

CLIENT = ROOT / "clients" / "python"


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    with installation() as started:
        yield started


def program(running: Installation, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environ = {**running.environ, "PYTHONPATH": str(CLIENT)}
    command = [sys.executable, *map(str, words)]
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=120, check=False, cwd=running.data
    )


def test_the_example_lets_two_people_of_the_demo_chat(running: Installation) -> None:
    for _ in range(2):
        done = program(running, CLIENT / "examples" / "chat.py", running.data / "demo.json")
        assert done.returncode == 0, done.stderr
        assert "bob hears: 你好, Bob!" in done.stdout
        assert "alice hears: Hello, Alice. 在的!" in done.stdout
        history = done.stdout.partition("the newest first:")[2]
        assert "bob: Hello, Alice. 在的!" in history.splitlines()[1]


def test_an_import_that_is_killed_twice_brings_everything_once_and_in_order(
    running: Installation, tmp_path: Path
) -> None:
    names, count = [f"past{number}" for number in range(8)], 5_000
    keys = {"app_key": running.app["appKey"], "app_secret": running.app["appSecret"]}
    expected = write(tmp_path / "past.jsonl", past(count, names))
    with Client(running.demo["baseUrl"], **keys) as server:
        assert server.accounts.import_batch(user_ids=names)["failed"] == 0
        program = Program(
            tmp_path / "past.jsonl",
            running.environ,
            url=running.demo["baseUrl"],
            key=keys["app_key"],
            secret=keys["app_secret"],
        )
        program.run_killed([count // 3, 2 * count // 3])
        for pair in zip(names[::2], names[1::2], strict=True):
            assert numbers_of(told(server, *pair)) == expected[frozenset(pair)]


def told(server: Client, reader: str, peer: str) -> list[str]:
    """Their whole conversation, first to last; its numbers have no gap."""
    items: list[str] = []
    more = True
    while more:
        page = server.acting_as(reader).messages.history(peer, after_seq=len(items), limit=100)
        assert page["items"][0]["seq"] == len(items) + 1
        items += [str(item["content"]["text"]) for item in page["items"]]
        more = page["hasMore"]
    return items


SENDS = 150
STUBBORN = Retry(attempts=60, cap=1.0, patience=120)


def test_no_death_of_the_gateway_or_of_web_loses_or_doubles_what_is_said(running: Installation) -> None:
    heard, sent = asyncio.run(asyncio.wait_for(talk_through_deaths(running), 120))
    assert len(sent) == 2 * SENDS
    assert heard == sorted(heard)
    assert heard == sorted(sent)


async def talk_through_deaths(running: Installation) -> tuple[list[int], list[int]]:
    """carol writes to erin by both doors while both die: the seqs that erin heard, and carol's."""
    async with client_of(running) as carol, client_of(running) as erin:
        await carol.log_in(sig_of(running, "carol"), device_id="deaths")
        await erin.log_in(sig_of(running, "erin"), device_id="deaths")
        async with carol.socket(latest=True) as at_carol, erin.socket(latest=True) as at_erin:
            listening = asyncio.create_task(hear_from_carol(at_erin))
            killing = asyncio.create_task(kill_both(running))
            both = await asyncio.gather(
                say(at_carol.send, "over the socket"), say(carol.messages.send, "over http")
            )
            await killing
            return await listening, [seq for seqs in both for seq in seqs]


def client_of(running: Installation) -> AsyncClient:
    return AsyncClient(running.demo["baseUrl"], retry=STUBBORN)


def sig_of(running: Installation, user_id: str) -> str:
    app = running.app
    return make_user_sig(user_id, sdk_app_id=app["sdkAppId"], secret_key=app["secretKey"])


async def say(send: Any, words: str) -> list[int]:
    seqs = []
    for number in range(SENDS):
        content = {"text": f"{number} {words}"}
        message = await send(chat_type="SINGLE", to_id="erin", msg_type="TEXT", content=content)
        seqs.append(message["seq"])
        await asyncio.sleep(0.05)
    return seqs


async def kill_both(running: Installation) -> None:
    for role in ("gateway", "web"):
        await asyncio.sleep(2)
        await asyncio.to_thread(running.kill, role)


async def hear_from_carol(socket: AsyncSocket) -> list[int]:
    seqs: list[int] = []
    async for event in socket:
        if event.type == "message.sent" and event.message["content"].get("text", "")[:1].isdigit():
            seqs.append(event.message["seq"])
            if len(seqs) == 2 * SENDS:
                break
    return seqs
