"""The client's import program, killed and taken up again; and what its file held, to compare with."""

import json
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from benchmarks.texts import texts

CLIENT = Path(__file__).resolve().parent.parent / "clients" / "python"
THEN = 1_600_000_000_000
LOOKS = 0.005
PATIENCE = 600.0


def past(number: int, people: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Two by two they wrote to one another, in turns; each text begins with its number."""
    words = cycle(texts(1000))
    for each in range(number):
        pair = 2 * (each % (len(people) // 2))
        first, second = people[pair], people[pair + 1]
        if each % 3:
            first, second = second, first
        yield {
            "chatType": "SINGLE",
            "fromId": first,
            "toId": second,
            "msgType": "TEXT",
            "content": {"text": f"{each} {next(words)}"},
            "createdAt": THEN + each * 1000,
            "clientMsgId": f"past-{each}",
        }


def write(path: Path, messages: Iterator[dict[str, Any]]) -> dict[frozenset[str], list[int]]:
    """Which numbers each two have, in their order."""
    expected: dict[frozenset[str], list[int]] = defaultdict(list)
    with path.open("w", encoding="utf-8") as file:
        for number, message in enumerate(messages):
            file.write(json.dumps(message, ensure_ascii=False) + "\n")
            expected[frozenset((message["fromId"], message["toId"]))].append(number)
    return dict(expected)


def numbers_of(told: Sequence[str]) -> list[int]:
    return [int(text.partition(" ")[0]) for text in told]


class Program:
    """`python -m hongyan import`, with the file's state beside it."""

    def __init__(self, file: Path, environ: Mapping[str, str], *, url: str, key: str, secret: str) -> None:
        self._state = file.with_name(file.name + ".state.json")
        self._command = [sys.executable, "-m", "hongyan", "import", str(file), "--quiet"]
        names = {"HONGYAN_BASE_URL": url, "HONGYAN_APP_KEY": key, "HONGYAN_APP_SECRET": secret}
        self._environ = {**environ, **names, "PYTHONPATH": str(CLIENT)}

    def run_killed(self, cuts: Sequence[int]) -> float:
        """Killed as soon as it has come past each of these lines, then to its end; the seconds in all."""
        took = 0.0
        for cut in cuts:
            began = perf_counter()
            with subprocess.Popen(self._command, env=self._environ) as running:
                self._wait(running, cut)
                running.kill()
            took += perf_counter() - began
            assert running.returncode == -signal.SIGKILL, running.returncode
        began = perf_counter()
        done = subprocess.run(
            self._command, env=self._environ, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return took + perf_counter() - began

    def _wait(self, running: "subprocess.Popen[bytes]", line: int) -> None:
        until = monotonic() + PATIENCE
        while self.lines < line:
            assert running.poll() is None, "it ended before it could be killed"
            assert monotonic() < until, f"it has not come to line {line}"
            sleep(LOOKS)

    @property
    def lines(self) -> int:
        """How many of them it has written down as done; the file is replaced as a whole."""
        try:
            return int(json.loads(self._state.read_text(encoding="utf-8"))["lines"])
        except FileNotFoundError:
            return 0
