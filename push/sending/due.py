"""What the engine has in hand: a delivery that is due, the notice it is of, and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from push.models import DeliveryStatus
from push.vendors.contract import Message, Outcome, Target

MOMENT = 60.0  # "now or never" is over after so many seconds


@dataclass(frozen=True, slots=True)
class Told:
    """A notice. Its `expires_at` is in seconds since 1970, as all times here."""

    notice: int
    cancelled: bool
    content: dict[str, Any] = field(repr=False)
    options: dict[str, Any]
    chat: dict[str, Any] | None
    expires_at: float

    @property
    def end(self) -> float:
        """It is not sent any more from then on."""
        return self.expires_at if self.options.get("ttl") != 0 else self.expires_at + MOMENT


@dataclass(slots=True)
class Due:
    """A delivery that we have claimed. `unfit`: why its device gets nothing (REBOUND, or its status).
    `keys`: JSON. `lease`: the claim's; `until`: its end, by the monotonic clock. `begun`: it is under way.
    """

    delivery: int
    notice: int
    tries: int
    user_id: str
    device: int
    device_id: str
    token: str = field(repr=False)
    token_hash: str
    environment: str
    bundle_id: str
    keys: str = field(repr=False)
    locale: str
    registered_at: float
    unfit: str
    hide_preview: bool
    lease: str = ""
    until: float = 0.0
    begun: bool = False
    told: Told = field(init=False, repr=False)

    def target(self, vendor: str) -> Target:
        keys = orjson.loads(self.keys) if self.keys != "{}" else {}
        return Target(self.delivery, self.token, vendor, self.environment, self.bundle_id, keys)


@dataclass(frozen=True, slots=True)
class Batch:
    """One request to a vendor, or what it makes of it."""

    message: Message
    dues: Sequence[Due]

    def of(self, deliveries: Collection[int]) -> "Batch | None":
        """As much of it as is among these."""
        dues = [due for due in self.dues if due.delivery in deliveries]
        return Batch(self.message, dues) if dues else None


@dataclass(slots=True)
class Result:
    """What becomes of a delivery. `wait`: seconds until its next try, None where there is none. `outcome`:
    the vendor's; None where it was not asked.
    """

    due: Due
    status: DeliveryStatus
    reason: str = ""
    wait: float | None = None
    outcome: Outcome | None = None
    hint: str = ""

    @property
    def invalid(self) -> bool:
        """The token is to be believed dead."""
        return self.reason == INVALID_TOKEN and self.status == DeliveryStatus.FAILED


INVALID_TOKEN = "INVALID_TOKEN"  # noqa: S105  a reason
EXPIRED = "EXPIRED"
TOO_LONG = "TOO_LONG"
REFUSED = "REFUSED"
TASK_CANCELLED = "TASK_CANCELLED"
