"""All who are online, counted and named, by app."""

import pytest

from config.clock import now_ms
from config.redis import client
from im.presence import crowd, store
from im.presence.crowd import Crowd


def come(app_id: int, user_id: str, socket: str) -> None:
    device = store.Device("s", "WEB", "", "node", now_ms(), False, "127.0.0.1", socket)
    store.apply(client(), [store.Change(app_id, user_id, b"", store.member(device))])


def test_nobody_is_nobody() -> None:
    assert crowd.crowd() == {}
    assert crowd.everyone() == {}


def test_users_and_their_sockets_are_counted_by_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "SLICE", 10)
    for n in range(40):
        come(1, f"user{n}", "a")
    come(1, "user1", "b")
    come(22, "with:colons", "a")
    client().zadd("presence:1:gone", {"x": now_ms() - 1})
    client().set("other", "1")
    assert crowd.crowd() == {1: Crowd(40, 41), 22: Crowd(1, 1)}
    assert crowd.everyone()[22] == {"with:colons"}
