"""The app's list of words: what is added, changed and taken away, by one caller of an app at a time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString

from django.db import transaction

from accounts.callers import Caller
from accounts.models import App
from config.api.errors import Missing, Refusal
from config.api.status import KEYWORD_MISSING
from config.clock import moment, now_ms
from config.sql import document, rows
from im.moderation import serving
from im.moderation.entries import OPTIONS, Entry, Line, full, listed
from im.moderation.models import KeywordFilter
from journal.audit import changes, log

MOST = 100_000
FEW = 500  # to look for more one by one takes longer than to fetch them all
AT_ONCE = 5_000
WRITTEN = ("word", "folded", "match_type", "action", "replacement", "category", "scopes", "enabled")

# It waits for whoever else is changing the app's words, and keeps others waiting until the commit.
TOUCH: LiteralString = """
INSERT INTO im_filterversion AS v (app_id, version) VALUES (%(app)s, 1)
ON CONFLICT (app_id) DO UPDATE SET version = v.version + 1
"""

# A whole list through the ORM takes half a minute.
WRITE: LiteralString = """
INSERT INTO im_keywordfilter (app_id, word, folded, match_type, action, replacement, category, scopes,
  enabled, hit_count, created_at, updated_at)
SELECT %(app)s, word, folded, match_type, action, replacement, category, scopes, enabled, 0, %(at)s, %(at)s
FROM json_to_recordset(%(words)s::json) AS t(n int, word text, folded text, match_type text, action text,
  replacement text, category text, scopes text[], enabled boolean)
ORDER BY n RETURNING folded, id
"""

Outcome = KeywordFilter | Refusal


@transaction.atomic
def create(*, app: App, word: str, options: Mapping[str, Any], by: Caller) -> KeywordFilter:
    """Raises why it cannot be."""
    outcome = _added(app, [Entry.of(word, options)])[0]
    if isinstance(outcome, Refusal):
        raise outcome
    _log(by, "KEYWORD_CREATE", app, str(outcome.pk), {"words": [outcome.word], "ids": [str(outcome.pk)]})
    return outcome


@transaction.atomic
def create_many(*, app: App, words: Sequence[str], options: Mapping[str, Any], by: Caller) -> list[Outcome]:
    """What became of each, in order: one that cannot be spoils no other."""
    outcomes = _added(app, [Entry.of(word, options) for word in words])
    made = [row for row in outcomes if isinstance(row, KeywordFilter)]
    detail = {"words": [row.word for row in made], "ids": [str(row.pk) for row in made]}
    _log(by, "KEYWORD_CREATE", app, "", detail)
    return outcomes


@transaction.atomic
def import_many(*, app: App, lines: Sequence[Line], kind: str, by: Caller) -> list[Outcome]:
    """As `create_many`, for the lines of a list; those that could not be read are refusals already."""
    outcomes = _added(app, [line.entry for line in lines])
    failed = sum(isinstance(outcome, Refusal) for outcome in outcomes)
    detail = {"format": kind, "success": len(outcomes) - failed, "failed": failed}
    _log(by, "KEYWORD_IMPORT", app, "", detail)
    return outcomes


@transaction.atomic
def update(*, app: App, filter_id: int, fields: Mapping[str, Any], by: Caller) -> KeywordFilter:
    """Sets the fields given, by the wire's names."""
    _touch(app)
    row = KeywordFilter.objects.filter(app=app, pk=filter_id).first()
    if row is None:
        raise missing()
    before = _state(row)
    entry = Entry.of(fields.get("word", row.word), {**before, **fields})
    others = KeywordFilter.objects.filter(app=app, folded=entry.folded).exclude(pk=row.pk)
    fault = entry.fault() or (listed() if others.exists() else None)
    if fault is not None:
        raise fault
    for name, value in entry.columns().items():
        setattr(row, name, value)
    row.updated_at = moment(now_ms())
    row.save(update_fields=[*entry.columns(), "updated_at"])
    detail = {"word": row.word, "changed": changes(before, _state(row))}
    _log(by, "KEYWORD_UPDATE", app, str(row.pk), detail)
    return row


@transaction.atomic
def remove(*, app: App, filter_id: int, by: Caller) -> None:
    _touch(app)
    row = KeywordFilter.objects.filter(app=app, pk=filter_id).first()
    if row is None:
        raise missing()
    row.delete()
    _log(by, "KEYWORD_DELETE", app, str(filter_id), {"words": [row.word], "ids": [str(filter_id)]})


@transaction.atomic
def remove_many(*, app: App, ids: Iterable[int], by: Caller) -> set[int]:
    """Which of them were there."""
    _touch(app)
    found = dict(KeywordFilter.objects.filter(app=app, pk__in=ids).values_list("pk", "word"))
    KeywordFilter.objects.filter(app=app, pk__in=found).delete()
    detail = {"words": list(found.values()), "ids": [str(pk) for pk in found]}
    _log(by, "KEYWORD_DELETE", app, "", detail)
    return set(found)


@transaction.atomic
def remove_all(*, app: App, category: str, by: Caller) -> int:
    """All of a category; answers how many."""
    _touch(app)
    removed = KeywordFilter.objects.filter(app=app, category=category).delete()[0]
    _log(by, "KEYWORD_DELETE", app, "", {"category": category, "removed": removed})
    return removed


def _state(row: KeywordFilter) -> dict[str, Any]:
    return {"word": row.word, **{name: getattr(row, column) for name, column in OPTIONS.items()}}


def missing() -> Refusal:
    return Missing(KEYWORD_MISSING, "no such keyword filter")


def _added(app: App, entries: Sequence[Entry | Refusal]) -> list[Outcome]:
    """Two statements ask what is there, one writes each 5,000."""
    _touch(app)
    of_app = KeywordFilter.objects.filter(app=app)
    wanted = [entry.folded for entry in entries if isinstance(entry, Entry)]
    there = of_app.filter(folded__in=wanted) if len(wanted) <= FEW else of_app
    taken = set(there.values_list("folded", flat=True))
    room = MOST - of_app.count()
    now = moment(now_ms())
    made: list[KeywordFilter] = []
    outcomes: list[Outcome] = []
    for entry in entries:
        outcome: Outcome = entry if isinstance(entry, Refusal) else _made(app, entry, taken, now, room=room)
        if isinstance(outcome, KeywordFilter):
            taken.add(outcome.folded)
            made.append(outcome)
            room -= 1
        outcomes.append(outcome)
    for start in range(0, len(made), AT_ONCE):
        _write(app, made[start : start + AT_ONCE], now)
    return outcomes


def _made(app: App, entry: Entry, taken: set[str], now: datetime, *, room: int) -> Outcome:
    fault = entry.fault()
    if fault is None and entry.folded in taken:
        fault = listed()
    if fault is None and room <= 0:
        fault = full(MOST)
    return fault or KeywordFilter(app=app, created_at=now, updated_at=now, **entry.columns())


def _write(app: App, made: Sequence[KeywordFilter], now: datetime) -> None:
    """In their order, so that the list keeps it."""
    words = [{"n": n, **{name: getattr(row, name) for name in WRITTEN}} for n, row in enumerate(made)]
    ids = dict(rows(WRITE, {"app": app.pk, "at": now, "words": document(words)}))
    for row in made:
        row.pk = ids[row.folded]


def _touch(app: App) -> None:
    rows(TOUCH, {"app": app.pk})
    serving.changed(app.pk)


def _log(by: Caller, action: str, app: App, target_id: str, detail: dict[str, Any]) -> None:
    log(by, action, app_id=app.pk, target_type="KEYWORD", target_id=target_id, detail=detail)
