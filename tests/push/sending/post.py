"""A vendor that says of each token what a test wants, without a wire: what is tested is who asks it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from push.vendors.contract import Access, Kind, Message, Outcome, Stage, Target

OK = Outcome(Kind.OK, Stage.ACCEPTED, http_status=200, vendor_message_id="m-1", latency_ms=3)
DEAD = Outcome(Kind.INVALID_TOKEN, http_status=410, code="Unregistered", message="gone")


@dataclass
class Post:
    """`answers`: what comes of a target. `gate`: it answers when that is open; `latency`: and so late."""

    MOST: int = 1
    latency: float = 0.0
    answers: Callable[[Target], Outcome] = lambda _: OK
    sent: list[tuple[Message, Sequence[Target]]] = field(default_factory=list)
    gate: Event = field(default_factory=Event)
    under_way: int = 0
    at_once: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    async def send(
        self, wire: Any, access: Access, message: Message, targets: Sequence[Target], /
    ) -> list[Outcome]:
        self.sent.append((message, targets))
        self.under_way += 1
        self.at_once = max(self.at_once, self.under_way)
        try:
            await asyncio.sleep(self.latency)
            while not self.gate.is_set():
                await asyncio.sleep(0.005)
            return [self.answers(target) for target in targets]
        finally:
            self.under_way -= 1

    @property
    def rung(self) -> list[int]:
        """The deliveries, as often as they were sent."""
        return [target.delivery for _, targets in self.sent for target in targets]

    @property
    def messages(self) -> list[Message]:
        return [message for message, _ in self.sent]
