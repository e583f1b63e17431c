"""Pushes over HTTP/2 to Apple's fake: our vendor's file beside bare aioapns, in turns. Nothing is stored."""

import asyncio
from collections import Counter
from time import perf_counter

from benchmarks.apple import Apple, Bare, Ours, apple
from benchmarks.bench import Bench
from benchmarks.cpu import GENERATOR, Meter, Usage
from benchmarks.tally import Failed, Measured

TOKENS = 3_000
LATENCY = 0.02
WIDE, NARROW = 1_048_576, 65_535
ROUNDS = 3


def run(bench: Bench) -> None:
    for name, window in (("1 MiB", WIDE), ("64 KiB", NARROW)):
        with apple(latency=LATENCY, window=window) as fake:
            _compare(bench, fake, f"windows of {name}")


def _compare(bench: Bench, fake: Apple, windows: str) -> None:
    rounds: dict[str, list[Measured]] = {"ours": [], "aioapns": []}
    seen: dict[str, Counter[str]] = {"ours": Counter(), "aioapns": Counter()}
    connections = 0
    for _ in range(1 if bench.quick else ROUNDS):
        for name, kind in (("ours", Ours), ("aioapns", Bare)):
            rounds[name].append(at_once(bench, fake, kind))
            saw = fake.seen()
            seen[name].update(saw)
            if name == "ours":
                connections = max(connections, saw["connections"])
    sums = {name: summed(found) for name, found in rounds.items()}
    for name, found in sums.items():
        bench.report.row(f"{name}, {windows}", found)
        lost = sum(TOKENS - len(one.latencies) for one in rounds[name])
        bench.report.say(f"  {name}: {lost} failed, {seen[name]['doubles']} rang twice")
    ours, bare = sums["ours"], sums["aioapns"]
    if sum(TOKENS - len(one.latencies) for one in rounds["ours"]):
        raise Failed("a push of ours was not accepted")
    ratio = ours.per_thousand(GENERATOR) / bare.per_thousand(GENERATOR)
    bench.report.target(f"share of aioapns's CPU per push, {windows}", ratio, at_most=0.8)
    bench.report.target(f"times aioapns's rate, {windows}", ours.rate / bare.rate, at_least=0.9)
    bench.report.target(f"connections of ours, {windows}", connections, at_most=3)


def at_once(bench: Bench, fake: Apple, kind: type[Ours] | type[Bare], tokens: int = TOKENS) -> Measured:
    """All at once, on a connection that one push has opened. What failed has no latency."""

    async def work() -> Measured:
        sender, meter = kind(fake), Meter({"server": [fake.process.pid]})
        latencies: list[float] = []

        async def one(number: int) -> None:
            began = perf_counter()
            if await sender.push(number):
                latencies.append(perf_counter() - began)

        await sender.push(0)
        before = meter.read()
        await asyncio.gather(*(one(number) for number in range(1, tokens + 1)))
        usage = meter.between(before, meter.read())
        await sender.close()
        await asyncio.sleep(0.1)
        return Measured(tokens, usage, latencies)

    return bench.run(work)


def summed(rounds: list[Measured]) -> Measured:
    usages = [one.usage for one in rounds]
    seconds = {role: sum(usage.seconds[role] for usage in usages) for role in usages[0].seconds}
    usage = Usage(
        sum(one.elapsed for one in usages), seconds, sum(one.others for one in usages) / len(usages)
    )
    return Measured(
        sum(one.units for one in rounds), usage, [second for one in rounds for second in one.latencies]
    )
