"""The frames the gateway itself makes; those of events are made by the sink."""

from typing import Any

import orjson

from config.api.errors import Refusal
from config.clock import now_ms
from im.realtime.transport import text_frame
from journal.facts import new_id

Ref = str | int | None


def hello(user_id: str, session: str, app_key: str, *, heartbeat_ms: int, resume_hint_ms: int) -> bytes:
    return _frame(
        {
            "type": "hello",
            "data": {
                "userId": user_id,
                "sessionId": session,
                "appKey": app_key,
                "serverTime": now_ms(),
                "heartbeatMs": heartbeat_ms,
                "resumeHintMs": resume_hint_ms,
            },
        }
    )


def ack(ref: Ref, data: Any) -> bytes:
    return _frame({"type": "ack", "ref": ref, "data": data})


def pong(ref: Ref) -> bytes:
    return _frame({"type": "pong", "ref": ref})


def error(ref: Ref, refusal: Refusal) -> bytes:
    """What REST would have answered, less the envelope."""
    return _frame(
        {
            "type": "error",
            "ref": ref,
            "code": refusal.code,
            "status": refusal.status,
            "message": refusal.message,
            "data": {"errors": refusal.errors} if refusal.errors else None,
        }
    )


def event(name: str, data: dict[str, Any]) -> bytes:
    """The body of an event that the gateway tells of itself, as a publisher would have made it."""
    return orjson.dumps({"type": name, "id": new_id(), "data": data})


def _frame(content: dict[str, Any]) -> bytes:
    return text_frame(orjson.dumps(content))
