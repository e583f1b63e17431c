"""The Python client as its users run it: programs of their own, before a whole installation."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.interrupted import Program, numbers_of, past, write
from hongyan import Client
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
