"""Bench: what every case is given."""

import shutil
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import uvloop

from benchmarks.installation import Installation
from benchmarks.people import Person, people
from benchmarks.report import Report

PEOPLE = 64
Result = TypeVar("Result")


@dataclass
class Bench:
    installation: Installation
    report: Report
    quick: bool
    seconds: float
    warm: float
    profiles: Path | None = None

    @cached_property
    def people(self) -> list[Person]:
        """Sixty-four of them, who talk two by two."""
        return people(PEOPLE, prefix="bench")

    @property
    def port(self) -> int:
        return self.installation.addresses.port

    @property
    def gateway_port(self) -> int:
        return self.installation.addresses.gateway_port

    def peers(self, index: int, clients: int) -> list[str]:
        """Two by two; somebody alone talks to eight in turn."""
        if clients == 1:
            return [person.user_id for person in self.people[1:9]]
        return [self.people[index ^ 1].user_id]

    def run(self, work: Callable[[], Awaitable[Result]]) -> Result:
        async def whole() -> Result:
            return await work()

        return uvloop.run(whole())

    @contextmanager
    def profiled(self, name: str) -> Iterator[None]:
        """With --profile, py-spy (if it is there) writes the folded stacks of every server process."""
        recorder = shutil.which("py-spy")
        if self.profiles is None or recorder is None:
            yield
            return
        self.profiles.mkdir(parents=True, exist_ok=True)
        seconds = str(max(1, int(self.warm + self.seconds)))
        running = [
            subprocess.Popen(
                [recorder, "record", "--pid", str(pid), "--duration", seconds, "--rate", "200", "--gil",
                 "--format", "raw", "--output", str(self.profiles / f"{name}.{role}.{pid}.folded")],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for role in self.installation.children
            for pid in self.installation.processes_of(role)
        ]  # fmt: skip
        yield
        for process in running:
            process.wait(60)
