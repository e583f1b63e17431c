"""Two in one conversation, and what must be true of it whatever died while they were writing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic, sleep

from tests.whole.installation import Installation, eventually
from tests.whole.load import (
    Client,
    Listener,
    Message,
    RestClient,
    SocketClient,
    messages_of,
    together,
    words_of,
)
from tests.whole.person import Person

HEARD_WITHIN = 2


@dataclass
class Pair:
    """One writes over REST and listens with another device, the other one writes by socket."""

    rest: RestClient
    socket: SocketClient
    listener: Listener

    @property
    def clients(self) -> tuple[Client, Client]:
        return self.rest, self.socket


def make_pair(
    running: Installation, name: str, numbers: Callable[[], Iterable[int]], *, pause: float = 0
) -> Pair:
    """`numbers` of the messages that each of the two sends."""
    one, other = f"{name}-one", f"{name}-other"
    return Pair(
        RestClient(Person(running, one), other, keys(one, numbers()), pause=pause),
        SocketClient(Person(running, other), one, keys(other, numbers()), pause=pause),
        Listener(Person(running, one, platform="IOS")),
    )


def keys(user_id: str, numbers: Iterable[int]) -> Iterable[str]:
    return (f"{user_id}:{number}" for number in numbers)


def everybody_hears(pairs: Sequence[Pair]) -> None:
    """The devices that listen all along hear new messages, those after they have found the gateway again."""
    for pair in pairs:
        eventually(partial(_hears_another, pair), f"{pair.rest.person.user_id} hears nothing more")


def _hears_another(pair: Pair) -> bool:
    message = pair.rest.insist(f"{pair.rest.person.user_id}:more:{len(pair.rest.answered)}")
    until = monotonic() + HEARD_WITHIN
    while monotonic() < until and not pair.listener.has(message["id"]):
        sleep(0.05)
    return pair.listener.has(message["id"])


def require_sound(pair: Pair) -> None:
    history = _kept_once_in_order(pair)
    _heard_in_order(pair, history)
    _never_doubled(pair, history)
    _unread_exactly(pair, history)


def _kept_once_in_order(pair: Pair) -> list[Message]:
    """The same for both readers, by pages and by sync; dense; all that was answered, as it was answered."""
    histories = [client.person.history(client.peer) for client in pair.clients]
    history = histories[0]
    assert histories[1] == history
    for client in pair.clients:
        assert client.person.sync(client.peer) == history
    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    times = [message["createdAt"] for message in history]
    assert times == sorted(times)
    answered = together(pair.clients)
    assert sorted(message["clientMsgId"] for message in history) == sorted(answered)
    for message in history:
        answer = answered[message["clientMsgId"]]
        assert {**message, "deduplicated": True} == {**answer, "deduplicated": True}
        assert message["content"] == {"text": words_of(message["clientMsgId"])}
    for client in pair.clients:
        seqs = [message["seq"] for message in client.answered.values()]
        assert seqs == sorted(seqs)  # who waits for each answer is in his own order
    return history


def _heard_in_order(pair: Pair, history: list[Message]) -> None:
    """On every connection rising, and nothing that is not in the history."""
    for frames in (*pair.listener.heard, *pair.socket.heard):
        seqs = [message["seq"] for message in messages_of(frames)]
        assert seqs == sorted(set(seqs))
        for message in messages_of(frames):
            assert {**message, "operatorId": ""} == {**history[message["seq"] - 1], "operatorId": ""}


def _never_doubled(pair: Pair, history: list[Message]) -> None:
    """Long after, a repeat is still answered with the same message."""
    for client in pair.clients:
        for key in list(client.answered)[::25]:
            again = client.person.say(client.peer, words_of(key), key)
            assert again == {**history[again["seq"] - 1], "deduplicated": True}
    assert pair.rest.person.history(pair.rest.peer) == history


def _unread_exactly(pair: Pair, history: list[Message]) -> None:
    """Who writes has read what was there; what the other one wrote after it is unread, until it is read."""
    for client in pair.clients:
        me = client.person.user_id
        own = max(message["seq"] for message in history if message["fromId"] == me)
        row = client.person.conversation(client.peer)
        assert (row["readSeq"], row["unread"], row["lastSeq"]) == (own, len(history) - own, len(history))
        assert client.person.read(client.peer)["unread"] == 0
        assert client.person.conversation(client.peer)["unread"] == 0
