"""One process of ours: its log, its end together with ours, and how it is asked to stop."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.places import User

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 10 * 1024 * 1024
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ChildDied(Exception):
    """A server ended before it was ready; the message says what its log says."""


@dataclass(slots=True)
class Child:
    name: str
    command: list[str]
    log: Path
    environ: Mapping[str, str]
    cwd: Path = Path("/")
    user: User | None = None
    goodbye: signal.Signals = signal.SIGTERM
    patience: float = 10
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Only ever from the main thread: the kernel ties the child's life to the thread that made it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.cwd, env=dict(self.environ), start_new_session=True,
                preexec_fn=die_with_us(self.goodbye),
                user=self.user.uid if self.user else None, group=self.user.gid if self.user else None,
                extra_groups=[] if self.user else None,
            )  # fmt: skip

    def ask_to_stop(self) -> None:
        if self.process and self.alive:
            self.process.send_signal(self.goodbye)

    def stop(self) -> None:
        """Asks, waits with patience, then kills whatever is left of the child's session."""
        if not self.process:
            return
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.bury()

    def bury(self) -> None:
        """What a dead child leaves behind (granian's workers, say) would hold its port."""
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait_until(self, ready: Callable[[], bool], *, within: float, every: float = 0.02) -> None:
        until = time.monotonic() + within
        while not ready():
            if not self.alive:
                raise ChildDied(f"{self.name} ended at once; the end of {self.log}:\n{self.last_words()}")
            if time.monotonic() > until:
                raise ChildDied(f"{self.name} was not ready after {within:.0f} s; see {self.log}")
            time.sleep(every)

    def last_words(self, lines: int = 12) -> str:
        with self.log.open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 4096))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def rotate_log(self) -> None:
        with suppress(FileNotFoundError):
            if self.log.stat().st_size > LOG_LIMIT:
                self.log.replace(self.log.with_name(f"{self.log.name}.1"))


def die_with_us(goodbye: signal.Signals) -> Callable[[], None] | None:
    """Linux sends the child its goodbye when we die, even by kill -9; elsewhere the next start clears up."""
    if LIBC is None:
        return None
    prctl, parent = LIBC.prctl, os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(goodbye))
        if os.getppid() != parent:
            os._exit(1)

    return tie
