"""How mutes, words and what was flagged look: plain dicts; `serializers` has their shapes."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.shown import DONE, batch_answer
from config.api.errors import Refusal
from config.clock import ms, ms_or_none
from im.moderation.entries import OPTIONS
from im.moderation.models import AccountMute, AppMute, Flagged, KeywordFilter
from im.moderation.rules import OFF, lasts
from im.moderation.screening import Found, Hit

NEVER_CHANGED: dict[str, Any] = {
    "enabled": False,
    "scopes": [],
    "until": OFF,
    "whitelist": [],
    "reason": "",
    "updatedBy": "",
    "updatedAt": None,
}


def app_mute_shown(row: AppMute | None, now: int) -> dict[str, Any]:
    """One that has run out is off."""
    if row is None:
        return NEVER_CHANGED
    on = row.enabled and lasts(row.until, now)
    return {
        "enabled": on,
        "scopes": row.scopes,
        "until": row.until if on else OFF,
        "whitelist": row.whitelist,
        "reason": row.reason,
        "updatedBy": row.updated_by,
        "updatedAt": ms(row.updated_at),
    }


def account_mute_shown(user_id: str, row: AccountMute | None, now: int) -> dict[str, Any]:
    single, group = (row.single_until, row.group_until) if row is not None else (OFF, OFF)
    ends = {
        "singleUntil": single if lasts(single, now) else OFF,
        "groupUntil": group if lasts(group, now) else OFF,
    }
    return {"userId": user_id, **ends, "reason": row.reason if row is not None and any(ends.values()) else ""}


def flagged_shown(row: Flagged) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "targetId": row.target_id,
        "userId": row.user_id,
        "text": row.text,
        "hits": row.hits,
        "review": row.review,
        "reviewedBy": row.reviewed_by or None,
        "reviewedAt": ms_or_none(row.reviewed_at),
        "note": row.note,
        "createdAt": ms(row.created_at),
    }


def keyword_shown(row: KeywordFilter) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "word": row.word,
        **{name: getattr(row, column) for name, column in OPTIONS.items()},
        "hitCount": row.hit_count,
        "createdAt": ms(row.created_at),
    }


def added_shown(words: Sequence[str], outcomes: Sequence[KeywordFilter | Refusal]) -> dict[str, Any]:
    results = []
    for word, outcome in zip(words, outcomes, strict=True):
        made = None if isinstance(outcome, Refusal) else keyword_shown(outcome)
        results.append({"word": word, **_ending(outcome), "filter": made})
    return batch_answer(results)


def removed_shown(ids: Iterable[int], removed: set[int], missing: Refusal) -> dict[str, Any]:
    return batch_answer([{"id": str(pk), **_ending(None if pk in removed else missing)} for pk in ids])


def hit_shown(hit: Hit) -> dict[str, Any]:
    return {"id": str(hit.id), "word": hit.word, "action": hit.action, "start": hit.start, "end": hit.end}


def found_shown(text: str, found: Found | None) -> dict[str, Any]:
    """Where nothing hits, nothing would be done."""
    if found is None:
        return {"action": None, "result": text, "hits": []}
    hits = [hit_shown(hit) for hit in found.hits]
    return {"action": found.action, "result": found.result, "hits": hits}


def _ending(outcome: object) -> dict[str, str]:
    if isinstance(outcome, Refusal):
        return {"status": outcome.status, "message": outcome.message}
    return DONE
