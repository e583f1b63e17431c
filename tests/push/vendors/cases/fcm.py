"""FCM."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from push.vendors.contract import Call
from tests.fakes.fcm import Fcm
from tests.push.vendors.cases.case import Case, our_ca

FAKE = Fcm()
ACCOUNT = FAKE.service_account
EC_KEY = (
    ec.generate_private_key(ec.SECP256R1())
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)


def bad(**changes: Any) -> tuple[str, dict[str, Any]]:
    return ("serviceAccount", {"serviceAccount": {**ACCOUNT, **changes}})


class FcmCase(Case):
    name = "FCM"
    fields = {"serviceAccount": json.dumps(ACCOUNT)}
    wrong = {"serviceAccount": {**ACCOUNT, "client_email": "other@chat-12345.iam.gserviceaccount.com"}}
    bad_fields = (
        ("serviceAccount", {"serviceAccount": "{"}),
        ("serviceAccount", {"serviceAccount": 7}),
        ("serviceAccount", {"serviceAccount": {}}),
        bad(project_id="a/../b"),
        bad(client_email=None),
        bad(private_key="no key"),
        bad(private_key=EC_KEY),
        bad(token_uri="https://oauth2.googleapis.com.example.com/token"),
        bad(token_uri="http://oauth2.googleapis.com/token"),
        bad(token_uri="https://oauth2.googleapis.com@example.com/token"),
        bad(token_uri="https://oauth2.googleapis.com"),
        bad(token_uri="https://oauth2.googleapis.com/to\nken"),
        bad(token_uri=7),
        bad(project_id="项目"),
    )
    fetches = True

    def make(self) -> Any:
        return FAKE

    def serve(self) -> Any:
        return self.fake.server(our_ca().serving("h2")).start()

    @property
    def ca_file(self) -> str:
        return str(our_ca().ca_file)

    def measure(self, call: Call) -> int:
        said = json.loads(call.body)["message"]
        del said["token"]
        return len(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())

    def shown(self, call: Call) -> str:
        return str(json.loads(call.body)["message"]["notification"]["body"])
