"""`python -m hongyan import FILE.jsonl --base-url … --app-key … --app-secret …`"""

import argparse
import os
import sys
import time
from pathlib import Path

from hongyan.client import Client
from hongyan.errors import HongyanError
from hongyan.importing import A_CALL, LANES, Import, OtherFile, State
from hongyan.retrying import Retry

PATIENT = Retry(attempts=20, patience=600.0)
EPILOG = """\
FILE.jsonl has a message a line, as POST /api/im/admin/messages/import takes them:
{"chatType":"SINGLE","fromId":"alice","toId":"bob","msgType":"TEXT","content":{"text":"hi"},
 "createdAt":1700000000000,"clientMsgId":"old-1"}
A run that was interrupted is taken up by the same command; doing it twice doubles nothing.
"""


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    source: Path = options.file
    state = options.state or source.with_name(source.name + ".state.json")
    failures = options.failures or source.with_name(source.name + ".failed.jsonl")
    progress = Progress(source.stat().st_size, quiet=options.quiet)
    keys = {"app_key": options.app_key, "app_secret": options.app_secret}
    try:
        with Client(options.base_url, timeout=120.0, retry=PATIENT, **keys) as client:
            end = Import(client, source, state, failures).run(
                progress, size=options.size, lanes=options.lanes
            )
    except (HongyanError, OtherFile) as problem:
        print(f"\n{problem}\nThe same command goes on from here.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted; the same command goes on from here.", file=sys.stderr)
        return 130
    print(f"{end.imported} imported, {end.repeated} were there already, {end.failed} failed.")
    if end.failed:
        print(f"What failed, and why: {failures}", file=sys.stderr)
    return int(end.failed > 0)


class Progress:
    """A line on standard error, at most twice a second."""

    def __init__(self, size: int, *, quiet: bool) -> None:
        self._size, self._quiet = max(size, 1), quiet
        self._began = self._said = time.monotonic()
        self._first: int | None = None

    def __call__(self, state: State) -> None:
        now = time.monotonic()
        done = state.imported + state.repeated
        self._first = done if self._first is None else self._first
        if self._quiet or (now - self._said < 0.5 and state.offset < self._size):
            return
        self._said = now
        rate = (done - self._first) / max(now - self._began, 0.001)
        part = 100 * state.offset / self._size
        end = "\n" if state.offset >= self._size else ""
        words = f"\r{part:5.1f} %  {done} messages  {rate:,.0f}/s  {state.failed} failed "
        print(words, end=end, file=sys.stderr, flush=True)


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m hongyan")
    commands = parser.add_subparsers(required=True, metavar="command")
    take = commands.add_parser(
        "import",
        help="bring messages of another system over",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    take.add_argument("file", type=Path)
    for name in ("base-url", "app-key", "app-secret"):
        variable = "HONGYAN_" + name.upper().replace("-", "_")
        given = os.environ.get(variable)
        take.add_argument(f"--{name}", default=given, required=given is None, help=f"or in {variable}")
    take.add_argument("--state", type=Path, help="where it keeps how far it is (FILE.state.json)")
    take.add_argument("--failures", type=Path, help="where it writes what failed (FILE.failed.jsonl)")
    take.add_argument("--size", type=int, default=A_CALL, help=f"messages a call, at most {A_CALL}")
    take.add_argument("--lanes", type=int, default=LANES, help=f"calls side by side ({LANES})")
    take.add_argument("--quiet", action="store_true", help="no progress")
    options = parser.parse_args(words)
    if not 1 <= options.size <= A_CALL:
        parser.error(f"--size is from 1 to {A_CALL}")
    if not 1 <= options.lanes <= 64:
        parser.error("--lanes is from 1 to 64")
    return options


if __name__ == "__main__":
    sys.exit(main())
