"""Report: the rows as they come, and at the end what was to be reached and whether it was."""

import math
import os
import platform
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.cpu import GENERATOR
from benchmarks.tally import Measured

PARTS = ("server", "PostgreSQL", "Valkey")
NAME = 34
HEAD = (
    f"{'':{NAME}}{'rate':>9}{'p50':>9}{'p95':>9}{'p99':>9}   {'server':>9}{'PostgreSQL':>12}{'Valkey':>8}"
    f"{'together':>10}{'generator':>11}{'others':>8}\n"
    f"{'':{NAME}}{'/s':>9}{'ms':>9}{'ms':>9}{'ms':>9}   {'CPU-seconds per 1,000':<39}{'':>11}{'of CPU':>8}"
)


@dataclass(frozen=True, slots=True)
class Target:
    what: str
    value: float
    limit: float
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        verdict = "reached" if self.reached else "NOT REACHED"
        return f"{verdict:<12} {self.what}: {self.value:,.2f} ({sign} {self.limit:,.2f})"


@dataclass(slots=True)
class Report:
    targets: list[Target] = field(default_factory=list)

    def begin(self, summary: str, *, quick: bool) -> None:
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"{_processor()}, {os.cpu_count()} cores, load {load}")
        print(f"Python {platform.python_version()}, {summary}")
        print("quick: short runs and small tables, for orientation\n" if quick else "")
        print(HEAD, flush=True)

    def row(self, name: str, measured: Measured) -> None:
        """`together` is what the targets compare: all server processes, PostgreSQL and Valkey."""
        line = f"{name:{NAME}}{measured.rate:>9,.0f}"
        line += "".join(f"{_short(measured.quantile(share)):>9}" for share in (0.50, 0.95, 0.99))
        parts = [measured.per_thousand(part) for part in PARTS]
        line += f"   {parts[0]:>9.3f}{parts[1]:>12.3f}{parts[2]:>8.3f}{sum(parts):>10.3f}"
        line += f"{measured.per_thousand(GENERATOR):>11.3f}{measured.usage.others:>8.0%}"
        print(line, flush=True)

    def say(self, text: str) -> None:
        print(text, flush=True)

    def target(
        self, what: str, value: float, *, at_least: float | None = None, at_most: float | None = None
    ) -> None:
        limit = at_least if at_least is not None else at_most
        assert limit is not None
        self.targets.append(Target(what, value, limit, at_least=at_least is not None))

    def end(self) -> None:
        print()
        for target in self.targets:
            print(target)
        sys.stdout.flush()


def together(measured: Measured) -> float:
    return sum(measured.per_thousand(part) for part in PARTS)


def _short(milliseconds: float) -> str:
    if math.isnan(milliseconds):
        return ""
    return f"{milliseconds:,.2f}" if milliseconds < 1000 else f"{milliseconds:,.0f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
