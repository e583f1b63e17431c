"""Profiles and groups: what they say of themselves is screened when it changes, in that transaction."""

from collections.abc import Mapping
from typing import Final

from config.api.errors import Refusal
from config.api.status import CONTENT_TOO_LONG
from im.moderation import flagging, verdicts
from im.moderation.models import FlaggedKind
from im.moderation.serving import rules

CHARACTERS: Final = {"nickname": 64, "signature": 500, "name": 64}
BYTES: Final = {"introduction": 240, "announcement": 300}


def screen_profile(
    app_id: int, user_id: str, texts: Mapping[str, str], *, operator_id: str
) -> Mapping[str, str]:
    """The settings name it, for accounts stand below."""
    return _screened(app_id, "PROFILE", FlaggedKind.PROFILE, user_id, texts, operator_id)


def screen_group(
    app_id: int, group_id: str, texts: Mapping[str, str], *, operator_id: str, foreseen: bool = False
) -> Mapping[str, str]:
    """`foreseen`: what is let through is neither counted nor put up for review yet."""
    return _screened(app_id, "GROUP", FlaggedKind.GROUP, group_id, texts, operator_id, foreseen=foreseen)


def _screened(
    app_id: int,
    scope: str,
    kind: str,
    target_id: str,
    texts: Mapping[str, str],
    operator_id: str,
    *,
    foreseen: bool = False,
) -> Mapping[str, str]:
    """Those that are to be said otherwise, and how. Raises the refusal."""
    words = rules.of(app_id) if texts else None
    if words is None:
        return {}
    verdict = verdicts.judge(words, scope, texts, app_id=app_id, foreseen=foreseen)
    if verdict is None:
        return {}
    if verdict.blocks:
        raise verdicts.refusal(*dict.fromkeys(hit["field"] for hit in verdict.hits))
    if verdict.flags and not foreseen:
        flagging.flag([flagging.Said(app_id, kind, target_id, operator_id, texts, verdict)])
    for field, text in verdict.masked.items():
        if not _fits(field, text):
            raise Refusal(CONTENT_TOO_LONG, f"{field}: is too long when its words are masked")
    return verdict.masked


def _fits(field: str, text: str) -> bool:
    return len(text.encode()) <= BYTES[field] if field in BYTES else len(text) <= CHARACTERS[field]
