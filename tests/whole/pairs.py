"""Two in one conversation, and what must be true of it whatever died while they were writing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from time import monotonic, sleep

from tests.whole.installation import Installation, eventually
from tests.whole.load import Client, Listener, Message, RestClient, SocketClient, messages_of, together, words_of
from tests.whole.person import Person


@dataclass
class Pair:
    """One writes over REST and listens with another device, the other one writes by socket."""

    rest: RestClient
    socket: SocketClient
    listener: Listener

    @property
    def clients(self) -> tuple[Client, Client]:
        return self.rest, self.socket

    @property
    def listeners(self) -> tuple[str, str]:
        """Who has a socket."""
        return self.rest.person.user_id, self.socket.person.user_id


def keys_of(user_id: str) -> Iterator[str]:
    return (f"{user_id}:{number}" for number in count())


def pair(running: Installation, name: str, *, keys: Iterable[int], pause: float = 0) -> Pair:
    one, other = f"{name}-one", f"{name}-other"
    numbers = list(keys) if not isinstance(keys, Iterator) else keys
    return Pair(
        RestClient(Person(running, one), other, (f"{one}:{number}" for number in numbers), pause=pause),
        SocketClient(Person(running, other), one, (f"{other}:{number}" for number in numbers), pause=pause),
        Listener(Person(running, one, platform="IOS")),
    )
