"""kill -9 of web, gateway and PostgreSQL under load: what was answered is there, once, in its place."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random, randrange
from time import monotonic, sleep

import psutil
import pytest

from tests.whole.installation import Installation, eventually, installation
from tests.whole.load import (
    Client,
    Listener,
    Message,
    RestClient,
    SocketClient,
    messages_of,
    together,
    under_load,
    words_of,
)
from tests.whole.person import Person

LONG = os.environ.get("FUZZ") == "long"
PAIRS = 8
EACH = 1_250 if LONG else 125  # by each of two in each pair
KILLS = 60 if LONG else 8
VICTIMS = ("web", "web worker", "gateway", "postgres")


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    with installation(HONGYAN_LIMITS="off", WEB_THREADS="8") as started:
        yield started


@dataclass
class Pair:
    """Two in one conversation: one writes over REST and listens with another device, one writes by socket."""

    rest: RestClient
    socket: SocketClient
    listener: Listener

    @property
    def clients(self) -> tuple[Client, Client]:
        return self.rest, self.socket


def pair(running: Installation, number: int) -> Pair:
    one, other = f"kill-{number}-one", f"kill-{number}-other"
    keys = {name: [f"{name}:{index}" for index in range(EACH)] for name in (one, other)}
    listener = Person(running, one, platform="IOS")
    return Pair(
        RestClient(Person(running, one), other, keys[one]),
        SocketClient(Person(running, other), one, keys[other]),
        Listener(listener),
    )


def kill_at_random(running: Installation, clients: list[Client], chance: Random) -> list[str]:
    """Spread over the load by how far it has come, so that it is never over before the last kill."""
    total = sum(len(client.keys) for client in clients)
    moments = sorted(chance.sample(range(total // 20, total - total // 10), KILLS))
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(KILLS)]
    chance.shuffle(victims)
    began, told = monotonic(), []
    for moment, victim in zip(moments, victims, strict=True):
        eventually(lambda moment=moment: len(together(clients)) >= moment, "the load stands still", within=180)
        kill(running, victim, chance)
        told.append(f"{victim} after {moment} at {monotonic() - began:.1f} s")
    return told


def kill(running: Installation, victim: str, chance: Random) -> None:
    if victim != "web worker":
        running.kill(victim)
        return
    process: psutil.Process = chance.choice(eventually(running.find_web_workers, "web has no workers"))
    process.kill()


def test_what_was_answered_survives_any_kill(running: Installation) -> None:
    seed = int(os.environ.get("SEED") or randrange(2**32))
    print(f"SEED={seed}")
    pairs = [pair(running, number) for number in range(PAIRS)]
    clients = [client for pair in pairs for client in pair.clients]
    began = monotonic()
    with under_load(clients, [pair.listener for pair in pairs]) as wait:
        print("killed: ", "; ".join(kill_at_random(running, clients, Random(seed))))
        wait()
        print(
            f"{len(together(clients))} sends in {monotonic() - began:.1f} s,",
            f"{sum(client.repeated for client in clients)} repeated,",
            f"the slowest took {max(client.slowest for client in clients):.1f} s",
        )
        everybody_is_back(pairs)
    for each in pairs:
        history = kept_once_in_order(each)
        seen_in_order(each, history)
        nothing_is_doubled(each, history)
        unread_is_right(each, history)


def everybody_is_back(pairs: list[Pair]) -> None:
    """The device that listened all along hears new messages: those after it has found the gateway again."""
    for each in pairs:
        eventually(lambda each=each: hears_another(each), f"{each.rest.peer} is not heard any more")


def hears_another(each: Pair) -> bool:
    key = f"{each.rest.person.user_id}:{len(each.rest.keys)}"
    each.rest.keys.append(key)
    message = each.rest.insist(key)
    until = monotonic() + 2
    while monotonic() < until and not each.listener.has(message["id"]):
        sleep(0.05)
    return each.listener.has(message["id"])


def kept_once_in_order(each: Pair) -> list[Message]:
    """The same for both readers, page by page and by sync; dense; all that was answered, where it was answered."""
    histories = [client.person.history(client.peer) for client in each.clients]
    history = histories[0]
    assert histories[1] == history
    for client in each.clients:
        assert client.person.sync(client.peer) == history
    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    times = [message["createdAt"] for message in history]
    assert times == sorted(times)
    wanted = [key for client in each.clients for key in client.keys]
    assert sorted(message["clientMsgId"] for message in history) == sorted(wanted)
    stored = {message["clientMsgId"]: message for message in history}
    for key, answered in together(each.clients).items():
        assert {**stored[key], "deduplicated": True} == {**answered, "deduplicated": True}
        assert answered["content"] == {"text": words_of(key)}
    for client in each.clients:
        sent = [stored[key]["seq"] for key in client.keys]
        assert sent == sorted(sent)  # who waits for each answer is in his own order
    return history


def seen_in_order(each: Pair, history: list[Message]) -> None:
    """On every connection rising, and nothing that is not in the history."""
    for heard in (*each.listener.heard, *each.socket.heard):
        seqs = [message["seq"] for message in messages_of(heard)]
        assert seqs == sorted(set(seqs))
        for message in messages_of(heard):
            assert {**message, "operatorId": ""} == {**history[message["seq"] - 1], "operatorId": ""}


def nothing_is_doubled(each: Pair, history: list[Message]) -> None:
    """Long after, a repeat is still answered with the same message."""
    for client in each.clients:
        for key in client.keys[::25]:
            again = client.person.say(client.peer, words_of(key), key)
            stored = history[again["seq"] - 1]
            assert again == {**stored, "deduplicated": True}
    assert each.rest.person.history(each.rest.peer) == history


def unread_is_right(each: Pair, history: list[Message]) -> None:
    """Who writes has read what was there before; what the other wrote after it is unread, until it is read."""
    for client in each.clients:
        me = client.person.user_id
        own = max(message["seq"] for message in history if message["fromId"] == me)
        row = client.person.conversation(client.peer)
        assert (row["readSeq"], row["unread"], row["lastSeq"]) == (own, len(history) - own, len(history))
        assert client.person.read(client.peer)["unread"] == 0
        assert client.person.conversation(client.peer)["unread"] == 0
