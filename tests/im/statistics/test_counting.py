"""Whatever commits when, and whenever somebody counts: every row is counted once, in the hour it is of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import App
from im import tasks
from im.models import Activity, Flagged, Message, Position, Statistic
from im.statistics import counting, retention
from tests.client import Client
from tests.im.chat import say
from tests.im.statistics.planted import (
    active_in_truth,
    counted,
    hour_of,
    insert,
    messages_in_truth,
    said,
)

# A fence waits for every transaction of the cluster, also for those of other processes' databases.
ALONE = "PYTEST_XDIST_WORKER" not in os.environ
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not ALONE, reason="make test runs it alone, after the others"),
]


@contextmanager
def another() -> Iterator[Any]:
    """A transaction of somebody else's, which is still under way."""
    with psycopg.connect(_dsn()) as other:
        yield other


def _dsn() -> str:
    params = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    return " ".join(f"{key}={params[key]}" for key in keys if params.get(key))


def active() -> dict[tuple[int, int, str], int]:
    rows = Message.objects.filter(imported_at=None).exclude(msg_type="TIP").exclude(from_id="platform")
    return active_in_truth(
        (app, user, hour_of(at)) for app, user, at in rows.values_list("app_id", "from_id", "created_at")
    )


def test_what_is_said_is_counted_by_its_kind(acme: App, as_alice: Client, bob: object) -> None:
    say(as_alice, "bob")
    say(as_alice, "bob")
    tasks.count()
    assert counted("single", "group") == messages_in_truth()
    assert counted("active", "day") == active()
    tasks.count()
    assert counted("single", "group") == messages_in_truth()


def test_accounts_logins_and_what_was_flagged_are_counted(acme: App, as_alice: Client) -> None:
    Flagged.objects.create(app=acme, kind="MESSAGE", target_id="1", user_id="alice", text="x")
    tasks.count()
    found = counted("accounts", "logins", "flagged")
    assert {(kind, n) for (_, _, kind), n in found.items()} == {
        ("accounts", 1),
        ("logins", 1),
        ("flagged", 1),
    }


def test_what_commits_late_is_counted_when_it_does_and_nothing_twice(acme: App) -> None:
    now = timezone.now()
    with another() as late, late.cursor() as cursor:
        insert(cursor, acme.pk, "alice", now)
        said(acme.pk, "bob", now)
        for _ in range(3):
            tasks.count()
        assert counted("single") == {}, "somebody may still commit a lower id"
        late.commit()
    tasks.count()
    said(acme.pk, "carol", now)
    tasks.count()
    assert sum(counted("single").values()) == 3
    assert counted("single") == messages_in_truth()
    assert counted("active", "day") == active()


def test_what_is_rolled_back_is_never_counted(acme: App) -> None:
    with another() as other, other.cursor() as cursor:
        insert(cursor, acme.pk, "alice", timezone.now())
        said(acme.pk, "bob", timezone.now())
        tasks.count()
        other.rollback()
    tasks.count()
    assert sum(counted("single").values()) == 1


def test_imported_messages_and_tips_are_no_traffic_of_users(acme: App) -> None:
    now = timezone.now()
    said(acme.pk, "alice", now - timedelta(days=900), imported=True)
    said(acme.pk, "root", now, chat_type="GROUP", msg_type="TIP")
    said(acme.pk, "platform", now)
    tasks.count()
    assert {(kind, n) for (_, _, kind), n in counted("single", "group", "active").items()} == {
        ("group", 1),
        ("single", 1),
    }


def _scene(random: Random, apps: list[int], now: datetime) -> tuple[int, str, datetime]:
    ago = timedelta(hours=random.choice([0, 0, 0, 1, 2, 5, 20, 23, 24, 30, 40]), minutes=random.randrange(60))
    return random.choice(apps), f"user{random.randrange(4)}", now - ago


@pytest.mark.parametrize("seed", range(3))
def test_at_random_the_roll_ups_equal_the_truth(acme: App, other: App, seed: int) -> None:
    """Sends out of order, transactions that overlap, turns that are missed or take a part only."""
    random, now = Random(seed), timezone.now()
    apps = [acme.pk, other.pk]
    late: list[Any] = []
    for _ in range(12):
        for _ in range(random.randrange(6)):
            app, user, at = _scene(random, apps, now)
            said(app, user, at, chat_type=random.choice(["SINGLE", "GROUP"]))
        if random.random() < 0.4 and len(late) < 3:
            late.append(psycopg.connect(_dsn()))
        for one in late:
            insert(one.cursor(), *_scene(random, apps, now))
        if late and random.random() < 0.5:
            one = late.pop(random.randrange(len(late)))
            one.commit() if random.random() < 0.7 else one.rollback()
            one.close()
        if random.random() < 0.5:
            counting.step(counting.SOURCES[0], at_once=random.choice([1, 3, 100]))
    for one in late:
        one.commit()
        one.close()
    tasks.count()
    assert counted("single", "group") == messages_in_truth()
    assert counted("active", "day") == active()


def test_a_copy_in_another_cluster_goes_on_counting(acme: App) -> None:
    """There transaction ids begin anew, below what is remembered."""
    said(acme.pk, "alice", timezone.now())
    Position.objects.create(source="messages", counted=0, fence=0, xid=2**40)
    tasks.count()
    assert sum(counted("single").values()) == 1


def test_who_is_online_was_active_and_the_most_at_once_is_kept(acme: App) -> None:
    from_redis = [f"user{n}" for n in range(3)]
    hour = counting.hour_now()
    counting.note_online({acme.pk: from_redis})
    counting.note_online({acme.pk: from_redis[:1]})
    assert counted("online", "active") == {(acme.pk, hour, "online"): 3, (acme.pk, hour, "active"): 3}
    assert len(counted("day")) == 24


def test_old_rows_are_removed(acme: App) -> None:
    hour = counting.hour_now()
    for ago in (1, 399 * 24, 401 * 24):
        Statistic.objects.create(app_id=acme.pk, hour=hour - ago, kind="single", count=1)
    for ago in (1, 71, 73):
        Activity.objects.create(app_id=acme.pk, user_id="alice", hour=hour - ago)
    retention.prune(batch=1)
    assert Statistic.objects.count() == Activity.objects.count() == 2
