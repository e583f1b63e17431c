"""vivo."""

import json

from push.vendors.contract import Call
from push.vendors.texts import columns
from tests.fakes.vivo import Vivo
from tests.push.vendors.cases.case import Case


class VivoCase(Case):
    name = "VIVO"
    fake_type = Vivo
    fields = {"appId": "10004", "appKey": "vivo-app-key", "appSecret": "vivo-secret"}
    wrong = {"appSecret": "vivo-other"}
    fetches = True
    badge = False
    silent = False
    receipts = True
    limit = 100
    room = 1024

    def measure(self, call: Call) -> int:
        return columns(self.shown(call))

    def shown(self, call: Call) -> str:
        return str(json.loads(call.body)["content"])
