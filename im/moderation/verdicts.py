"""What an app's words say of what somebody wants to say: each text by itself, the strictest word holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from config.api.errors import FieldError, Refusal
from config.api.status import CONTENT_BLOCKED
from im.moderation import counting
from im.moderation.models import FilterAction
from im.moderation.screening import Found, Screen
from im.moderation.shapes import hit_shown
from im.statistics.models import Kind

FORBIDDEN = "it holds words that are not allowed here"
COUNTED: Final = {FilterAction.BLOCK.value: Kind.BLOCKED, FilterAction.REPLACE.value: Kind.REPLACED}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`masked`: the texts that are to be said otherwise. `hits`: as events show them, with their field."""

    action: str
    masked: Mapping[str, str]
    hits: list[dict[str, Any]]

    @property
    def blocks(self) -> bool:
        return self.action == FilterAction.BLOCK

    @property
    def flags(self) -> bool:
        return self.action == FilterAction.FLAG


def judge(
    screen: Screen, scope: str, texts: Mapping[str, str], *, app_id: int, foreseen: bool = False
) -> Verdict | None:
    """`texts` by their fields. None where nothing is wrong with them. `foreseen`: they are judged again when
    it is done, and their hits are counted then; only what is blocked ends here.
    """
    asked = ((field, screen.screen(text, scope)) for field, text in texts.items())
    found = {field: what for field, what in asked if what is not None}
    if not found:
        return None
    action = min((what.action for what in found.values()), key=FilterAction.values.index)
    if action == FilterAction.BLOCK or not foreseen:
        counting.count(hit.id for what in found.values() for hit in what.hits)
        if action != FilterAction.FLAG:
            counting.count_verdict(app_id, COUNTED[action])
    masks = action == FilterAction.REPLACE
    return Verdict(action, _masked(found) if masks else {}, _hits(found))


def refusal(*fields: str) -> Refusal:
    """`fields`: which of the caller's fields hold them; he learns no more of the list."""
    errors: list[FieldError] = [{"field": field, "message": FORBIDDEN} for field in fields]
    return Refusal(CONTENT_BLOCKED, FORBIDDEN, errors=errors or None)


def _masked(found: Mapping[str, Found]) -> dict[str, str]:
    return {field: what.result for field, what in found.items() if what.action == FilterAction.REPLACE}


def _hits(found: Mapping[str, Found]) -> list[dict[str, Any]]:
    return [{"field": field, **hit_shown(hit)} for field, what in found.items() for hit in what.hits]
