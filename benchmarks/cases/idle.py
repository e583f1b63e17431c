"""Idle sockets: what twenty thousand accounts that only listen cost one gateway process in memory."""

import asyncio
import resource
from functools import partial
from time import perf_counter

from benchmarks import sockets
from benchmarks.bench import Bench
from benchmarks.cpu import resident
from benchmarks.installation import GATEWAY, pid_of
from benchmarks.people import Person, people
from benchmarks.tally import Measured, Tally

SOCKETS, QUICK_SOCKETS = 20_000, 2_000
SPARE_FILES = 200
SOURCES = 4
SETTLING = 3.0
MIB = 1024 * 1024


def run(bench: Bench) -> None:
    count = min(QUICK_SOCKETS if bench.quick else SOCKETS, _files() - SPARE_FILES)
    gateway = pid_of(bench.installation.children[GATEWAY])
    before = resident(gateway)
    measured, after = hold(bench, people(count, prefix="idle"), gateway)
    each = (after - before) / count
    whole = before + each * SOCKETS
    bench.report.row(f"connects, {count:,} idle sockets", measured)
    bench.report.say(
        f"  gateway's memory: {before / MIB:,.0f} MiB without them, {after / MIB:,.0f} MiB with {count:,}: "
        f"{each / 1024:.1f} KiB each; {1024 * MIB / each:,.0f} to the GiB; "
        f"{whole / MIB:,.0f} MiB for {SOCKETS:,}"
    )
    bench.report.target(f"MiB of one gateway with {SOCKETS:,} idle sockets", whole / MIB, at_most=600)


def hold(bench: Bench, persons: list[Person], gateway: int) -> tuple[Measured, int]:
    """The row is about connecting; the memory is read when all have been connected for a while."""
    tally, meter = Tally(), bench.installation.meter()

    async def work() -> tuple[Measured, int]:
        before, began = meter.read(), perf_counter()
        clients = await sockets.connect(
            [partial(sockets.SocketClient, person, tally) for person in persons],
            port=bench.gateway_port,
            sources=SOURCES,
        )
        measured = Measured(len(clients), meter.between(before, meter.read()), [])
        await asyncio.sleep(SETTLING + min(SETTLING, perf_counter() - began))
        size = resident(gateway)
        for client in clients:
            client.close()
        return measured, size

    return bench.run(work)


def _files() -> int:
    """As many as this process may open; the gateway's own limit is the same one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return 1_000_000 if most == resource.RLIM_INFINITY else most
