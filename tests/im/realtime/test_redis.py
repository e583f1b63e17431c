"""Redis may go and come back: the gateway lives on, subscribes again, and says that something was missed."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis, RedisError

from accounts.models import Account
from config.embedded import binaries
from config.redis import client
from im.presence import store
from im.realtime import channels, publisher
from tests.im.realtime.conftest import Phones, Running
from tests.im.realtime.phone import Phone, eventually
from tests.im.realtime.test_ops import text


class Valkey:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = f"unix://{folder}/s"

    def start(self) -> None:
        where = ["--unixsocket", f"{self._folder}/s", "--dir", str(self._folder)]
        command = [str(binaries.valkey().path), "--port", "0", "--save", "", "--appendonly", "no", *where]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        eventually(self._answers)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        with Redis.from_url(self.url) as redis:
            try:
                return bool(redis.ping())
            except RedisError:
                return False


@pytest.fixture
def valkey(tmp_path_factory: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """One of our own, to be killed."""
    own = Valkey(tmp_path_factory.mktemp("v"))
    own.start()
    settings.REDIS_URL = own.url
    monkeypatch.setattr(publisher, "PAUSE", 0.1)
    client.cache_clear()
    yield own
    own.kill()
    client.cache_clear()


def test_after_a_restart_sockets_are_greeted_again_and_hear_again(
    valkey: Valkey, quick: None, phone: Phones, alice: Account, bob: Account
) -> None:
    hers, his = phone(alice), phone(bob)
    valkey.kill()
    sent = hers.ask("send", **text("into the void"))
    assert sent["type"] == "ack"
    valkey.start()
    assert his.hear("hello")["data"]["userId"] == "bob"
    synced = his.ask("sync", deviceId="d")["data"]
    assert synced["conversations"][0]["messages"][0]["content"] == {"text": "into the void"}
    eventually(lambda: hers.ask("send", **text("again")) and _heard(his, "again"))
    eventually(lambda: store.online(alice.app_id, ["alice", "bob"]) == {"alice", "bob"})


def test_who_comes_while_redis_is_away_is_served_and_heard_of_later(
    valkey: Valkey, quick: None, phone: Phones, gateway: Running, alice: Account
) -> None:
    valkey.kill()
    eventually(lambda: not gateway.gateway.bus.connected)
    one = phone(alice)
    assert one.ask("ping")["type"] == "pong"
    assert one.ask("state", background=True)["type"] == "ack"
    valkey.start()
    one.hear("hello")
    client().publish(channels.of_user(alice.app_id, "alice"), channels.header() + b'{"type":"x","data":1}')
    assert one.hear("x")
    eventually(lambda: store.of(alice.app_id, ["alice"])["alice"])


def test_what_was_missed_is_fetched_with_the_next_message(
    valkey: Valkey, phone: Phones, alice: Account, bob: Account
) -> None:
    hers, his = phone(alice), phone(bob)
    hers.ask("send", **text("one"))
    assert his.hear("message.sent")["data"]["seq"] == 1
    valkey.kill()
    hers.ask("send", **text("two"))
    hers.ask("send", **text("three"))
    valkey.start()
    his.hear("hello")
    eventually(lambda: hers.ask("send", **text("and on")) and len(_seqs(his)) >= 3)
    heard = _seqs(his)
    assert heard == list(range(2, 2 + len(heard)))


def _heard(one: Phone, words: str) -> bool:
    one.hears_nothing("message.sent", 0.2)
    return any(frame["data"].get("content") == {"text": words} for frame in one.heard)


def _seqs(one: Phone) -> list[int]:
    one.hears_nothing("message.sent", 0.3)
    return [frame["data"]["seq"] for frame in one.heard if frame["type"] == "message.sent"]
