"""Which module is which vendor."""

from typing import Final

from push.models import Vendor as Name
from push.vendors import apns, fcm, harmony, honor, huawei, meizu, oppo, vivo, webpush, xiaomi
from push.vendors.contract import Vendor

VENDORS: Final[dict[str, Vendor]] = {
    "APNS": apns,
    "FCM": fcm,
    "HUAWEI": huawei,
    "HARMONY": harmony,
    "HONOR": honor,
    "XIAOMI": xiaomi,
    "OPPO": oppo,
    "VIVO": vivo,
    "MEIZU": meizu,
    "WEBPUSH": webpush,
}


def vendor(name: str) -> Vendor:
    """By the device's vendor: APNS_VOIP and APNS_LIVE are APNS too."""
    return VENDORS[Name(name).credential]
