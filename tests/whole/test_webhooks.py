"""kill -9 of worker, beat, web, PostgreSQL, and Valkey wiped, under load: every committed event arrives."""

import os
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from random import Random, randrange
from time import monotonic, sleep
from typing import LiteralString

import psycopg
import pytest
from redis import Redis

from tests.whole.installation import Installation, eventually, installation
from tests.whole.load import Client, many_answered, told, under_load
from tests.whole.pairs import Pair, make_pair
from tests.whole.receiver import Receiver, receiving

LONG = os.environ.get("FUZZ") == "long"
PAIRS = 10  # each of the twenty has an endpoint that hears what he sends and what he is sent
EACH = 1_000 if LONG else 100
TOTAL = 2 * PAIRS * EACH
KILLS = 60 if LONG else 10
VICTIMS = ("worker", "beat", "web", "postgres", "valkey")
SLOTS = 8  # calls under way to one endpoint
ARRIVING = 120  # a dead worker's claim of events is a lease of 10 s
LET_GO = 30
ATTEMPTS = "SELECT count(*) FROM webhooks_attempt"
HELD = """
SELECT (SELECT count(*) FROM journal_event WHERE dispatched_at IS NULL)
  + (SELECT count(*) FROM webhooks_delivery WHERE status <> 'SUCCESS')
  + (SELECT count(*) FROM webhooks_circuit WHERE held_until > statement_timestamp())
"""


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    with installation(inbox=True, HONGYAN_LIMITS="off", WEB_THREADS="8") as started:
        without_inbox(started)
        yield started


def without_inbox(running: Installation) -> None:
    """Before it is told of anything: only the endpoints of the test are counted."""
    webhooks = running.call("GET", "/api/im/admin/webhooks", headers=running.server).data["items"]
    for webhook in webhooks:
        running.call("DELETE", f"/api/im/admin/webhooks/{webhook['id']}", headers=running.server)


def number(running: Installation, statement: LiteralString) -> int:
    with psycopg.connect(running.database_url, autocommit=True) as connection:
        row = connection.execute(statement).fetchone()
        assert row
        return int(row[0])


def listen(running: Installation, ears: Receiver, clients: Sequence[Client]) -> None:
    for client in clients:
        user = client.person.user_id
        body = {
            "name": user,
            "url": f"http://127.0.0.1:{ears.port}/{user}",
            "events": ["message.sent"],
            "filters": {"userIds": [user]},
        }
        answer = running.call("POST", "/api/im/admin/webhooks", body, headers=running.server)
        assert answer.code == 200, answer
        ears.listen(f"/{user}", answer.data["secret"])
    sleep(1)  # in which every process hears of them


def kill_at_random(running: Installation, ears: Receiver, clients: list[Client], chance: Random) -> int:
    """Spread over the load by how far it has come. Answers how many calls were under way, at most, when
    something died: sent by then, and not written down.
    """
    moments = sorted(chance.sample(range(TOTAL // 20, TOTAL - TOTAL // 10), KILLS))
    victims = [VICTIMS[each % len(VICTIMS)] for each in range(KILLS)]
    chance.shuffle(victims)
    under_way = 0
    for moment, victim in zip(moments, victims, strict=True):
        eventually(partial(many_answered, clients, moment), "the load stands still", within=180)
        under_way += kill(running, ears, victim)
        print(f"{victim} after {moment} sends", end="; ")
    return under_way


def kill(running: Installation, ears: Receiver, victim: str) -> int:
    if victim == "valkey":
        with Redis.from_url(running.redis_url, socket_timeout=5) as redis:
            redis.flushall()
    if victim not in ("worker", "postgres"):
        if victim != "valkey":
            running.kill(victim)
        return 0
    eventually(lambda: running.find(victim), f"there is no {victim}")
    written: int = eventually(partial(try_to_count, running), "PostgreSQL is away") - 1
    running.kill(victim)
    return ears.total - written + SLOTS * 2 * PAIRS


def try_to_count(running: Installation) -> int | None:
    """One more than there are, so that none is something."""
    try:
        return 1 + number(running, ATTEMPTS)
    except psycopg.OperationalError:
        return None


def missing(ears: Receiver, pairs: Sequence[Pair]) -> list[str]:
    """Messages that an endpoint did not hear of: all that are stored, answered or not."""
    messages = {event: body["data"]["id"] for event, body in ears.told.items()}
    lost = []
    for pair in pairs:
        stored = {message["id"] for message in pair.rest.person.history(pair.rest.peer)}
        for client in pair.clients:
            user = client.person.user_id
            heard = {messages[event] for event in ears.heard[f"/{user}"]}
            assert heard <= stored, "an event of what was never stored"
            lost += [f"{user}: {message}" for message in stored - heard]
    return lost


def test_every_committed_event_arrives_whatever_dies(running: Installation) -> None:
    seed = int(os.environ.get("SEED") or randrange(2**32))
    print(f"\nSEED={seed}")
    pairs = [make_pair(running, f"hook-{number}", lambda: range(EACH)) for number in range(PAIRS)]
    clients = list(chain.from_iterable(pair.clients for pair in pairs))
    with receiving() as ears:
        listen(running, ears, clients)
        began = monotonic()
        with under_load(clients, []) as wait:
            under_way = kill_at_random(running, ears, clients, Random(seed))
            wait()
        print(f"\n{told(clients)}, all in {monotonic() - began:.1f} s")
        eventually(running.ready, "not ready again")
        eventually(lambda: ears.total - ears.repeated >= 2 * TOTAL, "events are missing", within=ARRIVING)
        print(
            f"all arrived after {monotonic() - began:.1f} s, {ears.repeated} twice, of {under_way} under way"
        )
        assert missing(ears, pairs) == []
        eventually(lambda: number(running, HELD) == 0, "something is still held", within=LET_GO)
        assert ears.wrong == []
        assert ears.repeated <= under_way, "more came twice than was under way"
        assert len({body["data"]["id"] for body in ears.told.values()}) == len(ears.told) == TOTAL
