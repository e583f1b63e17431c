"""What arrived: the latest calls, in Redis, where they may be lost."""

import json
from functools import cache
from typing import Any, cast

from redis.commands.core import Script

from config.redis import client

KEPT = 200
ITEMS, COUNT = "demo:inbox", "demo:inbox:count"
# The number is given and the call put in front at once: whoever has seen n has seen all below it.
KEEP = """
local number = redis.call('INCR', KEYS[2])
redis.call('LPUSH', KEYS[1], number .. ' ' .. ARGV[1])
redis.call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
return number
"""


def keep(call: dict[str, Any]) -> None:
    _script()(keys=[ITEMS, COUNT], args=[json.dumps(call, ensure_ascii=False), KEPT])


def since(number: int) -> tuple[int, list[dict[str, Any]]]:
    """The number of the latest call, and those after `number`, the latest first.

    All that are kept where `number` was never given: Redis began anew.
    """
    last = int(client().get(COUNT) or 0)
    if last == number:
        return last, []
    wanted = KEPT if number > last else min(last - number, KEPT)
    calls = [_read(item) for item in cast("list[bytes]", client().lrange(ITEMS, 0, wanted - 1))]
    return calls[0]["number"] if calls else last, calls


def _read(item: bytes) -> dict[str, Any]:
    number, _, call = item.partition(b" ")
    return {"number": int(number), **json.loads(call)}


@cache
def _script() -> Script:
    return client().register_script(KEEP)
