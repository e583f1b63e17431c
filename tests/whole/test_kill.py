"""kill -9 of web, gateway and PostgreSQL under load: what was answered is there, once, in its place."""

import os
from collections.abc import Iterator
from functools import partial
from random import Random, randrange
from time import monotonic

import psutil
import pytest

from tests.whole.installation import Installation, eventually, installation
from tests.whole.load import Client, many_answered, together, told, under_load
from tests.whole.pairs import everybody_hears, make_pair, require_sound

LONG = os.environ.get("FUZZ") == "long"
PAIRS = 8
EACH = 1_250 if LONG else 125  # by each of the two in each pair
TOTAL = 2 * PAIRS * EACH
KILLS = 60 if LONG else 8
VICTIMS = ("web", "web worker", "gateway", "postgres")


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    with installation(HONGYAN_LIMITS="off", WEB_THREADS="8") as started:
        yield started


def kill_at_random(running: Installation, clients: list[Client], chance: Random) -> list[str]:
    """Spread over the load by how far it has come, so that it is never over before the last kill."""
    moments = sorted(chance.sample(range(TOTAL // 20, TOTAL - TOTAL // 10), KILLS))
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(KILLS)]
    chance.shuffle(victims)
    began, done = monotonic(), []
    for moment, victim in zip(moments, victims, strict=True):
        eventually(partial(many_answered, clients, moment), "the load stands still", within=180)
        kill(running, victim, chance)
        done.append(f"{victim} after {moment} sends at {monotonic() - began:.1f} s")
    return done


def kill(running: Installation, victim: str, chance: Random) -> None:
    if victim != "web worker":
        running.kill(victim)
        return
    process: psutil.Process = chance.choice(eventually(running.find_web_workers, "web has no workers"))
    process.kill()


def test_what_was_answered_survives_any_kill(running: Installation) -> None:
    seed = int(os.environ.get("SEED") or randrange(2**32))
    print(f"\nSEED={seed}")
    pairs = [make_pair(running, f"kill-{number}", lambda: range(EACH)) for number in range(PAIRS)]
    clients = [client for pair in pairs for client in pair.clients]
    began = monotonic()
    with under_load(clients, [pair.listener for pair in pairs]) as wait:
        print("killed:", "; ".join(kill_at_random(running, clients, Random(seed))))
        wait()
        print(f"{told(clients)}, all in {monotonic() - began:.1f} s")
        assert len(together(clients)) == TOTAL
        everybody_hears(pairs)
    eventually(running.ready, "not ready again")
    for pair in pairs:
        require_sound(pair)
