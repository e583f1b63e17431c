"""Sends over REST: each connection is a person who sends again as soon as the last message is on disk."""

import asyncio

from benchmarks import rest
from benchmarks.bench import Bench
from benchmarks.report import together
from benchmarks.tally import Measured, Tally, measure


def run(bench: Bench) -> None:
    for connections in (1, 16, 64):
        measured = load(bench, connections)
        bench.report.row(f"REST send, {connections} connections", measured)
        if connections == 16:
            bench.report.target("REST sends/s at 16 connections", measured.rate, at_least=1200)
            bench.report.target("REST CPU-seconds per 1,000 sends at 16", together(measured), at_most=1.2)


def load(bench: Bench, connections: int, *, share: int = 1) -> Measured:
    """For the usual time, or a `share`-th of it."""
    tally, meter, port = Tally(), bench.installation.meter(), bench.port
    senders = bench.people[:connections]
    requests = [
        rest.sends(person.token, bench.peers(index, connections), port=port)
        for index, person in enumerate(senders)
    ]

    async def work() -> Measured:
        clients = await asyncio.gather(*(rest.connect(each, tally, port=port) for each in requests))
        measured = await measure(clients, tally, meter, warm=bench.warm, seconds=bench.seconds / share)
        for client in clients:
            client.close()
        return measured

    with bench.profiled(f"rest_send_{connections}"):
        return bench.run(work)
