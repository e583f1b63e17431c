"""Huawei, HarmonyOS and Honor: bodies of 4096 bytes without their tokens."""

from typing import Any

import orjson

from push.vendors.contract import Call
from tests.fakes.harmony import Harmony, new_key, pem
from tests.fakes.honor import Honor
from tests.fakes.huawei import Huawei
from tests.push.vendors.cases.case import Case

KEY, OTHER_KEY = new_key(), new_key()
CALLBACK = {"callbackUser": "hongyan", "callbackSecret": "YSBrZXkgb2YgdGhpcnR5LXR3byBieXRlcw=="}


class HuaweiCase(Case):
    name = "HUAWEI"
    fake_type = Huawei
    fields = {
        "appId": "100000001",
        "appSecret": "huawei-app-secret",
        "badgeClass": "com.acme.chat.Main",
        **CALLBACK,
    }
    wrong = {"appSecret": "huawei-other-secret"}
    bad_fields = [("appId", {"appId": "com.acme"})]
    fetches = True
    receipts = True

    def measure(self, call: Call) -> int:
        said = orjson.loads(call.body)
        said["message"]["token"] = []
        return len(orjson.dumps(said))

    def shown(self, call: Call) -> str:
        return str(orjson.loads(call.body)["message"]["android"]["notification"]["body"])


class HarmonyCase(Case):
    name = "HARMONY"
    fake_type = Harmony
    fields = {
        "projectId": "200000001",
        "keyId": "harmony-key-id",
        "subAccount": "harmony-sub-account",
        "privateKey": pem(KEY),
        **CALLBACK,
    }
    wrong = {"privateKey": pem(OTHER_KEY)}
    bad_fields = [("privateKey", {"privateKey": "no key at all"}), ("projectId", {"projectId": "x"})]
    environment = "PROD"
    receipts = True

    def make(self) -> Any:
        return Harmony(KEY)

    def measure(self, call: Call) -> int:
        said = orjson.loads(call.body)
        said["target"]["token"] = []
        return len(orjson.dumps(said))

    def shown(self, call: Call) -> str:
        return str(orjson.loads(call.body)["payload"]["notification"]["body"])


class HonorCase(Case):
    name = "HONOR"
    fake_type = Honor
    fields = {
        "appId": "300000001",
        "clientId": "honor-client-id",
        "clientSecret": "honor-client-secret",
        "badgeClass": "com.acme.chat.Main",
    }
    wrong = {"clientSecret": "honor-other-secret"}
    bad_fields = [("appId", {"appId": "x"})]
    fetches = True
    receipts = True

    def measure(self, call: Call) -> int:
        return len(orjson.dumps({**orjson.loads(call.body), "token": []}))

    def shown(self, call: Call) -> str:
        return str(orjson.loads(call.body)["android"]["notification"]["body"])
