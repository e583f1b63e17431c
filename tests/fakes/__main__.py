"""All fakes in one process, for the demo: `python -m tests.fakes --folder DIR`.

What others need to know stands in DIR/vendors.json: the vendors' base URLs, the CA that certifies them,
credentials that they take, the keys of the one browser, and where to ask what has rung. Keys and ports stay
the same over a restart.
"""

import argparse
import json
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tests.fakes import ca, fcm, h2server, harmony, webpush
from tests.fakes.apns import Apns
from tests.fakes.fcm import Fcm
from tests.fakes.harmony import Harmony
from tests.fakes.honor import Honor
from tests.fakes.http import Fake, Ring, Server
from tests.fakes.huawei import Huawei
from tests.fakes.meizu import Meizu
from tests.fakes.oppo import Oppo
from tests.fakes.vivo import Vivo
from tests.fakes.webpush import WebPush
from tests.fakes.xiaomi import Xiaomi

MAIN = "com.acme.chat.Main"  # the page whose icon has the badge
KEPT = 300  # rings of each vendor
ENDINGS = {signal.SIGTERM, signal.SIGINT}
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Counter(Fake):
    """Where the phones' owners look: `GET /rings` (`vendor`, `token`), the latest last. And where a vendor is
    told what to say from now on: `POST /scenario` with its `vendor` and any of `say` (a code of its table,
    `http_503`, slow, reset, garbage; empty for what it says by itself), `latency` (seconds), `fires` (each
    ring has its receipt) and `receiptUrl`.
    """

    def __init__(self, fakes: Sequence[Fake]) -> None:
        self.watched = fakes
        super().__init__()

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/rings", self.rung), web.post("/scenario", self.play_another)]

    async def rung(self, request: web.Request) -> web.Response:
        self.asked.clear()
        for fake in self.watched:
            del fake.asked[:]
            del fake.rings[:-KEPT]
            if isinstance(fake, Apns):
                del fake.heard[:]
        wanted = {name: request.query[name] for name in ("vendor", "token") if name in request.query}
        rings = sorted((ring for fake in self.watched for ring in fake.rings), key=lambda ring: ring.at)
        found = [shown(ring) for ring in rings]
        return web.json_response({"rings": [one for one in found if wanted.items() <= one.items()]})

    async def play_another(self, request: web.Request) -> web.Response:
        told = await request.json()
        fake = next((one for one in self.watched if one.vendor == told.get("vendor")), None)
        if fake is None:
            return web.json_response({"message": "no such vendor"}, status=404)
        fake.saying = told.get("say", fake.saying)
        fake.latency = told.get("latency", fake.latency)
        fake.fires = told.get("fires", fake.fires)
        fake.receipt_url = told.get("receiptUrl", fake.receipt_url)
        said = {"vendor": fake.vendor, "say": fake.saying, "latency": fake.latency, "fires": fake.fires}
        return web.json_response({**said, "receiptUrl": fake.receipt_url})


def shown(ring: Ring) -> dict[str, Any]:
    return {**asdict(ring), "at": int(ring.at * 1000)}


def kept(path: Path, new: Any) -> Any:
    """The key that lies there, or a new one, which lies there from now on."""
    if path.exists():
        return load_pem_private_key(path.read_bytes(), None)
    made: Key = new()
    path.touch(mode=0o600)
    path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def new_curve_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def former_ports(path: Path) -> tuple[int, int]:
    with suppress(OSError, ValueError, KeyError):
        first, second = json.loads(path.read_text())["ports"]
        return int(first), int(second)
    return 0, 0


def main() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)  # of the threads too, which would die of them
    parser = argparse.ArgumentParser(prog="python -m tests.fakes")
    parser.add_argument("--folder", type=Path, required=True)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    apns, browser = Apns(), WebPush()
    apns.key = kept(folder / "apns.pem", new_curve_key)
    apns.public = apns.key.public_key()
    browser.browser = kept(folder / "browser.pem", new_curve_key)
    vapid = cast(ec.EllipticCurvePrivateKey, kept(folder / "vapid.pem", new_curve_key))
    google = Fcm(key=kept(folder / "fcm.pem", fcm.new_key))
    drone = Harmony(kept(folder / "harmony.pem", harmony.new_key))
    others = [drone, Huawei(), Honor(), Xiaomi(), Oppo(), Vivo(), Meizu(), browser]
    place = folder / "vendors.json"
    port, secure_port = former_ports(place)
    authority = ca.authority(folder)
    http = Server(*others, Counter([apns, google, *others]), port=port)
    secure = h2server.Server(
        lambda request: (apns if request.path.startswith("/3/") else google).handle(request),
        authority.serving("h2"),
        port=secure_port,
    ).start()
    found = {
        "ports": [http.port, secure.port],
        "caFile": str(authority.ca_file),
        "ringsUrl": f"{http.url}/rings",
        "baseUrls": {
            apns.vendor: secure.url,
            google.vendor: secure.url,
            **{fake.vendor: http.url for fake in others},
        },
        "credentials": {
            "APNS": apns.fields,
            "FCM": {"serviceAccount": google.service_account},
            **credentials(drone),
            "WEBPUSH": {
                "privateKey": webpush.encode(vapid.private_numbers().private_value.to_bytes(32)),
                "publicKey": webpush.encode(webpush._point(vapid.public_key())),
                "subject": "mailto:demo@example.com",
            },
        },
        "browserKeys": browser.keys,
    }
    draft = folder / "vendors.json.new"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(found))
    draft.replace(place)
    signal.sigwait(ENDINGS)
    secure.stop()
    http.stop()


def credentials(drone: Harmony) -> dict[str, dict[str, Any]]:
    huawei, honor, xiaomi, oppo, vivo, meizu = Huawei(), Honor(), Xiaomi(), Oppo(), Vivo(), Meizu()
    return {
        "HARMONY": {
            "projectId": drone.project_id,
            "keyId": drone.key_id,
            "subAccount": drone.sub_account,
            "privateKey": harmony.pem(drone.key),
        },
        "HUAWEI": {"appId": huawei.app_id, "appSecret": huawei.app_secret, "badgeClass": MAIN},
        "HONOR": {
            "appId": honor.app_id,
            "clientId": honor.client_id,
            "clientSecret": honor.client_secret,
            "badgeClass": MAIN,
        },
        "XIAOMI": {"appSecret": xiaomi.app_secret, "packageName": xiaomi.package},
        "OPPO": {"appKey": oppo.app_key, "masterSecret": oppo.master_secret},
        "VIVO": {"appId": str(vivo.app_id), "appKey": vivo.app_key, "appSecret": vivo.secret},
        "MEIZU": {"appId": meizu.app_id, "appSecret": meizu.secret},
    }


if __name__ == "__main__":
    main()
