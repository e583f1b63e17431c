"""An iPhone, an Android phone and a HarmonyOS phone for everybody, and the vendors that ring them: fakes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import orjson

from tests.fakes import ca, harmony
from tests.fakes.apns import Apns, token
from tests.fakes.harmony import Harmony
from tests.fakes.http import Fake, Ring, Server
from tests.fakes.huawei import Huawei
from tests.whole.installation import Installation, eventually, installation

KINDS = {"iphone": ("IOS", "APNS"), "android": ("ANDROID", "HUAWEI"), "drone": ("HARMONY", "HARMONY")}
HEARD = 1.0  # seconds
_numbers = count(1)


@dataclass
class Vendors:
    """What they have rung, and with what credential each is asked."""

    fakes: list[Fake]
    credentials: dict[str, dict[str, Any]]
    environ: dict[str, str]

    def rings(self, *tokens: str) -> list[Ring]:
        """On these phones, in the order they rang."""
        found = [ring for fake in self.fakes for ring in fake.rings if ring.token in tokens]
        return sorted(found, key=lambda ring: ring.at)


@dataclass
class Handsets:
    """Somebody's three phones. `tokens`: by kind, as their vendors know them."""

    running: Installation
    vendors: Vendors
    user_id: str
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in KINDS:
            number = next(_numbers)
            self.tokens[kind] = token(number) if kind == "iphone" else f"{self.user_id}-{kind}-{number}"
            self.register(kind, self.user_id)

    def register(self, kind: str, user_id: str) -> None:
        """Whoever signs in on that phone."""
        platform, vendor = KINDS[kind]
        body = {"userId": user_id, "deviceId": self.device(kind), "platform": platform, "vendor": vendor}
        headers = {"X-App-Key": self.running.app["appKey"]}
        said = {**body, "token": self.tokens[kind]}
        answer = self.running.call("POST", "/api/push/register", said, headers=headers)
        assert answer.code == 200, answer

    def device(self, kind: str) -> str:
        return f"{self.user_id}-{kind}"

    def rings(self, *kinds: str) -> list[Ring]:
        return self.vendors.rings(*(self.tokens[kind] for kind in kinds or KINDS))

    def rung(self, number: int, *kinds: str) -> list[Ring]:
        """Once there are so many."""
        eventually(lambda: len(self.rings(*kinds)) >= number, f"{self.rings()} are not {number}", within=30)
        found = self.rings(*kinds)
        assert len(found) == number, found
        return found


@contextmanager
def vendors(folder: Path) -> Iterator[Vendors]:
    apns, huawei, drone = Apns(), Huawei(), Harmony(harmony.new_key())
    authority = ca.authority(folder)
    secure, plain = apns.server(authority.serving("h2")).start(), Server(huawei, drone)
    bases = {"APNS": secure.url, "HUAWEI": plain.url, "HARMONY": plain.url}
    credentials = {
        "APNS": apns.fields,
        "HUAWEI": {"appId": huawei.app_id, "appSecret": huawei.app_secret, "badgeClass": "com.example.Chat"},
        "HARMONY": {
            "projectId": drone.project_id,
            "keyId": drone.key_id,
            "subAccount": drone.sub_account,
            "privateKey": harmony.pem(drone.key),
        },
    }
    environ = {
        "PUSH_VENDOR_BASE_URLS": orjson.dumps(bases).decode(),
        "PUSH_CA_FILE": str(authority.ca_file),
    }
    try:
        yield Vendors([apns, huawei, drone], credentials, environ)
    finally:
        secure.stop()
        plain.stop()


@contextmanager
def ringing(folder: Path) -> Iterator[tuple[Installation, Vendors]]:
    """An installation whose first app has its credentials with all three, and a phone already: that an app
    has its first one may be news to a process for as long as it remembers that there was none.
    """
    with vendors(folder) as there, installation(inbox=False, **there.environ) as running:
        for vendor, fields in there.credentials.items():
            path = f"/api/push/admin/credentials/{vendor}"
            answer = running.call("PUT", path, fields, headers=running.server)
            assert answer.code == 200, answer
        Handsets(running, there, "zoe")
        sleep(HEARD)
        yield running, there
