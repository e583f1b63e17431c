"""kill -9 of the worker every 10 s, of PostgreSQL once, Valkey wiped, and Apple's fake says GOAWAY, resets
streams, has narrow windows and calls tokens dead: of 20,000 pushes none is lost, none rings beside itself.

Only with FUZZ=long; tests/push/sending/test_worker_death.py is the small form.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.client import HTTPException
from threading import Thread
from time import monotonic, sleep
from typing import LiteralString

import psycopg
import pytest
from redis import Redis

from tests.fakes.apns import Apns, token
from tests.fakes.ca import authority
from tests.fakes.h2server import Manner, Server
from tests.servers import open_folder
from tests.whole.installation import Installation, eventually, installation

pytestmark = pytest.mark.skipif(os.environ.get("FUZZ") != "long", reason="minutes of a whole machine")

PHONES, AT_A_TIME = 20_000, 1_000
EVERY = 10.0  # seconds for which a worker rings phones before it is killed, while so many have not rung:
NEARLY = PHONES * 24 // 25
DEAD = range(0, PHONES, 50)
BESIDE = PHONES // 1_000  # rings that do not take their own place: 0.1 %
ARRIVING = 240
REGISTER: LiteralString = """
INSERT INTO push_device (app_id, device_id, user_id, platform, vendor, token, token_hash, keys, environment,
  bundle_id, locale, time_zone, app_version, os_version, brand, model, sdk_version, tagged,
  notification_enabled, status, invalid_reason, fail_streak, last_error_code, history, registered_at,
  updated_at)
SELECT a.id, 'phone-' || n, 'user-' || n, 'IOS', 'APNS', t.token, encode(sha256(t.token::bytea), 'hex'), '{}',
  'PROD', '', '', '', '', '', '', '', '', '{}', true, 'ACTIVE', '', 0, '', '[]', now(), now()
FROM unnest(%(tokens)s::text[]) WITH ORDINALITY AS t(token, n)
JOIN accounts_app a ON a.app_key = %(app)s
"""
COUNT: LiteralString = "SELECT status, count(*) FROM push_delivery GROUP BY status"
INVALID: LiteralString = "SELECT token FROM push_device WHERE status = 'INVALID'"


@pytest.fixture(scope="module")
def apple() -> Iterator[tuple[Apns, Server, str]]:
    fake = Apns()
    with open_folder("hongyan-ca-") as folder:
        ours = authority(folder)
        with fake.server(
            ours.serving("h2"), Manner(goaway_every=500, reset_rate=0.01, latency=0.02)
        ) as server:
            yield fake, server, str(ours.ca_file)


@pytest.fixture(scope="module")
def running(apple: tuple[Apns, Server, str]) -> Iterator[Installation]:
    _, server, ca_file = apple
    bases = json.dumps({"APNS": server.url})
    with installation(HONGYAN_LIMITS="off", PUSH_VENDOR_BASE_URLS=bases, PUSH_CA_FILE=ca_file) as started:
        yield started


def tokens() -> list[str]:
    return [token(n, "dead" if n in DEAD else "") for n in range(PHONES)]


def register(running: Installation, fake: Apns) -> None:
    path = "/api/push/admin/credentials/APNS"
    answer = running.call("PUT", path, {**fake.fields, "environment": "PROD"}, headers=running.server)
    assert answer.code == 200, answer
    with psycopg.connect(running.database_url, autocommit=True) as connection:
        connection.execute(REGISTER, {"tokens": tokens(), "app": running.app["appKey"]})
    fake.gone_at += 3_600_000  # they died after that


def send_all(running: Installation) -> None:
    for first in range(1, PHONES + 1, AT_A_TIME):
        users = [f"user-{n}" for n in range(first, first + AT_A_TIME)]
        body = {"userIds": users, "title": "Wild geese", "body": "fly south", "requestId": f"r-{first}"}
        eventually(lambda: sent(running, body), "nobody takes a push", within=ARRIVING)  # noqa: B023


def sent(running: Installation, body: Mapping[str, object]) -> bool:
    """Again and again under the same requestId: who answers may just have died."""
    with suppress(OSError, HTTPException):
        return running.call("POST", "/api/push/send", body, headers=running.server).code == 200
    return False


def counted(running: Installation) -> dict[str, int]:
    try:
        with psycopg.connect(running.database_url, autocommit=True) as connection:
            return dict(connection.execute(COUNT).fetchall())
    except psycopg.OperationalError:
        return {}


def test_nothing_is_lost_whatever_dies(running: Installation, apple: tuple[Apns, Server, str]) -> None:
    fake, server, _ = apple
    register(running, fake)
    began, kills = monotonic(), 0
    sending = Thread(target=send_all, args=[running], daemon=True)
    sending.start()
    while len({ring.token for ring in fake.rings}) < NEARLY:
        before = len(fake.rings)
        eventually(lambda: len(fake.rings) > before, "no worker rings any more", within=ARRIVING)  # noqa: B023
        sleep(EVERY)
        running.kill("postgres" if kills == 1 else "worker")
        kills += 1
        if kills == 2:
            with Redis.from_url(running.redis_url, socket_timeout=5) as redis:
                redis.flushall()
        print(f"{len(fake.rings)} rings at {monotonic() - began:.0f} s; ", end="")
    sending.join(ARRIVING)
    done = {"ACCEPTED": PHONES - len(DEAD), "FAILED": len(DEAD)}
    eventually(lambda: counted(running) == done, "pushes are missing", within=ARRIVING)
    rung = Counter(ring.token for ring in fake.rings)
    places = {(ring.token, ring.collapse, ring.id) for ring in fake.rings}
    twice, beside = rung.total() - len(rung), len(places) - len(rung)
    print(
        f"\n{PHONES} pushes in {monotonic() - began:.0f} s; {kills} kills; {server.goaways} GOAWAY, ", end=""
    )
    print(f"{server.resets} resets; {twice} rang twice, {beside} of them beside themselves")
    assert rung.keys() == {one for n, one in enumerate(tokens()) if n not in DEAD}
    assert beside <= BESIDE
    with psycopg.connect(running.database_url, autocommit=True) as connection:
        dead = {one for (one,) in connection.execute(INVALID)}
    assert dead == {tokens()[n] for n in DEAD}
