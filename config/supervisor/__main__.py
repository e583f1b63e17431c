"""Starts everything: `python -m config.supervisor`."""

import os
import resource
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from setproctitle import setproctitle

from config import embedded
from config.embedded import ChildDied, InUse
from config.supervisor.addresses import Addresses, Taken
from config.supervisor.supervise import Supervisor

OPEN_FILES = 65_536
COMMAND_PATIENCE = 30


def main() -> int:
    setproctitle("hongyan: supervisor")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    if os.environ.get("DATABASE_URL") or os.environ.get("REDIS_URL"):
        return _say(
            "make run brings its own servers and fills them with a demo: unset DATABASE_URL and REDIS_URL."
        )
    _allow_many_sockets()
    try:
        addresses = Addresses.from_environment()
        _run(embedded.data_folder(), addresses)
    except (InUse, Taken, ChildDied, OSError) as problem:
        return _say(str(problem))
    except KeyboardInterrupt:
        pass
    print("Stopped.", flush=True)
    return 0


def _run(data: Path, addresses: Addresses) -> None:
    """A command that has the servers for a moment is waited for; another supervisor is not."""
    until = time.monotonic() + COMMAND_PATIENCE
    while True:
        try:
            with embedded.servers(data, share=False, note=addresses.base) as running:
                addresses.require_free()
                print(running.summary, flush=True)
                Supervisor(data, addresses, running).run()
                return
        except InUse as busy:
            if busy.note.startswith("http"):
                raise InUse(f"Hongyan is already running: {busy.note} (its data: {data})") from None
            if time.monotonic() > until:
                raise InUse(f"Another command works on {data}: {busy.note}") from None
            time.sleep(0.5)


def _allow_many_sockets() -> None:
    """The usual limit of 1,024 is a thousand devices."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _say(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
