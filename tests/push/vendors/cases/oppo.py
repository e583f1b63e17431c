"""OPPO."""

import json
from typing import Any
from urllib.parse import parse_qs

from push.vendors.contract import Call
from tests.fakes.oppo import Oppo
from tests.push.vendors.cases.case import Case


class OppoCase(Case):
    name = "OPPO"
    fake_type = Oppo
    fields = {"appKey": "oppo-app-key", "masterSecret": "oppo-master-secret"}
    wrong = {"masterSecret": "oppo-other-secret"}
    fetches = True
    badge = False
    silent = False
    receipts = True
    limit = 128
    room = 4000

    def measure(self, call: Call) -> int:
        return len(self.shown(call))

    def shown(self, call: Call) -> str:
        return str(self._notification(call)["content"])

    def _notification(self, call: Call) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(parse_qs(call.body.decode())["message"][0])
        found: dict[str, Any] = said["notification"]
        return found
