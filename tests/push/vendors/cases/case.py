"""What the contract suite must know of a vendor: its credential, its tokens, how its fake is made to talk."""

import asyncio
import atexit
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, ClassVar

from push.vendors.contract import Access, Call, Kind, Message, Outcome, Scope, Target, Vendor
from push.vendors.registry import vendor
from push.vendors.wire import Wire
from tests.fakes.ca import Authority, authority
from tests.fakes.http import Fake, Server

MESSAGE = Message(
    push_id="9007199254740993",
    task_id="77",
    title="Alice",
    body="你好, Bob",
    badge=3,
    collapse_key="message-12",
    data={"room": "42", "count": 7, "loud": True},
    receipt_url="http://127.0.0.1:9/receipts",
)


@cache
def our_ca() -> Authority:
    """Of the fakes that speak HTTP/2, which is never without TLS."""
    folder = Path(mkdtemp(prefix="hongyan-ca-"))
    atexit.register(rmtree, folder)
    return authority(folder)


class Case(ABC):
    """One vendor. A subclass says what differs. `limit` and `measure` are of what the vendor bounds, in its
    own unit: bytes of a payload, characters of a text.
    """

    name: ClassVar[str]
    fake_type: ClassVar[type[Fake]]
    fields: ClassVar[dict[str, Any]]
    wrong: ClassVar[dict[str, Any]]  # fields that the vendor refuses
    bad_fields: ClassVar[Sequence[tuple[str, dict[str, Any]]]] = ()  # what `check_fields` refuses, by field
    environment: ClassVar[str] = ""
    fetches: ClassVar[bool] = False  # it gets a token for its credential
    badge: ClassVar[bool] = True
    silent: ClassVar[bool] = True
    receipts: ClassVar[bool] = False
    accepted: ClassVar[int] = 200
    ids: ClassVar[bool] = True  # it gives its messages ids
    reads: ClassVar[bool] = True  # what its answers say matters beside their status
    limit: ClassVar[int] = 4096
    room: ClassVar[int] = 4096  # of what the data may take

    def __init__(self) -> None:
        self.fake: Any = self.make()
        self.server = self.serve()

    def make(self) -> Any:
        return self.fake_type()

    def serve(self) -> Any:
        """Has `url` and `stop()`."""
        return Server(self.fake)

    @property
    def ca_file(self) -> str:
        """Of the CA that its fake's certificate is of."""
        return ""

    @property
    def vendor(self) -> Vendor:
        return vendor(self.name)

    @property
    def url(self) -> str:
        return str(self.server.url)

    def access(self, **fields: Any) -> Access:
        return Access(1, self.name, 1, {**self.fields, **fields}, self.environment)

    def token(self, number: int = 1, scene: str = "good") -> str:
        """`dead` and `slow` and so on are what its fake makes of it."""
        return f"{scene}-{self.name.lower()}-token-{number:08d}"

    def target(self, number: int = 1, scene: str = "good") -> Target:
        return Target(number, self.token(number, scene), self.name)

    def targets(self, count: int) -> list[Target]:
        return [self.target(number) for number in range(1, count + 1)]

    @abstractmethod
    def measure(self, call: Call) -> int:
        """What is bounded by `limit`."""

    @abstractmethod
    def shown(self, call: Call) -> str:
        """The body's text in a call."""

    def say(self, code: str) -> None:
        """What it answers from now on: a code of the table."""
        self.fake.saying = code

    def render(self, message: Message = MESSAGE, count: int = 1) -> Call:
        return self.vendor.render(self.access(), message, self.targets(count))

    def send(self, *targets: Target, message: Message = MESSAGE, **more: Any) -> list[Outcome]:
        outcomes: list[Outcome] = self.run(
            lambda wire: self.vendor.send(wire, self.access(), message, targets), **more
        )
        return outcomes

    def run(self, work: Callable[[Wire], Coroutine[Any, Any, Any]], *, timeout: float = 5.0) -> Any:
        async def run() -> Any:
            wire = Wire(timeout=timeout)
            try:
                return await work(wire)
            finally:
                await wire.close()

        return asyncio.run(run())

    def expected(self, code: str, kind: Kind, scope: Scope | None) -> tuple[Kind, Scope | None]:
        """Where what the suite sees differs from the table, and why."""
        return kind, scope


def message(**changes: Any) -> Message:
    return replace(MESSAGE, **changes)
