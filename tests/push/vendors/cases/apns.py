"""APNs."""

import json
from typing import Any

from push.vendors.contract import Call, Target
from tests.fakes import apns
from tests.fakes.apns import BUNDLE_ID, KEY_ID, TEAM_ID, Apns
from tests.push.vendors.cases.case import Case, our_ca


class ApnsCase(Case):
    name = "APNS"
    fake_type = Apns
    fields = {"keyId": KEY_ID, "teamId": TEAM_ID, "bundleId": BUNDLE_ID}
    wrong = {"privateKey": Apns().private_key}
    bad_fields = (
        ("keyId", {"keyId": "short"}),
        ("teamId", {"teamId": 7}),
        ("bundleId", {"bundleId": "com example"}),
        ("privateKey", {"privateKey": "-----BEGIN PRIVATE KEY-----\nc2hvcnQ=\n-----END PRIVATE KEY-----"}),
        ("privateKey", {"privateKey": None}),
    )
    reads = False

    def make(self) -> Any:
        made = self.fake_type()
        self.fields = made.fields  # type: ignore[misc]  # of this fake alone
        return made

    def serve(self) -> Any:
        return self.fake.server(our_ca().serving("h2")).start()

    @property
    def ca_file(self) -> str:
        return str(our_ca().ca_file)

    def token(self, number: int = 1, scene: str = "good") -> str:
        return apns.token(number, "" if scene == "good" else scene)

    def target(self, number: int = 1, scene: str = "good", **more: Any) -> Target:
        return Target(number, self.token(number, scene), more.pop("vendor", self.name), **more)

    def measure(self, call: Call) -> int:
        return len(call.body)

    def shown(self, call: Call) -> str:
        return str(json.loads(call.body)["aps"]["alert"]["body"])
