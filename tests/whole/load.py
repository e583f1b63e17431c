"""Load that knows what it was answered: clients that insist on every send, and devices that only listen."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from time import monotonic, sleep
from typing import Any

import orjson
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.im.realtime.phone import Phone
from tests.whole.person import SEND, Person, text

Message = dict[str, Any]
INSISTING = 300
AWAY = 503
LOST = (None, 1012)  # cut off, or told that the gateway is not ready: the codes of a gateway that was killed
GONE = (OSError, HTTPException, WebSocketException, orjson.JSONDecodeError)


def words_of(key: str) -> str:
    return f"the words of {key}"


class Client(ABC):
    """One sender. `answered` holds the answer to each of his messages, by clientMsgId, in his order."""

    def __init__(self, person: Person, peer: str, keys: Iterable[str], *, pause: float = 0) -> None:
        self.person, self.peer, self.keys, self.pause = person, peer, keys, pause
        self.answered: dict[str, Message] = {}
        self.repeated = 0
        self.slowest = 0.0

    def run(self) -> None:
        try:
            for key in self.keys:
                self.insist(key)
                sleep(self.pause)
        finally:
            self.stop()

    @abstractmethod
    def send(self, body: dict[str, Any]) -> Message | None:
        """None: not now, or nobody knows."""

    @abstractmethod
    def stop(self) -> None: ...

    def insist(self, key: str) -> Message:
        body = text(self.peer, words_of(key), key)
        began = monotonic()
        while (message := self.send(body)) is None:
            assert monotonic() < began + INSISTING, f"{body} is refused for ever"
            self.repeated += 1
            sleep(0.1)
        self.answered[key] = message
        self.slowest = max(self.slowest, monotonic() - began)
        return message


class RestClient(Client):
    def stop(self) -> None:
        """Each call had a connection of its own."""

    def send(self, body: dict[str, Any]) -> Message | None:
        try:
            answer = self.person.call("POST", SEND, body)
        except GONE:
            return None
        assert answer.code in (200, AWAY), answer
        return answer.data if answer.code == 200 else None


class SocketClient(Client):
    """Its socket is also a reader: `heard` keeps the frames of each connection apart."""

    def __init__(self, person: Person, peer: str, keys: Iterable[str], *, pause: float = 0) -> None:
        super().__init__(person, peer, keys, pause=pause)
        self.heard: list[list[Message]] = []
        self._phone: Phone | None = None
        self._open = ExitStack()

    def send(self, body: dict[str, Any]) -> Message | None:
        try:
            if self._phone is None:
                self._phone = self._open.enter_context(self.person.phone())
                self.heard.append(self._phone.heard)
            answer = self._phone.ask("send", **body)
        except GONE as problem:
            _require_lost(problem)
            self.stop()
            return None
        assert answer["type"] == "ack" or answer["code"] == AWAY, answer
        return answer["data"] if answer["type"] == "ack" else None

    def stop(self) -> None:
        self._phone = None
        self._open.close()


class Listener:
    """A device that is always there: it connects again whenever it was cut off."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.heard: list[list[Message]] = []

    def run(self, ended: threading.Event) -> None:
        while not ended.is_set():
            try:
                with self.person.phone() as phone:
                    self.heard.append(phone.heard)
                    while not ended.is_set():
                        phone.hears_nothing("message.sent", seconds=0.2)
            except GONE as problem:
                _require_lost(problem)
                ended.wait(0.2)

    def has(self, message_id: str) -> bool:
        return any(message["id"] == message_id for message in messages_in(self.heard))


def _require_lost(problem: BaseException) -> None:
    if isinstance(problem, ConnectionClosed):
        code = problem.rcvd.code if problem.rcvd else None
        assert code in LOST, f"closed with {code}"


def messages_in(heard: list[list[Message]]) -> Iterator[Message]:
    for frames in heard:
        yield from messages_of(frames)


def messages_of(frames: list[Message]) -> Iterator[Message]:
    return (frame["data"] for frame in list(frames) if frame["type"] == "message.sent")


@contextmanager
def under_load(clients: Iterable[Client], listeners: Iterable[Listener]) -> Iterator[Callable[[], None]]:
    """All at once. What it gives waits for the clients' end; the listeners go on to the end of the block."""
    clients, listeners = list(clients), list(listeners)
    ended = threading.Event()
    with ThreadPoolExecutor(len(clients) + len(listeners)) as pool:
        listening = [pool.submit(listener.run, ended) for listener in listeners]
        sending: list[Future[None]] = [pool.submit(client.run) for client in clients]

        def wait() -> None:
            for future in sending:
                future.result()

        try:
            yield wait
            wait()
        except BaseException as problem:
            ended.set()
            for future in (*listening, *sending):
                if other := future.exception():
                    problem.add_note(f"beside it: {other!r}")
            raise
        ended.set()
        for future in listening:
            future.result()


def together(clients: Iterable[Client]) -> dict[str, Message]:
    return {key: message for client in clients for key, message in list(client.answered.items())}


def many_answered(clients: Iterable[Client], number: int) -> bool:
    return sum(len(client.answered) for client in clients) >= number


def told(clients: Sequence[Client]) -> str:
    stored = [message for message in together(clients).values() if message.get("deduplicated")]
    return (
        f"{len(together(clients))} sends, {sum(client.repeated for client in clients)} repeats, "
        f"{len(stored)} were stored before they were answered, "
        f"the slowest took {max(client.slowest for client in clients):.2f} s"
    )
