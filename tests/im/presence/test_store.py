"""Presence in Redis: what is renewed lives, what is not ends by itself."""

from typing import Any

import pytest

from config.clock import now_ms
from config.redis import client
from im.presence import store
from im.presence.store import Change, Device, Entry, State


def device(number: str = "1", *, background: bool = False) -> Device:
    return Device("jti", "WEB", "d", "node", int(number), background, "::1", number)


def come(user_id: str, one: Device) -> list[Device]:
    return store.apply(client(), [Change(1, user_id, b"", store.member(one))])[0]


def test_a_device_survives_the_way_there_and_back() -> None:
    one = Device("s", "IOS", 'é"\\', "host:1", 2**41, True, "fe80::1", "ff")
    assert store.device_of(store.member(one)) == one


def test_changes_are_answered_with_who_is_there_after_each() -> None:
    first, second = store.member(device("1")), store.member(device("2"))
    changes = [
        Change(1, "alice", b"", first),
        Change(1, "alice", b"", second),
        Change(1, "alice", first, store.member(device("1", background=True))),
        Change(1, "alice", second, b""),
        Change(1, "bob", first, b""),
    ]
    there = [[one.socket for one in present] for present in store.apply(client(), changes)]
    assert there == [["1"], ["1", "2"], ["1", "2"], ["1"], []]


def test_what_nobody_renews_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    come("alice", device())
    now = now_ms()
    monkeypatch.setattr(store, "now_ms", lambda: now + store.life_ms() + 100)
    assert store.of(1, ["alice"]) == {"alice": []}
    assert [one.socket for one in come("alice", device("2"))] == ["2"]


def test_renewing_prolongs_and_brings_back(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry(1, "alice", store.member(device()))
    store.refresh(client(), [entry])
    assert store.of(1, ["alice"])["alice"] == [device()]
    now = now_ms()
    monkeypatch.setattr(store, "now_ms", lambda: now + store.life_ms() - 1_000)
    store.refresh(client(), [entry])
    monkeypatch.setattr(store, "now_ms", lambda: now + store.life_ms() + 1_000)
    assert store.of(1, ["alice"])["alice"] == [device()]


def test_nothing_stays_in_redis_for_ever() -> None:
    come("alice", device())
    (key,) = client().keys("*")
    assert 0 < client().pttl(key) <= store.life_ms()


def test_apps_are_apart() -> None:
    come("alice", device())
    assert store.online(2, ["alice"]) == set()
    assert store.online(1, ["alice", "bob"]) == {"alice"}


@pytest.mark.parametrize(
    ("backgrounds", "state"),
    [
        ([], State.OFFLINE),
        ([False], State.ONLINE),
        ([True], State.PUSH_ONLINE),
        ([True, False], State.ONLINE),
        ([True, True], State.PUSH_ONLINE),
    ],
)
def test_one_socket_in_the_foreground_is_enough(backgrounds: list[Any], state: State) -> None:
    devices = [device(str(n), background=background) for n, background in enumerate(backgrounds)]
    assert store.state_of(devices) is state
