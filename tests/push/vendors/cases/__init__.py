"""The vendors that the contract suite is run against."""

from tests.push.vendors.cases.case import Case
from tests.push.vendors.cases.oppo import OppoCase
from tests.push.vendors.cases.webpush import WebPushCase

CASES: dict[str, type[Case]] = {one.name: one for one in (OppoCase, WebPushCase)}
