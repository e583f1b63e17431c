"""A hundred endpoints, thirty of them bad: what the healthy ones notice, with isolation and without."""

from time import sleep

from benchmarks.bench import Bench
from benchmarks.cases.webhooks import steady
from benchmarks.customer import Receiver, endpoints, receiver
from benchmarks.tally import Failed, Measured
from benchmarks.workers import worker

ENDPOINTS = 100
BAD = {"hang": range(10), "bad": range(10, 20), "drip": range(20, 30)}
HEALTHY = range(30, ENDPOINTS)
SECONDS, QUICK_SECONDS = 30.0, 10.0
SETTLING = 2.0
WITHOUT = ("--include", "benchmarks.unisolated")


def run(bench: Bench) -> None:
    healthy = [f"/ok/{number}" for number in HEALTHY]
    bad = [f"/{kind}/{number}" for kind, numbers in BAD.items() for number in numbers]
    with receiver() as heard:
        alone = load(bench, heard, healthy)
        bench.report.row("70 healthy endpoints", alone)
        beside = load(bench, heard, healthy + bad)
        bench.report.row("70 healthy beside 30 bad ones", beside)
        shared = load(bench, heard, healthy + bad, *WITHOUT)
        bench.report.row("the same without isolation", shared)
    share = beside.quantile(0.99) / alone.quantile(0.99)
    bench.report.target("healthy p99 beside bad ones, times that without", share, at_most=1.2)


def load(bench: Bench, heard: Receiver, paths: list[str], *options: str) -> Measured:
    """Each event is of one user, whom one endpoint hears. What has not come at the end counts until then."""
    endpoints(heard.port, paths)
    with worker(bench, *options):
        heard.notes()
        reads = bench.installation.meter()
        before = reads.read()
        committed = steady(QUICK_SECONDS if bench.quick else SECONDS, ENDPOINTS)
        usage = reads.between(before, reads.read())
        sleep(SETTLING)
        arrived = {note.event: note.at for note in heard.notes() if note.path.startswith("/ok")}
    end = max(committed.values()) + SETTLING
    healthy = [(event, at) for number, (event, at) in enumerate(committed.items()) if _is_healthy(number)]
    late = sum(event not in arrived for event, _ in healthy)
    if late:
        bench.report.say(f"  {late} of {len(healthy)} had not come {SETTLING:g} s after the end")
    if late and not options:
        raise Failed("webhooks are missing")
    return Measured(len(healthy), usage, [arrived.get(event, end) - at for event, at in healthy])


def _is_healthy(number: int) -> bool:
    return number % ENDPOINTS in HEALTHY
