"""`python -m tests.fakes.apns_process FOLDER`: Apple's fake in a process of its own; its CPU is apart.

Writes `ca.pem`, the credential that it takes (`credential.json`) and then its port (`port`) into the folder;
answers each line of its input with what it saw since the last one, as JSON.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter
from pathlib import Path

import uvloop

from tests.fakes.apns import Apns
from tests.fakes.ca import authority
from tests.fakes.h2server import DEFAULT_WINDOW, Manner


def main() -> None:
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    folder, manner, port = _options()
    fake, trusted = Apns(), authority(folder)
    (folder / "credential.json").write_text(json.dumps(fake.fields))
    with fake.server(trusted.serving("h2"), manner, port) as server:
        (folder / "port.new").write_text(str(server.port))
        (folder / "port.new").rename(folder / "port")
        for _ in sys.stdin:
            tokens = Counter(ring.token for ring in fake.rings)
            seen = {
                "rings": tokens.total(),
                "doubles": tokens.total() - len(tokens),
                "connections": server.connections,
                "goaways": server.goaways,
                "resets": server.resets,
            }
            fake.forget()
            server.connections = server.goaways = server.resets = 0
            print(json.dumps(seen), flush=True)  # noqa: T201  who started it reads it


def _options() -> tuple[Path, Manner, int]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds of each answer")
    parser.add_argument("--window", type=int, default=DEFAULT_WINDOW)
    parser.add_argument("--most", type=int, default=1_000, help="streams at once")
    parser.add_argument("--goaway-every", type=int, default=0, help="streams of a connection")
    parser.add_argument("--reset-rate", type=float, default=0.0)
    options = parser.parse_args()
    manner = Manner(
        most=options.most,
        window=options.window,
        latency=options.latency,
        goaway_every=options.goaway_every,
        reset_rate=options.reset_rate,
    )
    return options.folder, manner, options.port


if __name__ == "__main__":
    main()
