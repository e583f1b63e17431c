"""Processes of an owner that was killed: known by the mark in title or environment, never by a pid file."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

import psutil

MARK = "HONGYAN_MARK"
PATIENCE = 20


def find(mark: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        if process.pid != os.getpid() and _bears(process, mark):
            yield process


def clear(mark: str) -> None:
    """Asks all of them to stop, kills who does not."""
    found = list(find(mark))
    if found:
        sys.stderr.write(f"Stopping {len(found)} processes of a run that was killed\n")
    for process in found:
        with suppress(psutil.Error):
            process.send_signal(signal.SIGINT)
    _, stubborn = psutil.wait_procs(found, timeout=PATIENCE if found else 0)
    for process in stubborn:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=5)


def _bears(process: psutil.Process, mark: str) -> bool:
    with suppress(psutil.Error, OSError):
        if any(mark in word for word in process.cmdline()):
            return True
        return process.environ().get(MARK) == mark
    return False
