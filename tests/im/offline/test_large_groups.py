"""A group of many is rung in chunks, by a worker who may die."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, App
from im.conversations.models import Member
from im.models import OfflineJob
from im.offline import jobs, sink
from push.models import Delivery, Device, Notice
from tests.client import Client
from tests.im.chat import Room, say_in
from tests.im.offline.rings import queued
from tests.journal.facts import dispatch_all
from tests.push.phones import make_devices


@pytest.fixture
def crowd(acme: App, alice: Account, bob: Account) -> list[str]:
    """40 more members of a group, of whom 30 have a phone; and bob, whom nobody mentions."""
    room = Room(acme, "club", alice, bob)
    names = [f"u{n:02}" for n in range(40)]
    people = Account.objects.bulk_create([Account(app=acme, user_id=name, nickname=name) for name in names])
    usual = {"app": acme, "conversation": room.conversation, "chat_type": "GROUP", "target_id": "club"}
    Member.objects.bulk_create([Member(account=one, **usual) for one in people])
    make_devices(acme, names[:30])
    return names[:30]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "CHUNK", 8)


def test_the_first_ring_at_once_the_others_by_the_worker(
    acme: App, as_alice: Client, crowd: list[str]
) -> None:
    say_in(as_alice, "club", atUserIds=["u20"])
    assert list(queued(acme)) == crowd[:8]
    assert OfflineJob.objects.get().after > 0
    turns = 0
    while jobs.next_chunk():
        turns += 1
    assert list(queued(acme)) == crowd
    assert turns == 3
    assert not OfflineJob.objects.exists()
    bodies = {
        name: notice.content["notification"]["body"]
        for name in ("u19", "u20")
        for notice in Notice.objects.filter(deliveries__user_id=name)
    }
    assert bodies == {"u19": "Alice: hello", "u20": "[You were mentioned] Alice: hello"}


def test_what_comes_together_leaves_the_rest_to_the_worker(
    acme: App, as_alice: Client, crowd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sink, "AT_ONCE", 10)
    for _ in range(3):
        say_in(as_alice, "club")
    dispatch_all()
    assert Delivery.objects.count() == 10
    assert list(OfflineJob.objects.order_by("pk").values_list("after", flat=True))[2] == 0
    while jobs.next_chunk():
        pass
    assert Delivery.objects.count() == 90
    assert Delivery.objects.values("notice", "device").distinct().count() == 90


def test_a_chunk_that_fails_is_undone_and_comes_again(
    acme: App, as_alice: Client, crowd: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say_in(as_alice, "club")
    dispatch_all()

    def dies(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(OfflineJob, "save", dies)
        assert jobs.next_chunk()
    assert Delivery.objects.count() == 8
    job = OfflineJob.objects.get()
    assert job.attempts == 1
    assert not jobs.next_chunk()
    OfflineJob.objects.update(next_attempt_at=job.created_at)
    while jobs.next_chunk():
        pass
    assert Delivery.objects.count() == 30


def test_what_is_taken_back_is_so_chunk_by_chunk_too(acme: App, as_alice: Client, crowd: list[str]) -> None:
    message = say_in(as_alice, "club")
    dispatch_all()
    while jobs.next_chunk():
        pass
    Delivery.objects.exclude(user_id="u05").update(status="ACCEPTED")
    as_alice.post(f"/api/im/messages/{message['id']}/revoke", {})
    dispatch_all()
    while jobs.next_chunk():
        pass
    again = Delivery.objects.filter(notice__key__startswith="event:IM_REVOKE:")
    assert sorted(again.values_list("user_id", flat=True)) == [name for name in crowd if name != "u05"]


@pytest.mark.usefixtures("remembering")
def test_one_event_costs_as_many_statements_as_a_chunk_of_many(
    acme: App, as_alice: Client, crowd: list[str], hot: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost() -> int:
        hot()
        with CaptureQueriesContext(connection) as counted:
            dispatch_all()
        return len(counted) + hot()

    monkeypatch.setattr(jobs, "CHUNK", 100)
    say_in(as_alice, "club")
    cost()  # what is remembered afterwards
    say_in(as_alice, "club")
    whole = cost()
    Device.objects.exclude(user_id="u00").update(status="INVALID")
    say_in(as_alice, "club")
    assert cost() == whole
    for _ in range(5):
        say_in(as_alice, "club")
    assert cost() == whole + 4, "only the members are asked for group by group"
    assert Delivery.objects.count() == 66
