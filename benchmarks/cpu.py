"""CPU seconds of whole process trees, as the kernel counts them; the dead are in their parents' sums."""

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
GENERATOR = "generator"
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Process:
    parent: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Reading:
    at: float
    seconds: dict[str, float]
    machine: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What each role used in `elapsed` seconds; `others`: everybody else's share of the machine's cores."""

    elapsed: float
    seconds: dict[str, float]
    others: float


class Meter:
    """Reads several trees at once: a few milliseconds, and so only ever at both ends of a measurement."""

    def __init__(self, roots: Mapping[str, Iterable[int]]) -> None:
        self._roots = {role: tuple(pids) for role, pids in roots.items()}

    def read(self) -> Reading:
        table = processes()
        seconds = {role: sum(tree_seconds(table, pid) for pid in pids) for role, pids in self._roots.items()}
        seconds[GENERATOR] = time.process_time()
        return Reading(time.perf_counter(), seconds, machine_seconds())

    def between(self, before: Reading, after: Reading) -> Usage:
        elapsed = after.at - before.at
        used = {role: after.seconds[role] - before.seconds[role] for role in after.seconds}
        foreign = after.machine - before.machine - sum(used.values())
        return Usage(elapsed, used, max(0.0, foreign / elapsed / (os.cpu_count() or 1)))


def processes() -> dict[int, Process]:
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _stat(int(name))):
            found[int(name)] = Process(int(fields[1]), sum(map(int, fields[11:15])) / TICK)
    return found


def tree_seconds(table: Mapping[int, Process], root: int) -> float:
    """The process, its living descendants, and those whose end was noticed by their parents."""
    return sum(table[pid].seconds for pid in tree(table, root))


def tree(table: Mapping[int, Process], root: int) -> list[int]:
    members = [root] if root in table else []
    for pid in members:
        members += [other for other, process in table.items() if process.parent == pid]
    return members


def machine_seconds() -> float:
    """All that was not idle; waiting for the disk and stolen time are nobody's work."""
    with open("/proc/stat", encoding="ascii") as stat:
        user, nice, system, _, _, irq, softirq = map(int, stat.readline().split()[1:8])
    return (user + nice + system + irq + softirq) / TICK


def resident(pid: int) -> int:
    """Bytes of memory that the process has of its own or shares: its RSS."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _stat(pid: int) -> list[str] | None:
    """The fields after the command's name, which may hold blanks; None when the process has just ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
