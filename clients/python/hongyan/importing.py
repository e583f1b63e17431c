"""Brings messages of another system over from a file of JSON lines, and goes on where it was interrupted."""

import json
import os
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, cast

from hongyan import models
from hongyan.client import Client
from hongyan.lanes import Lanes

A_CALL = 500  # messages, as many as the server takes
BYTES_A_CALL = 900_000  # of a body that may have 1 MiB
LANES = 3
AHEAD = 2  # windows that are under way at once: a killed run repeats no more than these
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
class Line:
    number: int
    message: dict[str, Any]
    size: int

    @property
    def place(self) -> Hashable:
        """The conversation: a group, or two people whichever of them speaks."""
        kind, sender, to = (self.message.get(name) for name in ("chatType", "fromId", "toId"))
        return (kind, str(to)) if kind == "GROUP" else (kind, *sorted((str(sender), str(to))))


@dataclass(frozen=True, slots=True)
class Window:
    """Lines that are sent side by side; those that are `bad` are no JSON objects. `end`: where it ends."""

    lines: list[Line]
    bad: list[dict[str, Any]]
    end: int
    last: int


class Import:
    """A call is repeated safely: the server knows what it has by (app, fromId, clientMsgId), or by content.

    So the state is written when all calls of a window were answered, and what a killed run had sent without
    writing it down is sent again by the next one. Each conversation's messages go one call after the other.
    """

    def __init__(self, client: Client, source: Path, state: Path, failures: Path) -> None:
        self._client, self._source, self._state, self._failures = client, source, state, failures

    def run(self, report: Callable[[State], None], *, size: int = A_CALL, lanes: int = LANES) -> State:
        with self._source.open("rb") as source:
            state = self._begin(source)
            ahead: deque[Window] = deque()
            with (
                self._open_failures(state) as failures,
                Lanes[Line](self._sender(size), count=lanes) as calls,
            ):
                for window in windows(source, state, lines=size * lanes):
                    calls.put(window.lines)
                    ahead.append(window)
                    if len(ahead) == AHEAD:
                        state = self._keep(state, ahead.popleft(), calls.take(), failures)
                        report(state)
                while ahead:
                    state = self._keep(state, ahead.popleft(), calls.take(), failures)
                    report(state)
        return state

    def _sender(self, size: int) -> Callable[[Sequence[Line]], list[Any]]:
        def send(lines: Sequence[Line]) -> list[Any]:
            answers: list[Any] = []
            for call in calls_of(lines, size=size):
                past = cast("list[models.PastMessageRequest]", call)  # the server judges each
                answers += self._client.admin.messages.import_batch(messages=past)["results"]
            return answers

        return send

    def _begin(self, source: BinaryIO) -> State:
        if not self._state.exists():
            return State()
        state = State(**json.loads(self._state.read_text(encoding="utf-8")))
        if sha256(source.read(state.head_size)).hexdigest() != state.head:
            raise OtherFile(f"{self._state} was written for another file than {self._source}")
        return state

    def _open_failures(self, state: State) -> Any:
        """Without what a killed run wrote and did not count."""
        failures = self._failures.open("r+b" if self._failures.exists() else "w+b")
        failures.truncate(state.failures_end)
        failures.seek(state.failures_end)
        return failures

    def _keep(self, state: State, window: Window, done: list[tuple[Line, Any]], failures: BinaryIO) -> State:
        good = [answer for _, answer in done if answer["status"] == "0"]
        bad = [
            *window.bad,
            *(_failure(line.number, answer) for line, answer in done if answer["status"] != "0"),
        ]
        bad.sort(key=lambda item: int(item["line"]))
        failures.writelines(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in bad)
        failures.flush()
        repeated = sum(bool(answer.get("duplicated")) for answer in good)
        head, head_size = self._head(state, window.end)
        state = State(
            head=head,
            head_size=head_size,
            offset=window.end,
            lines=window.last,
            imported=state.imported + len(good) - repeated,
            repeated=state.repeated + repeated,
            failed=state.failed + len(bad),
            failures_end=failures.tell(),
        )
        self._write(state)
        return state

    def _head(self, state: State, offset: int) -> tuple[str, int]:
        """Only of what was read: what comes after it may still be written to."""
        size = min(offset, HEAD)
        if size == state.head_size:
            return state.head, size
        with self._source.open("rb") as source:
            return sha256(source.read(size)).hexdigest(), size

    def _write(self, state: State) -> None:
        beside = self._state.with_name(self._state.name + ".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(state), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._state)


def windows(source: BinaryIO, state: State, *, lines: int) -> Iterator[Window]:
    """So many lines of the file at once, from where the state says."""
    source.seek(state.offset)
    window = Window([], [], state.offset, state.lines)
    for raw in source:
        window = replace(window, end=window.end + len(raw), last=window.last + 1)
        _take(window, raw)
        if len(window.lines) + len(window.bad) >= lines:
            yield window
            window = Window([], [], window.end, window.last)
    if window.lines or window.bad:
        yield window


def calls_of(lines: Iterable[Line], *, size: int) -> Iterator[list[dict[str, Any]]]:
    """As many messages as fit a call, in their order."""
    call: list[dict[str, Any]] = []
    weight = 0
    for line in lines:
        if len(call) >= size or (call and weight + line.size > BYTES_A_CALL):
            yield call
            call, weight = [], 0
        call.append(line.message)
        weight += line.size
    if call:
        yield call


def _take(window: Window, raw: bytes) -> None:
    if not raw.strip():
        return
    try:
        message = json.loads(raw)
    except ValueError as problem:
        window.bad.append({"line": window.last, "status": "10004", "message": f"not JSON: {problem}"})
        return
    if isinstance(message, dict):
        window.lines.append(Line(window.last, message, len(raw)))
    else:
        window.bad.append({"line": window.last, "status": "10004", "message": "not a JSON object"})


def _failure(number: int, answer: Any) -> dict[str, Any]:
    return {"line": number, "status": answer["status"], "message": answer.get("message", "")}
