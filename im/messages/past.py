"""Past: one message that was sent elsewhere, as an import brings it; and what an import answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from rest_framework import serializers

from accounts.shown import DONE, batch_answer
from config.api.errors import BadParameter, Refusal
from config.api.handler import field_errors
from config.api.reading import as_object, validator
from config.clock import now_ms
from im.messages.bulk import PastMessage
from im.messages.content import fingerprint, require_fit

SKEW = 5_000  # ms that the caller's clock may be ahead of ours


@dataclass(frozen=True, slots=True)
class Past:
    """`key`: its clientMsgId, or one made of what it says, to whom and when, so that no repeat is stored."""

    chat_type: str
    from_id: str
    to_id: str
    msg_type: str
    content: dict[str, Any]
    ext: str
    created_at: int
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a message is. `duplicated`: it was there before."""

    pk: int
    seq: int
    duplicated: bool = False


def as_brought(body: Any) -> list[Past | Refusal]:
    """The messages of a call, or the one message that its body is; each is judged by itself."""
    call = as_object(body)
    if "messages" not in call and "msgType" not in call:
        raise BadParameter("messages", "is required")
    latest = now_ms() + SKEW
    return [_judged(entry, latest) for entry in call.get("messages", [call])]


def _judged(entry: Mapping[str, Any], latest: int) -> Past | Refusal:
    try:
        said = validator(PastMessage).run_validation(entry)
        require_fit(said["msgType"], said["content"], said.get("ext", ""))
    except serializers.ValidationError as problem:
        first = field_errors(problem.detail)[0]
        return BadParameter(first["field"], first["message"])
    except Refusal as refusal:
        return refusal
    if said["createdAt"] > latest:
        return BadParameter("createdAt", "is in the future")
    return _past(said)


def _past(said: dict[str, Any]) -> Past:
    content, ext = said["content"], said.get("ext", "")
    digest = fingerprint(said["toId"], said["chatType"], said["msgType"], content, ext)
    return Past(
        chat_type=said["chatType"],
        from_id=said["fromId"],
        to_id=said["toId"],
        msg_type=said["msgType"],
        content=content,
        ext=ext,
        created_at=said["createdAt"],
        key=said.get("clientMsgId") or _key_of(digest, said["createdAt"]),
        fingerprint=digest,
    )


def _key_of(digest: bytes, created_at: int) -> str:
    return "imp-" + blake2b(digest + created_at.to_bytes(8), digest_size=16).hexdigest()


def imported_shown(outcomes: Sequence[Stored | Refusal]) -> dict[str, Any]:
    return batch_answer([_item(index, outcome) for index, outcome in enumerate(outcomes)])


def _item(index: int, outcome: Stored | Refusal) -> dict[str, Any]:
    if isinstance(outcome, Refusal):
        ending = {"status": outcome.status, "message": outcome.message}
        return {"index": index, "id": None, "seq": None, **ending, "duplicated": False}
    place = {"index": index, "id": str(outcome.pk), "seq": outcome.seq}
    return {**place, **DONE, "duplicated": outcome.duplicated}
