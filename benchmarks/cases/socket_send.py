"""Sends over sockets, one after another and a few frames deep; the peers hear them on theirs."""

from collections.abc import Callable
from functools import partial

from benchmarks import sockets
from benchmarks.bench import Bench
from benchmarks.report import together
from benchmarks.tally import Measured, Tally, measure

DEEP = 4
LOADS = [(1, 1), (1, DEEP), (16, 1), (16, DEEP), (64, 1), (64, DEEP)]


def run(bench: Bench) -> None:
    for count, depth in LOADS:
        measured = load(bench, count, depth)
        bench.report.row(f"socket send, {count} sockets, {depth} deep", measured)
        if (count, depth) == (16, DEEP):
            bench.report.target("socket sends/s at 16 sockets", measured.rate, at_least=3000)
            bench.report.target("socket CPU-seconds per 1,000 sends at 16", together(measured), at_most=0.5)


def load(bench: Bench, count: int, depth: int, *, share: int = 1) -> Measured:
    """For the usual time, or a `share`-th of it."""
    tally, meter = Tally(), bench.installation.meter()

    def maker(index: int) -> Callable[[], sockets.Sender]:
        frames = sockets.sends(bench.peers(index, count))
        return partial(sockets.Sender, bench.people[index], tally, frames, depth)

    makers = [maker(index) for index in range(count)]

    async def work() -> Measured:
        clients = await sockets.connect(makers, port=bench.gateway_port)
        measured = await measure(clients, tally, meter, warm=bench.warm, seconds=bench.seconds / share)
        for client in clients:
            client.close()
        return measured

    with bench.profiled(f"socket_send_{count}x{depth}"):
        return bench.run(work)
