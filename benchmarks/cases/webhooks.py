"""Deliveries a second with the full log, beside a plain task for each; and how soon a webhook comes."""

from collections.abc import Callable
from itertools import islice
from time import monotonic, sleep

from django.db import transaction
from django.utils import timezone

from benchmarks import baseline
from benchmarks.bench import Bench
from benchmarks.customer import Note, Receiver, endpoints, fact_of, facts, receiver, record, user
from benchmarks.people import the_app
from benchmarks.report import together
from benchmarks.tally import Failed, Measured
from benchmarks.workers import worker
from journal.facts import Fact
from journal.models import Event
from webhooks import sink
from webhooks.models import Attempt, Delivery

ENDPOINTS = 20
EVENTS, QUICK_EVENTS = 2_000, 200
PLAIN, QUICK_PLAIN = 100, 20
BLOCK = 50
RATE = 200
PATIENCE = 300.0
LOOKS = 0.2


def run(bench: Bench) -> None:
    with receiver() as heard:
        ours = sustained(bench, heard, QUICK_EVENTS if bench.quick else EVENTS)
        bench.report.row(f"webhooks to {ENDPOINTS} endpoints", ours)
        plain = plainly(bench, heard, QUICK_PLAIN if bench.quick else PLAIN)
        bench.report.row("a plain task for each, requests", plain)
        lone = soon(bench, heard)
        bench.report.row(f"commit to receiver, {RATE} events/s", lone)
    bench.report.target("webhooks/s with the full log", ours.rate, at_least=1000)
    bench.report.target("times a plain task for each", ours.rate / plain.rate, at_least=10)
    bench.report.target("times a plain task's CPU", together(plain) / together(ours), at_least=1)
    bench.report.target(f"commit to receiver at {RATE} events/s, p95 in ms", lone.quantile(0.95), at_most=50)


def sustained(bench: Bench, heard: Receiver, count: int) -> Measured:
    """From the first event's commit until the last try is written down."""
    made = endpoints(heard.port, [f"/ok/all-{number}" for number in range(ENDPOINTS)])
    told = facts(the_app())
    meter = bench.installation.meter
    with worker(bench), bench.profiled("webhooks"):
        reads = meter()
        before = reads.read()
        for _ in range(count // BLOCK):
            record(list(islice(told, BLOCK)))
        notes = _wait(heard, count * ENDPOINTS)
        log = Attempt.objects.filter(delivery__endpoint__in=made)
        _until(lambda: log.count() >= count * ENDPOINTS)
        usage = reads.between(before, reads.read())
    different = len({(note.path, note.event) for note in notes})
    if log.count() != len(notes) or different != count * ENDPOINTS:
        raise Failed(f"{log.count()} in the log, {len(notes)} heard, {different} of them different")
    return Measured(count * ENDPOINTS, usage, [])


def plainly(bench: Bench, heard: Receiver, count: int) -> Measured:
    """Its deliveries are in the table before: only queueing and sending are measured."""
    made = endpoints(heard.port, [f"/ok/plain-{number}" for number in range(ENDPOINTS)])
    with transaction.atomic():
        sink.deliver([_event(fact) for fact in islice(facts(the_app()), count)])
    waiting = list(Delivery.objects.filter(endpoint__in=made).values_list("pk", flat=True))
    with worker(bench, "--include", "benchmarks.baseline", "--queues", baseline.QUEUE):
        reads = bench.installation.meter()
        before = reads.read()
        for delivery in waiting:
            baseline.deliver.delay(delivery)
        _wait(heard, len(waiting))
        _until(lambda: Attempt.objects.filter(delivery__endpoint__in=made).count() >= len(waiting))
        usage = reads.between(before, reads.read())
    return Measured(len(waiting), usage, [])


def soon(bench: Bench, heard: Receiver) -> Measured:
    """One event at a time, each heard by one of the endpoints."""
    endpoints(heard.port, [f"/ok/{number}" for number in range(ENDPOINTS)])
    with worker(bench):
        _wait(heard, len(steady(bench.warm)))
        reads = bench.installation.meter()
        before = reads.read()
        committed = steady(4 * bench.seconds)
        usage = reads.between(before, reads.read())
        notes = _wait(heard, len(committed))
    return Measured(len(committed), usage, [note.at - committed[note.event] for note in notes])


def steady(seconds: float, users: int = ENDPOINTS) -> dict[str, float]:
    """Events in transactions of their own, at the rate; when each was committed, by its id."""
    app, committed, began = the_app(), dict[str, float](), monotonic()
    for number in range(int(RATE * seconds)):
        sleep(max(0.0, began + number / RATE - monotonic()))
        fact = fact_of(app, number, user(number % users))
        committed[fact.id] = record([fact])
    return committed


def _event(fact: Fact) -> Event:
    return Event(
        id=fact.id,
        app_id=fact.app_id,
        app_key=fact.app_key,
        type=fact.type,
        data=fact.data,
        created_at=timezone.now(),
    )


def _wait(heard: Receiver, number: int) -> list[Note]:
    """Until so many different ones have come."""
    notes: list[Note] = []

    def enough() -> bool:
        notes.extend(heard.notes())
        return len({(note.path, note.event) for note in notes}) >= number

    _until(enough)
    return notes


def _until(true: Callable[[], bool]) -> None:
    end = monotonic() + PATIENCE
    while not true():
        if monotonic() > end:
            raise Failed("webhooks are missing")
        sleep(LOOKS)
