"""Which module is which vendor."""

from typing import Final

from push.models import Vendor as Name
from push.vendors import oppo, webpush
from push.vendors.contract import Vendor

VENDORS: Final[dict[str, Vendor]] = {"OPPO": oppo, "WEBPUSH": webpush}


def vendor(name: str) -> Vendor:
    """By the device's vendor: APNS_VOIP and APNS_LIVE are APNS too."""
    return VENDORS[Name(name).credential]
