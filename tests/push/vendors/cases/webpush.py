"""Web Push."""

import json

from cryptography.hazmat.primitives.asymmetric import ec

from push.vendors.contract import Call, Target
from push.vendors.sealing import public_bytes
from tests.fakes.webpush import WebPush, encode
from tests.push.vendors.cases.case import Case


def pair() -> dict[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    number = key.private_numbers().private_value.to_bytes(32, "big")
    return {"privateKey": encode(number), "publicKey": encode(public_bytes(key.public_key()))}


class WebPushCase(Case):
    name = "WEBPUSH"
    fake_type = WebPush
    fields = {**pair(), "subject": "mailto:push@example.com"}
    wrong = {"publicKey": pair()["publicKey"]}
    bad_fields = (
        ("privateKey", {"privateKey": "c2hvcnQ"}),
        ("privateKey", {"privateKey": "+" * 43}),
        ("privateKey", {"privateKey": encode(b"\xff" * 32)}),
        ("privateKey", {"privateKey": 7}),
        ("publicKey", {"publicKey": encode(b"\x04" + b"\x01" * 64)}),
        ("publicKey", {"publicKey": pair()["publicKey"]}),
        ("subject", {"subject": "push@example.com"}),
    )
    accepted = 201
    ids = False
    reads = False

    def token(self, number: int = 1, scene: str = "good") -> str:
        return f"{WebPush.origin}/wp/{super().token(number, scene)}"

    def target(self, number: int = 1, scene: str = "good") -> Target:
        return Target(number, self.token(number, scene), self.name, keys=self.fake.keys)

    def measure(self, call: Call) -> int:
        return len(call.body)

    def shown(self, call: Call) -> str:
        return str(json.loads(self.fake.open(call.body))["notification"]["body"])
