"""How friends, requests and blacklists look to their owner: plain dicts; `serializers` has their shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts import online
from accounts.shown import DONE, batch_answer
from config.api.errors import Refusal
from config.clock import ms, ms_or_none
from im.relations.models import Block, Friend, FriendRequest
from im.relations.wishes import Answer, Wish


def friend_shown(row: Friend) -> dict[str, Any]:
    return {
        "userId": row.friend.user_id,
        "nickname": row.friend.nickname,
        "avatar": row.friend.avatar,
        "remark": row.remark,
        "groupName": row.group_name or None,
        "addSource": row.add_source,
        "addWording": row.add_wording,
        "createdAt": ms(row.created_at),
    }


def friends_shown(rows: Sequence[Friend]) -> list[dict[str, Any]]:
    """With who is online; Redis is asked once."""
    there = online.of([row.friend for row in rows])
    return [{**friend_shown(row), "online": row.friend.user_id in there} for row in rows]


def request_shown(row: FriendRequest) -> dict[str, Any]:
    return {
        "requestId": str(row.pk),
        "fromId": row.sender.user_id,
        "toId": row.receiver.user_id,
        "wording": row.wording,
        "status": str(row.status),
        "createdAt": ms(row.created_at),
        "handledAt": ms_or_none(row.handled_at),
    }


def blocked_shown(row: Block) -> dict[str, Any]:
    return {
        "userId": row.blocked.user_id,
        "nickname": row.blocked.nickname,
        "avatar": row.blocked.avatar,
        "createdAt": ms(row.created_at),
    }


def answer_shown(answer: Answer) -> dict[str, Any]:
    shown = {"result": answer.result}
    return shown if answer.request is None else {**shown, "requestId": str(answer.request.pk)}


def added_shown(
    user_ids: Sequence[str], judged: Sequence[Wish | Refusal], outcomes: Sequence[Answer | Refusal]
) -> dict[str, Any]:
    """`outcomes` are those of the wishes among what was judged, in order."""
    of_wishes = iter(outcomes)
    results = []
    for user_id, wish in zip(user_ids, judged, strict=True):
        outcome = next(of_wishes) if isinstance(wish, Wish) else wish
        ending = _failed(outcome) if isinstance(outcome, Refusal) else {**DONE, **answer_shown(outcome)}
        results.append({"userId": user_id, **ending})
    return batch_answer(results)


def changed_shown(user_ids: Sequence[str], outcomes: Mapping[str, Refusal | None]) -> dict[str, Any]:
    """`outcomes` has None for what was done."""
    results = []
    for user_id in user_ids:
        refusal = outcomes[user_id]
        results.append({"userId": user_id, **(DONE if refusal is None else _failed(refusal))})
    return batch_answer(results)


def _failed(refusal: Refusal) -> dict[str, str]:
    return {"status": refusal.status, "message": refusal.message}
