"""The review list: what was said and let through, for somebody to look at."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from im.moderation.models import Flagged
from im.moderation.verdicts import Verdict


class Said(NamedTuple):
    """`kind` and `target_id`: of the message, profile or group. `texts`: of all its fields, by name."""

    app_id: int
    kind: str
    target_id: str
    user_id: str
    texts: Mapping[str, str]
    verdict: Verdict


def flag(said: Sequence[Said]) -> list[Flagged]:
    """In the transaction of what was said; one statement for all."""
    return Flagged.objects.bulk_create([_row(one) for one in said])


def _row(said: Said) -> Flagged:
    """Its texts one below the other, and the hits at their places in the whole."""
    begins, at = {}, 0
    for field, text in said.texts.items():
        begins[field], at = at, at + len(text) + 1
    hits: list[dict[str, Any]] = [
        {
            **{name: value for name, value in hit.items() if name != "field"},
            "start": begins[hit["field"]] + hit["start"],
            "end": begins[hit["field"]] + hit["end"],
        }
        for hit in said.verdict.hits
    ]
    return Flagged(
        app_id=said.app_id,
        kind=said.kind,
        target_id=said.target_id,
        user_id=said.user_id,
        text="\n".join(said.texts.values()),
        hits=hits,
    )
