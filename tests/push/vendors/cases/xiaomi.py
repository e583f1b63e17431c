"""Xiaomi."""

from urllib.parse import parse_qs

from push.vendors.contract import Call
from tests.fakes.xiaomi import Xiaomi
from tests.push.vendors.cases.case import Case


class XiaomiCase(Case):
    name = "XIAOMI"
    fake_type = Xiaomi
    fields = {"appSecret": "xiaomi-app-secret", "packageName": "com.acme.chat", "channelId": "100"}
    wrong = {"appSecret": "xiaomi-other-secret"}
    bad_fields = [("packageName", {"packageName": "chat"})]
    badge = False
    receipts = True
    limit = 127

    def measure(self, call: Call) -> int:
        return len(self.shown(call))

    def shown(self, call: Call) -> str:
        return parse_qs(call.body.decode())["description"][0]
