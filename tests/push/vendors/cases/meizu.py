"""Meizu."""

import json
from urllib.parse import parse_qs

from push.vendors.contract import Call
from tests.fakes.meizu import Meizu
from tests.push.vendors.cases.case import Case


class MeizuCase(Case):
    name = "MEIZU"
    fake_type = Meizu
    fields = {"appId": "110123", "appSecret": "meizu-secret"}
    wrong = {"appSecret": "meizu-other"}
    badge = False
    silent = False
    receipts = True
    limit = 100

    def measure(self, call: Call) -> int:
        return len(self.shown(call))

    def shown(self, call: Call) -> str:
        said = json.loads(parse_qs(call.body.decode())["messageJson"][0])
        return str(said["noticeBarInfo"]["content"])
