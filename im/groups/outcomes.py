"""What became of a call that changes who is in a group: plain dicts; `serializers` has their shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.shown import DONE, MISSING, batch_answer
from config.api.errors import Refusal
from config.api.status import GROUP_FULL
from config.clock import ms, ms_or_none
from im.groups.models import Group, JoinRequest

FULL = {"status": GROUP_FULL, "message": "the group is full"}
ENDINGS = {"FULL": FULL, "FAILED": MISSING}


def added_shown(
    user_ids: Sequence[str], added: Mapping[str, str], denied: Mapping[str, Refusal]
) -> dict[str, Any]:
    """`added` has a word for each that was not denied; a full group and unknown accounts are failures."""
    results = []
    for user_id in user_ids:
        refusal = denied.get(user_id)
        word = added[user_id] if refusal is None else "FAILED"
        ending = ENDINGS.get(word, DONE) if refusal is None else _ending(refusal)
        results.append({"userId": user_id, **ending, "result": word})
    return batch_answer(results)


def removed_shown(user_ids: Sequence[str], removed: Mapping[str, Refusal | None]) -> dict[str, Any]:
    return batch_answer([{"userId": user_id, **_ending(removed[user_id])} for user_id in user_ids])


def muted_shown(user_ids: Sequence[str], muted: Mapping[str, int | Refusal]) -> dict[str, Any]:
    """`muted` has until when, or why not."""
    results = []
    for user_id in user_ids:
        outcome = muted[user_id]
        ending = _ending(outcome) if isinstance(outcome, Refusal) else {**DONE, "muteUntil": outcome}
        results.append({"userId": user_id, **ending})
    return batch_answer(results)


def transferred_shown(group: Group, previous: str | None) -> dict[str, Any]:
    owner = group.owner.user_id if group.owner is not None else None
    return {"groupId": group.group_id, "ownerId": owner, "previousOwnerId": previous}


def asked_shown(request: JoinRequest | None) -> dict[str, Any]:
    """None: a member at once."""
    return {
        "requestId": None if request is None else str(request.pk),
        "status": "JOINED" if request is None else str(request.status),
    }


def request_shown(row: JoinRequest) -> dict[str, Any]:
    return {
        "requestId": str(row.pk),
        "userId": row.account.user_id,
        "nickname": row.account.nickname,
        "avatar": row.account.avatar,
        "inviterId": row.inviter.user_id if row.inviter is not None else None,
        "message": row.message,
        "source": row.source,
        "status": str(row.status),
        "handlerId": row.handler_id or None,
        "handleMessage": row.handle_message,
        "createdAt": ms(row.created_at),
        "handledAt": ms_or_none(row.handled_at),
    }


def handled_shown(request_ids: Sequence[int], handled: Mapping[int, JoinRequest | Refusal]) -> dict[str, Any]:
    results = []
    for request_id in request_ids:
        outcome = handled[request_id]
        refusal = outcome if isinstance(outcome, Refusal) else None
        results.append({"requestId": str(request_id), **_ending(refusal)})
    return batch_answer(results)


def _ending(refusal: Refusal | None) -> dict[str, str]:
    return DONE if refusal is None else {"status": refusal.status, "message": refusal.message}
