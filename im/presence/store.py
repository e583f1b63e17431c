"""Presence in Redis: a sorted set per user, a member per socket, scored with when it ends if not renewed.

The functions take the client, so that a gateway's thread and a web process use the same; its errors pass on.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

import orjson
from django.conf import settings
from redis import Redis

from config.clock import now_ms
from config.redis import client

# Atomic, so that of two gateways whose sockets come at once exactly one is told that nobody was there before.
_CHANGE: Final = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if ARGV[4] ~= '' then redis.call('ZREM', KEYS[1], ARGV[4]) end
if ARGV[5] ~= '' then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[5])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return redis.call('ZRANGE', KEYS[1], 0, -1)
"""


class State(StrEnum):
    ONLINE = "ONLINE"
    PUSH_ONLINE = "PUSH_ONLINE"
    OFFLINE = "OFFLINE"


@dataclass(frozen=True, slots=True)
class Device:
    """One socket, as others may see it. `socket` tells apart those of one session."""

    session: str
    platform: str
    device_id: str
    node_id: str
    connected_at: int
    background: bool
    ip: str
    socket: str

    @property
    def state(self) -> State:
        return State.PUSH_ONLINE if self.background else State.ONLINE


class Entry(NamedTuple):
    """A device in its place: whose it is, and the bytes it is known by."""

    app_id: int
    user_id: str
    member: bytes


class Change(NamedTuple):
    """A socket comes (`before` is empty), goes (`after` is), or becomes another: then both are there."""

    app_id: int
    user_id: str
    before: bytes
    after: bytes


def member(device: Device) -> bytes:
    """The compact form, the same bytes every time: it is the entry's identity."""
    return orjson.dumps(
        [
            device.session,
            device.platform,
            device.device_id,
            device.node_id,
            device.connected_at,
            int(device.background),
            device.ip,
            device.socket,
        ]
    )


def device_of(raw: bytes) -> Device:
    session, platform, device_id, node_id, connected_at, background, ip, socket = orjson.loads(raw)
    return Device(session, platform, device_id, node_id, connected_at, bool(background), ip, socket)


def state_of(devices: Collection[Device]) -> State:
    """ONLINE by any socket in the foreground; all in the background: only a push would reach the user."""
    if not devices:
        return State.OFFLINE
    return State.PUSH_ONLINE if all(device.background for device in devices) else State.ONLINE


def apply(redis: Redis, changes: Sequence[Change]) -> list[list[Device]]:
    """Makes the changes in their order, in one round trip; who is there after each."""
    now = now_ms()
    life = life_ms()
    pipe = redis.pipeline(transaction=False)
    for app_id, user_id, before, after in changes:
        pipe.eval(_CHANGE, 1, _key(app_id, user_id), now, now + life, life, before, after)
    return [_devices(found) for found in pipe.execute()]


def refresh(redis: Redis, entries: Iterable[Entry]) -> None:
    """Renews many, and brings back what Redis lost."""
    now = now_ms()
    life = life_ms()
    pipe = redis.pipeline(transaction=False)
    for entry in entries:
        key = _key(entry.app_id, entry.user_id)
        pipe.zadd(key, {entry.member: now + life})
        pipe.pexpire(key, life)
    pipe.execute()


def of(app_id: int, user_ids: Sequence[str], *, redis: Redis | None = None) -> dict[str, list[Device]]:
    """The live sockets of each user, oldest first, in one round trip."""
    now = now_ms()
    pipe = (redis or client()).pipeline(transaction=False)
    for user_id in user_ids:
        pipe.zrangebyscore(_key(app_id, user_id), f"({now}", "+inf")
    return {user_id: _devices(found) for user_id, found in zip(user_ids, pipe.execute(), strict=True)}


def online(app_id: int, user_ids: Sequence[str]) -> set[str]:
    """Who of them has a socket in the foreground."""
    return {user_id for user_id, devices in of(app_id, user_ids).items() if state_of(devices) is State.ONLINE}


def life_ms() -> int:
    """Two and a half heartbeats: as long as a silent socket is believed in."""
    return int(settings.REALTIME_HEARTBEAT_MS * 5 // 2)


def _key(app_id: int, user_id: str) -> str:
    return f"presence:{app_id}:{user_id}"


def _devices(members: Any) -> list[Device]:
    devices = (device_of(raw) for raw in members)
    return sorted(devices, key=lambda device: (device.connected_at, device.socket))
