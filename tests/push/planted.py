"""A vendor planted in another's place: it answers as a test tells it, and remembers what it was given."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from push.vendors.contract import (
    Access,
    BadField,
    Call,
    Field,
    Kind,
    Message,
    Notified,
    Outcome,
    Stage,
    Target,
    TooLong,
)
from push.vendors.registry import VENDORS
from push.vendors.wire import Wire

OK = Outcome(Kind.OK, Stage.ACCEPTED, 200, vendor_message_id="m-1", latency_ms=3)
GOOD = {"appId": "100001", "appSecret": "a good secret"}


@dataclass
class Planted:
    """`answers`: to each target; `checks`: to a check. `after`: seconds that either takes. `too_long`: its
    payload has no room.
    """

    MOST: int = 10
    FIELDS: tuple[Field, ...] = (
        Field("appId"),
        Field("appSecret", secret=True),
        Field("channelId", required=False),
    )
    OPTIONS: frozenset[str] = frozenset()
    too_long: bool = False
    answers: Callable[[Target], Outcome] = lambda _: OK
    checks: Callable[[Access], Outcome] = lambda _: OK
    after: float = 0.0
    sent: list[tuple[Message, Target]] = field(default_factory=list)
    checked: list[Access] = field(default_factory=list)

    def check_fields(self, fields: Mapping[str, Any], /) -> None:
        if not fields["appId"].isdecimal():
            raise BadField("appId", "must be digits")

    def render(self, access: Access, message: Message, targets: Sequence[Target], /) -> Call:
        if self.too_long:
            raise TooLong
        return Call("https://vendor.example.com/send", message.title.encode())

    async def send(
        self, wire: Wire, access: Access, message: Message, targets: Sequence[Target], /
    ) -> list[Outcome]:
        self.sent += [(message, target) for target in targets]
        await asyncio.sleep(self.after)
        return [self.answers(target) for target in targets]

    async def check(self, wire: Wire, access: Access, /) -> Outcome:
        self.checked.append(access)
        await asyncio.sleep(self.after)
        return self.checks(access)

    def parse_receipt(self, body: bytes, content_type: str, /) -> list[Notified]:
        return []

    def receipt_signed(self, access: Access, headers: Mapping[str, str], body: bytes, /) -> bool:
        return True


@contextmanager
def planted(name: str = "HUAWEI") -> Iterator[Planted]:
    before, vendor = VENDORS.get(name), Planted()
    VENDORS[name] = vendor
    try:
        yield vendor
    finally:
        VENDORS.pop(name)
        if before is not None:
            VENDORS[name] = before
