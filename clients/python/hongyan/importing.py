"""Brings messages of another system over from a file of JSON lines, and goes on where it was interrupted."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from hongyan import models
from hongyan.client import Client

A_CALL = 500  # messages, as many as the server takes
BYTES_A_CALL = 900_000  # of a body that may have 1 MiB
HEAD = 65_536


class OtherFile(Exception):
    """The state is of another file than the one that is to be imported."""


@dataclass(frozen=True, slots=True)
class State:
    """How far it is: everything before `offset` is in the server, or in the file of failures.

    `head` is a hash of the first `head_size` bytes, by which the file is known again, grown or not.
    """

    head: str = ""
    head_size: int = 0
    offset: int = 0
    lines: int = 0
    imported: int = 0
    repeated: int = 0
    failed: int = 0
    failures_end: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """`messages` and the number of each one's line; `bad` lines are no JSON objects. `end`: where it ends."""

    messages: list[dict[str, Any]]
    numbers: list[int]
    bad: list[tuple[int, str]]
    end: int
    lines: int


class Import:
    """A call is repeated safely: the server knows what it has by (app, fromId, clientMsgId), or by content.

    So the state is written after each call, and what a killed run had sent without writing it down is sent
    again by the next one.
    """

    def __init__(self, client: Client, source: Path, state: Path, failures: Path) -> None:
        self._client, self._source, self._state, self._failures = client, source, state, failures

    def run(self, report: Callable[[State], None], *, size: int = A_CALL) -> State:
        with self._source.open("rb") as lines:
            state = self._begin(lines)
            with self._open_failures(state) as failures:
                for batch in batches(lines, state, size=size):
                    bad = self._bad_of(batch)
                    answers = self._send(batch.messages)
                    bad += [item for item in map(_failure, batch.numbers, answers) if item is not None]
                    failures.writelines(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in bad)
                    failures.flush()
                    state = self._keep(state, batch, answers, len(bad), failures.tell())
                    report(state)
        return state

    def _send(self, messages: list[dict[str, Any]]) -> list[Any]:
        if not messages:
            return []
        past = cast("list[models.PastMessageRequest]", messages)  # the server judges each
        return list(self._client.admin.messages.import_batch(messages=past)["results"])

    def _begin(self, lines: BinaryIO) -> State:
        if not self._state.exists():
            return State()
        state = State(**json.loads(self._state.read_text(encoding="utf-8")))
        if sha256(lines.read(state.head_size)).hexdigest() != state.head:
            raise OtherFile(f"{self._state} was written for another file than {self._source}")
        return state

    def _head(self, state: State, offset: int) -> tuple[str, int]:
        """Only of what was read: what comes after it may still be written to."""
        size = min(offset, HEAD)
        if size == state.head_size:
            return state.head, size
        with self._source.open("rb") as lines:
            return sha256(lines.read(size)).hexdigest(), size

    def _open_failures(self, state: State) -> Any:
        """Without what a killed run wrote and did not count."""
        failures = self._failures.open("r+b" if self._failures.exists() else "w+b")
        failures.truncate(state.failures_end)
        failures.seek(state.failures_end)
        return failures

    @staticmethod
    def _bad_of(batch: Batch) -> list[dict[str, Any]]:
        return [{"line": number, "status": "10004", "message": why} for number, why in batch.bad]

    def _keep(self, state: State, batch: Batch, answers: list[Any], bad: int, failures_end: int) -> State:
        good = [answer for answer in answers if answer["status"] == "0"]
        repeated = sum(bool(answer.get("duplicated")) for answer in good)
        head, head_size = self._head(state, batch.end)
        state = replace(
            state,
            head=head,
            head_size=head_size,
            offset=batch.end,
            lines=batch.lines,
            imported=state.imported + len(good) - repeated,
            repeated=state.repeated + repeated,
            failed=state.failed + bad,
            failures_end=failures_end,
        )
        beside = self._state.with_name(self._state.name + ".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(state), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._state)
        return state


def batches(lines: BinaryIO, state: State, *, size: int = A_CALL) -> Iterator[Batch]:
    """As many messages as fit a call, in the file's order."""
    lines.seek(state.offset)
    end, number = state.offset, state.lines
    batch, weight = Batch([], [], [], end, number), 0
    for line in lines:
        if len(batch.messages) + len(batch.bad) >= size or (
            batch.messages and weight + len(line) > BYTES_A_CALL
        ):
            yield replace(batch, end=end, lines=number)
            batch, weight = Batch([], [], [], end, number), 0
        end, number, weight = end + len(line), number + 1, weight + len(line)
        _take(batch, number, line)
    if batch.messages or batch.bad:
        yield replace(batch, end=end, lines=number)


def _take(batch: Batch, number: int, line: bytes) -> None:
    if not line.strip():
        return
    try:
        message = json.loads(line)
    except ValueError as problem:
        batch.bad.append((number, f"not JSON: {problem}"))
        return
    if isinstance(message, dict):
        batch.messages.append(message)
        batch.numbers.append(number)
    else:
        batch.bad.append((number, "not a JSON object"))


def _failure(number: int, answer: Any) -> dict[str, Any] | None:
    if answer["status"] == "0":
        return None
    return {"line": number, "status": answer["status"], "message": answer.get("message", "")}
