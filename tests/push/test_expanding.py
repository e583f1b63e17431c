"""Audiences that are described become deliveries step by step, and nobody is told twice."""

import pytest

from accounts.models import App
from config.clock import now_ms
from push import audiences, expanding
from push.models import Delivery, DeviceLog, Notice, Preference
from push.queueing import queue
from tests.client import Client
from tests.push.credentials import make_credential
from tests.push.phones import make_device, make_devices, tagged
from tests.push.sends import send


@pytest.fixture(autouse=True)
def _vendor(acme: App) -> None:
    make_credential(acme)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiences, "STEP", 3)


def reached() -> list[str]:
    return sorted(Delivery.objects.values_list("user_id", flat=True))


@pytest.mark.parametrize("walk", [False, True], ids=["looked up", "walked"])
@pytest.mark.parametrize(
    ("tags", "users"),
    [
        ({"any": ["vip", "new"]}, ["both", "new", "vip"]),
        ({"all": ["vip", "new"]}, ["both"]),
        ({"any": ["vip"], "not": ["new"]}, ["vip"]),
        ({"not": ["vip"]}, ["new", "none"]),
    ],
    ids=["any", "all", "but", "not"],
)
def test_tags_choose_the_devices(
    as_server: Client, acme: App, other: App, few: None, monkeypatch, walk: bool, tags, users: list[str]
) -> None:
    for name, own in {"vip": ["vip"], "new": ["new"], "both": ["vip", "new"], "none": []}.items():
        make_device(acme, name, tagged=tagged(acme, *own))
        make_device(acme, name, tagged=tagged(acme, *own), status="INVALID")
    make_device(other, "dave", tagged=tagged(acme, "vip", "new"))
    if walk:
        monkeypatch.setattr(audiences, "COUNTED", 1)
    sent = send(as_server, audience={"tags": tags}).data
    assert (sent["status"], sent["targetDevices"]) == ("QUEUED", 1 if walk else len(users))
    assert ("walk" in Notice.objects.get().audience) is walk
    expanding.expand_some()
    assert reached() == users
    assert Notice.objects.get().status == "QUEUED"


def test_all_are_reached_in_steps(as_server: Client, acme: App, few: None) -> None:
    make_devices(acme, [f"u{n}" for n in range(7)])
    send(as_server, audience={"all": True})
    assert Notice.objects.get().status == "EXPANDING"
    assert expanding.expand_some() == 3
    assert len(reached()) == 7
    assert expanding.expand_some() == 0


def test_each_device_is_judged_in_its_step(as_server: Client, acme: App) -> None:
    make_device(acme, "off", notification_enabled=False)
    make_device(acme, "quiet")
    Preference.objects.create(app=acme, user_id="quiet", dnd_enabled=True, dnd_from=0, dnd_to=0)
    make_device(acme, "call", "APNS_VOIP")
    make_device(acme, "bob")
    send(as_server, audience={"all": True})
    expanding.expand_some()
    assert reached() == ["bob"]
    skipped = DeviceLog.objects.filter(event="SKIPPED").order_by("user_id").values_list("user_id", "detail")
    assert list(skipped) == [("off", {"reason": "NOTIFICATION_DISABLED"}), ("quiet", {"reason": "DND"})]


def test_who_dies_in_the_middle_leaves_whole_steps(
    as_server: Client, acme: App, few: None, monkeypatch
) -> None:
    make_devices(acme, [f"u{n}" for n in range(7)])
    send(as_server, audience={"all": True})
    dies_in(2, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        expanding.expand_some()
    assert len(reached()) == 3
    assert expanding.expand_some() == 0  # the lease still holds
    Notice.objects.update(lease_until="2020-01-01T00:00:00Z")
    assert expanding.expand_some() == 2
    assert len(reached()) == len(set(reached())) == 7
    assert DeviceLog.objects.filter(event="QUEUED").count() == 7


def dies_in(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, steps = queue, []

    def dying(*given):
        steps.append(given)
        if len(steps) == step:
            whole(*given)
            raise KeyboardInterrupt
        return whole(*given)

    monkeypatch.setattr(expanding, "queue", dying)


def test_who_lost_the_lease_writes_nothing(as_server: Client, acme: App, monkeypatch) -> None:
    make_devices(acme, ["bob"])
    send(as_server, audience={"all": True})
    found = expanding._next

    def slow(notice: Notice):
        Notice.objects.update(lease="another's")
        return found(notice)

    monkeypatch.setattr(expanding, "_next", slow)
    expanding.expand_some()
    assert reached() == []


def test_a_cancelled_one_stops(as_server: Client, acme: App, few: None) -> None:
    make_devices(acme, [f"u{n}" for n in range(7)])
    task = send(as_server, audience={"all": True}).data["taskId"]
    Notice.objects.update(after=make_device(acme, "last").pk - 4)
    assert as_server.post(f"/api/push/admin/tasks/{task}/cancel").data["status"] == "CANCELLED"
    assert expanding.expand_some() == 0
    assert reached() == []


def test_the_scheduled_are_judged_when_their_time_comes(as_server: Client, acme: App) -> None:
    send(as_server, options={"scheduleAt": now_ms() + 60_000})
    assert expanding.expand_some() == 0
    make_device(acme, "bob")
    Notice.objects.update(send_at="2020-01-01T00:00:00Z")
    assert expanding.expand_some() == 1
    assert reached() == ["bob"]
    assert Notice.objects.get().status == "QUEUED"


def test_turns_are_taken(as_server: Client, acme: App, few: None, monkeypatch) -> None:
    make_devices(acme, [f"u{n}" for n in range(7)])
    monkeypatch.setattr(expanding, "TURN", 0)
    first, second = (send(as_server, audience={"all": True}).data["taskId"] for _ in range(2))
    seen: list[str] = []
    whole = expanding._step

    def step(notice: Notice, lease: str) -> bool:
        seen.append(str(notice.pk))
        return whole(notice, lease)

    monkeypatch.setattr(expanding, "_step", step)
    expanding.expand_some()
    assert seen == [first, second] * 3
