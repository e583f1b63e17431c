"""`python -m benchmarks [names …]`: the chosen benchmarks, on an installation of their own."""

import argparse
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.catalogue import CASES
from benchmarks.installation import Installation, installation
from benchmarks.report import Report
from benchmarks.tally import Failed

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def main() -> int:
    options = _options()
    if sys.platform != "linux":
        sys.exit("The benchmarks read CPU and memory from /proc, which only Linux has.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    chosen = [name for name in CASES if name in options.names] if options.names else list(CASES)
    roles = sorted({role for name in chosen for role in CASES[name]})
    try:
        with installation(roles) as running:
            return _run(chosen, running, options)
    except KeyboardInterrupt:
        return 130


def _run(chosen: list[str], running: Installation, options: argparse.Namespace) -> int:
    report = Report()
    report.begin(running.running.summary.partition(";")[0], quick=options.quick)
    bench = _bench(running, report, options)
    failed = False
    for name in ["benchmarks.raw", *(f"benchmarks.cases.{name}" for name in chosen)]:
        try:
            import_module(name).run(bench)
        except Failed as problem:
            failed = True
            report.say(f"{name} FAILED: {problem}")
    report.end()
    return int(failed)


def _bench(running: Installation, report: Report, options: argparse.Namespace) -> "Bench":
    """The models can be imported only now, when Django is set up on the installation."""
    made: Bench = import_module("benchmarks.bench").Bench(
        installation=running,
        report=report,
        quick=options.quick,
        seconds=options.seconds or (2.5 if options.quick else 5.0),
        warm=1.0 if options.quick else 2.0,
        profiles=options.profile,
    )
    return made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(CASES)}; none: all")
    parser.add_argument("--quick", action="store_true", help="short runs and small tables")
    parser.add_argument("--seconds", type=float, help="how long each load is measured")
    parser.add_argument("--profile", type=Path, help="folder for py-spy's folded stacks of the servers")
    options = parser.parse_args()
    if unknown := set(options.names) - set(CASES):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
