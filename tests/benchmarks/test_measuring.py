"""What the benchmarks say of a run: quantiles, CPU by role, and which targets were reached."""

import os
import subprocess
import sys

from benchmarks.cpu import Meter, Usage, processes, resident, tree
from benchmarks.report import Report, together
from benchmarks.tally import Measured
from benchmarks.texts import texts

BURN = "t=__import__('time').process_time\nwhile t() < {}: pass\n"


def test_quantiles_are_of_what_was_timed_and_rates_of_what_was_done() -> None:
    usage = Usage(2.0, {"server": 1.0, "PostgreSQL": 0.5, "Valkey": 0.1, "generator": 3.0}, 0.25)
    measured = Measured(1000, usage, [number / 1000 for number in range(100, 0, -1)])
    assert measured.rate == 500
    assert (measured.quantile(0.5), measured.quantile(0.99)) == (51.0, 100.0)
    assert measured.per_thousand("server") == 1.0
    assert round(together(measured), 6) == 1.6


def test_the_cpu_of_children_that_ended_is_counted() -> None:
    script = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN.format(0.2)!r}])\n"
    parent = subprocess.Popen(
        [sys.executable, "-c", f"{script}print('done', flush=True)\ninput()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    meter = Meter({"server": [parent.pid], "PostgreSQL": []})
    before = meter.read()
    assert parent.stdout is not None
    assert parent.stdout.readline() == "done\n"
    after = meter.read()
    parent.communicate("\n", timeout=60)
    assert after.seconds["server"] >= 0.2
    assert meter.between(before, after).seconds["PostgreSQL"] == 0


def test_a_tree_has_the_living_descendants() -> None:
    script = "print('up', flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == b"up\n"  # before that it may still be small
        assert child.pid in tree(processes(), os.getpid())
        assert resident(child.pid) > 1_000_000
        child.communicate(b"\n", timeout=60)


def test_targets_say_honestly_whether_they_were_reached(capsys) -> None:
    report = Report()
    report.target("sends/s", 1199.0, at_least=1200)
    report.target("CPU", 1.2, at_most=1.2)
    report.end()
    lines = capsys.readouterr().out.split("\n")
    assert [line for line in lines if line.startswith("NOT REACHED")] == [
        "NOT REACHED  sends/s: 1,199.00 (≥ 1,200.00)"
    ]
    assert any(line.startswith("reached") for line in lines)


def test_texts_are_the_same_in_every_run_and_forty_characters_long() -> None:
    assert texts(50) == texts(50)
    assert {len(text) for text in texts(50)} == {40}
