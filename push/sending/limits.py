"""How much of one app goes to one vendor: its quotas as far as known, generous where not."""

from typing import Final, NamedTuple

from push.models import Vendor


class Limits(NamedTuple):
    """`rate`: requests a second by all processes together. `at_once`: requests that are open, `in_hand`:
    deliveries that are claimed and not written yet, both of one process.
    """

    rate: float = 1_000.0
    at_once: int = 64
    in_hand: int = 256

    @property
    def burst(self) -> float:
        return max(1.0, self.rate / 2)


HTTP2: Final = Limits(rate=10_000.0, at_once=250, in_hand=1_000)
BATCHES: Final = Limits(rate=500.0, at_once=32, in_hand=4_000)
DEFAULT: Final = Limits()
LIMITS: Final[dict[str, Limits]] = {
    Vendor.APNS: HTTP2,
    Vendor.APNS_VOIP: HTTP2,
    Vendor.APNS_LIVE: HTTP2,
    Vendor.FCM: HTTP2,  # 600,000 a minute
    Vendor.HUAWEI: BATCHES,
    Vendor.HARMONY: BATCHES,
    Vendor.HONOR: BATCHES,
    Vendor.XIAOMI: BATCHES,
    Vendor.MEIZU: BATCHES._replace(rate=200.0),
    Vendor.OPPO: DEFAULT,
    Vendor.VIVO: Limits(rate=500.0),
    Vendor.WEBPUSH: Limits(rate=2_000.0, at_once=128, in_hand=512),
}


def limits_of(vendor: str) -> Limits:
    return LIMITS.get(vendor, DEFAULT)
