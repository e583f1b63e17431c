"""Presence follows the sockets: first and last, foreground and background, watched by those who ask."""

from typing import Any

import pytest

from accounts.models import Account
from config.redis import client
from im.presence import store
from im.presence.store import State
from journal.facts import Fact
from tests.im.realtime.conftest import Phones, Running
from tests.im.realtime.phone import eventually


def state(account: Account) -> State:
    return store.state_of(store.of(account.app_id, [account.user_id])[account.user_id])


def test_a_greeted_socket_is_online_with_its_device(phone: Phones, gateway: Running, alice: Account) -> None:
    phone(alice, platform="IOS", device_id="iPhone")
    (device,) = store.of(alice.app_id, ["alice"])["alice"]
    assert (device.platform, device.device_id, device.ip) == ("IOS", "iPhone", "127.0.0.1")
    assert device.node_id == gateway.gateway.node_id
    assert not device.background


def test_the_last_socket_that_leaves_takes_the_user_offline_and_is_noted(
    phone: Phones, alice: Account
) -> None:
    first, second = phone(alice), phone(alice, platform="WEB")
    first.hang_up()
    eventually(lambda: len(store.of(alice.app_id, ["alice"])["alice"]) == 1)
    assert state(alice) is State.ONLINE
    second.hang_up()
    eventually(lambda: state(alice) is State.OFFLINE)
    eventually(lambda: Account.objects.get(pk=alice.pk).last_seen_at)


def test_a_user_all_of_whose_sockets_are_in_the_background_is_reached_by_push(
    phone: Phones, alice: Account
) -> None:
    one, two = phone(alice), phone(alice, platform="WEB")
    assert one.ask("state", background=True)["type"] == "ack"
    eventually(
        lambda: sorted(d.background for d in store.of(alice.app_id, ["alice"])["alice"]) == [False, True]
    )
    assert state(alice) is State.ONLINE
    two.ask("state", background=True)
    eventually(lambda: state(alice) is State.PUSH_ONLINE)
    one.ask("state", background=False)
    eventually(lambda: state(alice) is State.ONLINE)
    assert len(store.of(alice.app_id, ["alice"])["alice"]) == 2


@pytest.mark.parametrize("background", [None, 1, "true", []])
def test_background_is_true_or_false(phone: Phones, alice: Account, background: Any) -> None:
    assert phone(alice).ask("state", background=background)["data"]["errors"][0]["field"] == "background"


def test_the_first_and_the_last_socket_are_events(phone: Phones, alice: Account, facts: list[Fact]) -> None:
    def told() -> list[str]:
        return [fact.type for fact in facts if fact.type in ("user.online", "user.offline")]

    sockets = [phone(alice), phone(alice, platform="WEB")]
    eventually(lambda: told() == ["user.online"])
    for one in sockets:
        one.hang_up()
    eventually(lambda: told() == ["user.online", "user.offline"])


def test_subscribing_answers_with_the_states(
    phone: Phones, alice: Account, bob: Account, dave: Account
) -> None:
    phone(bob)
    phone(dave)
    users = phone(alice).ask("presence.subscribe", userIds=["bob", "dave", "nobody", "bob"])["data"]["users"]
    assert users == [
        {"userId": "bob", "state": "ONLINE", "lastSeenAt": None},
        {"userId": "dave", "state": "OFFLINE", "lastSeenAt": None},
        {"userId": "nobody", "state": "OFFLINE", "lastSeenAt": None},
    ]


def test_watchers_hear_of_changes_and_only_of_changes(phone: Phones, alice: Account, bob: Account) -> None:
    watcher = phone(alice)
    watcher.ask("presence.subscribe", userIds=["bob"])
    his = phone(bob)
    came = watcher.hear("presence.changed")["data"]
    assert (came["userId"], came["state"]) == ("bob", "ONLINE")
    second = phone(bob, platform="WEB")
    second.hang_up()
    his.ask("state", background=True)
    assert watcher.hear("presence.changed")["data"]["state"] == "PUSH_ONLINE"
    his.hang_up()
    left = watcher.hear("presence.changed")["data"]
    assert left["state"] == "OFFLINE"
    assert left["lastSeenAt"]


def test_who_unsubscribes_hears_nothing_more(phone: Phones, alice: Account, bob: Account) -> None:
    watcher = phone(alice)
    watcher.ask("presence.subscribe", userIds=["bob"])
    assert watcher.ask("presence.unsubscribe", userIds=["bob", "nobody"])["type"] == "ack"
    phone(bob)
    assert watcher.hears_nothing("presence.changed")


def test_two_hundred_can_be_watched_and_no_more(phone: Phones, alice: Account) -> None:
    watcher = phone(alice)
    names = [f"user{number}" for number in range(200)]
    assert len(watcher.ask("presence.subscribe", userIds=names)["data"]["users"]) == 200
    assert watcher.ask("presence.subscribe", userIds=names[:3])["type"] == "ack"
    refused = watcher.ask("presence.subscribe", userIds=["one-more"])
    assert refused["data"]["errors"][0]["field"] == "userIds"
    watcher.ask("presence.unsubscribe", userIds=names[:1])
    assert watcher.ask("presence.subscribe", userIds=["one-more"])["type"] == "ack"


@pytest.mark.parametrize("user_ids", [None, "bob", [], [1], {}])
def test_user_ids_are_a_list_of_them(phone: Phones, alice: Account, user_ids: Any) -> None:
    one = phone(alice)
    for op in ("presence.subscribe", "presence.unsubscribe"):
        assert one.ask(op, userIds=user_ids)["data"]["errors"][0]["field"] == "userIds"


def test_with_redis_away_subscribing_is_a_503_and_nobody_is_watched(
    redis_away: None, phone: Phones, gateway: Running, alice: Account
) -> None:
    watcher = phone(alice)
    refused = watcher.ask("presence.subscribe", userIds=["bob"])
    assert (refused["code"], refused["status"]) == (503, "90503")
    (socket,) = gateway.gateway.sockets
    assert not socket.watching


def test_after_flushall_presence_is_back_within_a_heartbeat(
    quick: None, phone: Phones, alice: Account
) -> None:
    one = phone(alice)
    pipe = client().pipeline()  # in one step: a heartbeat may come at any moment
    pipe.flushall()
    pipe.dbsize()
    assert pipe.execute() == [True, 0]
    eventually(lambda: state(alice) is State.ONLINE)
    one.hang_up()
    eventually(lambda: state(alice) is State.OFFLINE)


def test_watchers_learn_what_no_gateway_told(
    quick: None, phone: Phones, alice: Account, bob: Account
) -> None:
    watcher = phone(alice)
    ghost = store.Device("s", "WEB", "", "killed-gateway", 1, False, "", "1")
    store.apply(client(), [store.Change(bob.app_id, "bob", b"", store.member(ghost))])
    assert watcher.ask("presence.subscribe", userIds=["bob"])["data"]["users"][0]["state"] == "ONLINE"
    assert watcher.hear("presence.changed")["data"]["state"] == "OFFLINE"
