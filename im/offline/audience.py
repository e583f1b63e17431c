"""The members of a group who have a phone to ring, a chunk at a time."""

from typing import LiteralString, NamedTuple

from config.sql import rows

CHUNK: LiteralString = """
SELECT m.account_id, a.user_id FROM im_member m JOIN accounts_account a ON a.id = m.account_id
WHERE m.conversation_id = %(conversation)s AND m.active AND m.account_id > %(after)s
  AND EXISTS (SELECT FROM push_device d
              WHERE d.app_id = a.app_id AND d.user_id = a.user_id AND d.status = 'ACTIVE')
ORDER BY m.account_id LIMIT %(limit)s
"""


class Chunk(NamedTuple):
    """`after`: where the next one begins, None where this is the last."""

    user_ids: tuple[str, ...]
    after: int | None


def chunk(conversation: int, *, after: int, limit: int) -> Chunk:
    found = rows(CHUNK, {"conversation": conversation, "after": after, "limit": limit + 1})
    more = found[limit - 1][0] if len(found) > limit else None
    return Chunk(tuple(name for _, name in found[:limit]), more)
