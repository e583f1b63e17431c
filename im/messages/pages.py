"""The statements behind a page of history: the ORM would spend four times what PostgreSQL does."""

from collections import namedtuple
from typing import Any, LiteralString

import orjson

from accounts.models import Account, App
from config.clock import moment
from config.sql import rows
from im.messages.shown import message_shown

COLUMNS: LiteralString = (
    "id, chat_type, conversation_id, seq, from_id, to_id, client_msg_id, msg_type, content, ext, "
    "at_user_ids, at_all, quote_id, status, revision, version, edited_at, need_receipt, created_at, "
    "imported_at"
)
Row = namedtuple("Row", COLUMNS)  # type: ignore[misc]  # the columns are the names
CONTENT = Row._fields.index("content")
PAGE: LiteralString = (
    "SELECT " + COLUMNS + " FROM im_message"  # noqa: S608  # literals
    " WHERE conversation_id = %(conversation)s AND seq > %(after)s"
)
# Only what was asked for becomes a condition: each combination is a statement of its own, with its own plan.
CONDITIONS: dict[str, LiteralString] = {
    "beforeSeq": " AND seq < %(beforeSeq)s",
    "startTime": " AND created_at >= %(startTime)s",
    "endTime": " AND created_at <= %(endTime)s",
    "msgTypes": " AND msg_type = ANY(%(msgTypes)s)",
    "fromId": " AND from_id = %(fromId)s",
}
TALK: LiteralString = """
SELECT p.id, c.id, c.last_seq, greatest(me.clear_seq, me.join_seq), coalesce(peer.read_seq, 0)
FROM accounts_account p
LEFT JOIN im_conversation c ON c.low_id = least(p.id, %(me)s) AND c.high_id = greatest(p.id, %(me)s)
LEFT JOIN im_member me ON me.conversation_id = c.id AND me.account_id = %(me)s
LEFT JOIN im_member peer ON peer.conversation_id = c.id AND peer.account_id = p.id
WHERE p.app_id = %(app)s AND p.user_id = %(peer)s
"""


def talk(app: App, account: Account, to_id: str) -> tuple[Any, ...] | None:
    """(peer, conversation, last_seq, my floor, the peer's read_seq); None where no such peer ever was.

    The conversation is None while the two have not talked.
    """
    found = rows(TALK, {"app": app.pk, "me": account.pk, "peer": to_id})
    return found[0] if found else None


def page(conversation: int, floor: int, query: dict[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    """Message objects in the order asked for, and whether there are more beyond them.

    Bounds of seq are exclusive, of time inclusive. `afterSeq` takes the nearest, in whatever order.
    """
    limit, nearest_first = query["limit"], "afterSeq" in query or query.get("order") == "asc"
    statement = PAGE + "".join(
        condition for name, condition in CONDITIONS.items() if query.get(name) not in (None, [])
    )
    if not query["includeRevoked"]:
        statement += " AND status = 'NORMAL'"
    statement += " ORDER BY seq LIMIT %(limit)s" if nearest_first else " ORDER BY seq DESC LIMIT %(limit)s"
    values = {
        **query,
        "conversation": conversation,
        "after": max(floor, query.get("afterSeq", 0)),
        "limit": limit + 1,
    }
    for name in ("startTime", "endTime"):
        if name in query:
            values[name] = moment(query[name])
    found = rows(statement, values)
    shown = [_shown(row) for row in found[:limit]]
    if nearest_first and query.get("order") == "desc":
        shown.reverse()
    return shown, len(found) > limit


def _shown(columns: tuple[Any, ...]) -> dict[str, Any]:
    content = orjson.loads(columns[CONTENT])
    return message_shown(Row._make((*columns[:CONTENT], content, *columns[CONTENT + 1 :])))
