"""All who are online: looked through a slice at a time, so that Redis is never kept from its other work."""

from collections.abc import Iterator
from time import monotonic
from typing import Final, NamedTuple

import orjson
from redis import Redis

from config.clock import now_ms
from config.redis import client

SLICE: Final = 1_000  # keys that one look goes over
PREFIX: Final = "presence:"
KEPT: Final = "hongyan:crowd"
FRESH = 4.0  # seconds for which a count is good
COSTS = 20  # times what it took: no more than a twentieth of Redis's time goes into counting
# Of a slice: its apps with their users and sockets, so that no name leaves Redis.
_COUNT: Final = """
local page = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[4] .. '*', 'COUNT', ARGV[3])
local users, sockets, found = {}, {}, {}
for _, key in ipairs(page[2]) do
  local there = redis.call('ZCOUNT', key, '(' .. ARGV[2], '+inf')
  if there > 0 then
    local app = string.match(key, '^presence:(%d+):')
    users[app] = (users[app] or 0) + 1
    sockets[app] = (sockets[app] or 0) + there
  end
end
for app, n in pairs(users) do
  found[#found + 1] = {app, n, sockets[app]}
end
return {page[1], found}
"""


class Crowd(NamedTuple):
    users: int
    sockets: int


def crowd(redis: Redis | None = None) -> dict[int, Crowd]:
    """By app; one that comes or goes meanwhile may be missed or counted twice."""
    redis, found, cursor = redis or client(), dict[int, Crowd](), "0"
    while True:
        after, apps = redis.eval(_COUNT, 0, cursor, str(now_ms()), str(SLICE), PREFIX)
        for app_id, users, sockets in apps:
            so_far = found.get(int(app_id), Crowd(0, 0))
            found[int(app_id)] = Crowd(so_far.users + users, so_far.sockets + sockets)
        cursor = after.decode()
        if cursor == "0":
            return found


def everyone() -> dict[int, set[str]]:
    """Their names, by app: of whose keys there are, be they about to end."""
    found: dict[int, set[str]] = {}
    for key in _keys(client()):
        _, app_id, user_id = key.decode().split(":", 2)
        found.setdefault(int(app_id), set()).add(user_id)
    return found


def _keys(redis: Redis) -> Iterator[bytes]:
    keys: Iterator[bytes] = redis.scan_iter(match=f"{PREFIX}*", count=SLICE)
    return keys


def lately() -> dict[int, Crowd]:
    """As it was some seconds ago at most, however many ask. The longer it takes, the more seldom."""
    redis = client()
    kept = redis.get(KEPT)
    if isinstance(kept, bytes):
        return {int(app_id): Crowd(*numbers) for app_id, numbers in orjson.loads(kept).items()}
    began = monotonic()
    found = crowd(redis)
    life = max(FRESH, COSTS * (monotonic() - began))
    redis.set(
        KEPT,
        orjson.dumps({str(app_id): list(numbers) for app_id, numbers in found.items()}),
        px=int(life * 1000),
    )
    return found
