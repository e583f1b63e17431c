"""The vendors that the contract suite is run against."""

from tests.push.vendors.cases.apns import ApnsCase
from tests.push.vendors.cases.case import Case
from tests.push.vendors.cases.fcm import FcmCase
from tests.push.vendors.cases.huawei import HarmonyCase, HonorCase, HuaweiCase
from tests.push.vendors.cases.meizu import MeizuCase
from tests.push.vendors.cases.oppo import OppoCase
from tests.push.vendors.cases.vivo import VivoCase
from tests.push.vendors.cases.webpush import WebPushCase
from tests.push.vendors.cases.xiaomi import XiaomiCase

ALL: tuple[type[Case], ...] = (
    ApnsCase,
    FcmCase,
    HuaweiCase,
    HarmonyCase,
    HonorCase,
    XiaomiCase,
    OppoCase,
    VivoCase,
    MeizuCase,
    WebPushCase,
)

CASES: dict[str, type[Case]] = {one.name: one for one in ALL}
