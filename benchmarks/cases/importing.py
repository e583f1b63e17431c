"""100,000 past messages, imported by the client's program, which is killed twice on the way."""

import os
import resource
from typing import Any

from accounts.secrets import unseal
from benchmarks.bench import Bench
from benchmarks.cpu import GENERATOR, Usage
from benchmarks.interrupted import Program, numbers_of, past, write
from benchmarks.people import people, the_app
from benchmarks.tally import Failed, Measured

MESSAGES, QUICK_MESSAGES = 100_000, 10_000
PEOPLE = 40
TOLD = """
SELECT array_agg(m.from_id), array_agg(m.seq ORDER BY m.seq), array_agg(m.content->>'text' ORDER BY m.seq)
FROM im_message m WHERE m.app_id = %s AND m.client_msg_id LIKE 'past-%%' GROUP BY m.conversation_id
"""


def run(bench: Bench) -> None:
    count = QUICK_MESSAGES if bench.quick else MESSAGES
    app = the_app()
    names = [person.user_id for person in people(PEOPLE, prefix="past")]
    file = bench.installation.data / "past.jsonl"
    expected = write(file, past(count, names))
    url = f"http://127.0.0.1:{bench.port}"
    program = Program(file, os.environ, url=url, key=app.app_key, secret=unseal(app.app_secret))
    with bench.profiled("importing"):
        measured = _measured(bench, program, count)
    _look(bench, app.pk, expected)
    bench.report.row(f"import of {count:,}, killed twice", measured)
    bench.report.target("imported messages/s, with two kills", measured.rate, at_least=5000)


def _measured(bench: Bench, program: Program, count: int) -> Measured:
    meter = bench.installation.meter()
    before, children = meter.read(), _children()
    program.run_killed([count // 3, 2 * count // 3])
    usage, own = meter.between(before, meter.read()), _children() - children
    seconds = {**usage.seconds, GENERATOR: usage.seconds[GENERATOR] + own}
    others = max(0.0, usage.others - own / usage.elapsed / (os.cpu_count() or 1))
    return Measured(count, Usage(usage.elapsed, seconds, others), [])


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _look(bench: Bench, app: int, expected: dict[frozenset[str], list[int]]) -> None:
    """Every message is there once, in the order of the file, and `seq` counts them without a gap."""
    with bench.installation.connect() as connection:
        found: list[Any] = connection.execute(TOLD, [app]).fetchall()
    told: dict[frozenset[str], list[int]] = {}
    for names, seqs, words in found:
        if seqs != list(range(1, len(seqs) + 1)):
            raise Failed("seq has a gap")
        told[frozenset(names)] = numbers_of(words)
    if told != expected:
        raise Failed("what was imported is not what the file says")
