"""The demo's stand-ins for the push vendors: a process of its own, there before all the others."""

import json
import os
import time
from pathlib import Path

from config.embedded import Child, ChildDied
from config.supervisor import roles

STARTING = 30.0


def wanted() -> bool:
    """Where the repository's tests are, and nobody else was named to stand in."""
    there = (roles.ROOT / "tests" / "fakes" / "__main__.py").exists()
    return there and not os.environ.get("PUSH_VENDOR_BASE_URLS")


def folder(data: Path) -> Path:
    return data / "vendors"


def environ(data: Path, child: Child) -> dict[str, str]:
    """What the other processes are told of them, once they are there."""
    place = folder(data) / "vendors.json"
    until = time.monotonic() + STARTING
    while not place.exists():
        if not child.alive or time.monotonic() > until:
            raise ChildDied(
                f"The stand-ins for the push vendors did not start; see {data / 'log' / 'vendors.log'}"
            )
        time.sleep(0.02)
    found = json.loads(place.read_text(encoding="utf-8"))
    return {"PUSH_VENDOR_BASE_URLS": json.dumps(found["baseUrls"]), "PUSH_CA_FILE": found["caFile"]}
