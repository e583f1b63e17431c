"""What a moderator adds to a lone send: one that allows, and one that is dead and left alone; in turns."""

from benchmarks.bench import Bench
from benchmarks.cases import rest_send
from benchmarks.cases.lone_send import median
from benchmarks.customer import Receiver, moderator, receiver
from benchmarks.tally import Failed, Measured

ROUNDS = 3
BUDGET_MS = 100  # five of them, in each web process, while it warms up
KINDS = {"unasked": None, "allowed": "/allow", "moderator dead": "/hang"}


def run(bench: Bench) -> None:
    rounds: dict[str, list[Measured]] = {name: [] for name in KINDS}
    with receiver() as heard:
        for _ in range(ROUNDS):
            for name, path in KINDS.items():
                rounds[name].append(_round(bench, heard, path))
        moderator(heard.port, None)
    alone, allowed, dead = (median(each) for each in rounds.values())
    for name, measured in zip(KINDS, (alone, allowed, dead), strict=True):
        bench.report.row(f"REST send, lone, {name}", measured)
    p50 = alone.quantile(0.5)
    bench.report.target("ms that an allowing moderator adds, p50", allowed.quantile(0.5) - p50, at_most=5)
    bench.report.target("ms that a dead moderator adds, p50", dead.quantile(0.5) - p50, at_most=1)


def _round(bench: Bench, heard: Receiver, path: str | None) -> Measured:
    moderator(heard.port, path, budget_ms=BUDGET_MS)
    heard.notes()
    measured = rest_send.load(bench, 1, share=ROUNDS)
    asked = len(heard.notes())
    if path == "/allow" and asked < measured.units:
        raise Failed(f"{measured.units} sent, {asked} asked about")
    if path == "/hang" and not 0 < asked < measured.units:
        raise Failed(f"{measured.units} sent, {asked} asked about: nobody left it alone")
    return measured
