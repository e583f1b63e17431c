"""A lone send beside the bare transaction it cannot do without: in turns, since machines have moods."""

from benchmarks import raw
from benchmarks.bench import Bench
from benchmarks.cases import rest_send, socket_send
from benchmarks.tally import Measured

ROUNDS = 3
SLACK_MS = 3.0
FACTOR = 1.5


def run(bench: Bench) -> None:
    names = ("bare UPDATE, INSERT, lone", "REST send, lone", "socket send, lone")
    rounds: list[list[Measured]] = [[], [], []]
    raw.prepare(bench)
    for _ in range(ROUNDS):
        rounds[0].append(raw.measure(bench, raw.two_statements, 1, seconds=bench.seconds / ROUNDS))
        rounds[1].append(rest_send.load(bench, 1, share=ROUNDS))
        rounds[2].append(socket_send.load(bench, 1, 1, share=ROUNDS))
    bare, *sends = [median(each) for each in rounds]
    for name, measured in zip(names, (bare, *sends), strict=True):
        bench.report.row(name, measured)
    limit = FACTOR * bare.quantile(0.5) + SLACK_MS
    for name, measured in zip(names[1:], sends, strict=True):
        bench.report.target(f"{name}, p50 in ms", measured.quantile(0.5), at_most=limit)


def median(rounds: list[Measured]) -> Measured:
    """The round in the middle, by its own median."""
    return sorted(rounds, key=lambda measured: measured.quantile(0.5))[len(rounds) // 2]
