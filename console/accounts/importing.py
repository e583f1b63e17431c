"""Accounts by the hundred, as lines: each becomes an entry of the API's batch, and hears what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from accounts.callers import Caller
from accounts.console.calling import call
from config.api.errors import Refusal
from config.api.status import SUCCESS

ROW: Final = ("POST", "/api/im/accounts/import/batch")
MOST: Final = 2_000  # lines
AT_ONCE: Final = 100  # as many as the row takes


@dataclass(frozen=True)
class Line:
    """`userId[,nickname]`, and where it stood."""

    number: int
    entry: dict[str, str]


@dataclass(frozen=True)
class Outcome:
    line: Line
    message: str
    is_good: bool
    is_new: bool


def lines_of(text: str) -> list[Line]:
    """Empty lines are none."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        user_id, _comma, nickname = (word.strip() for word in line.partition(","))
        if user_id or nickname:
            named = {"nickname": nickname} if nickname else {}
            found.append(Line(number, {"userId": user_id, **named}))
    return found


def bring(lines: Sequence[Line], caller: Caller) -> Iterator[Outcome]:
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        try:
            answer = call(caller, *ROW, body={"accounts": [line.entry for line in some]})
        except Refusal as refusal:
            yield from (Outcome(line, refusal.message, False, False) for line in some)
            continue
        for line, result in zip(some, answer["results"], strict=True):
            yield _outcome(line, result)


def _outcome(line: Line, result: dict[str, Any]) -> Outcome:
    is_good = result["status"] == SUCCESS
    return Outcome(line, "" if is_good else result["message"], is_good, result.get("created", False))
