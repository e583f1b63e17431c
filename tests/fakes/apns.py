"""Apple's push server: checks what Apple checks, and answers by what a token begins with.

Tokens are hexadecimal, and so are their scenes: `scene("dead")` is what such a token begins with.
"""

import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ssl import SSLContext
from time import time
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from h2.errors import ErrorCodes

from tests.fakes.h2server import Answer, Manner, Request, Server
from tests.fakes.http import Fake, Ring

KEY_ID, TEAM_ID, BUNDLE_ID = "ABC1234567", "TEAM123456", "com.example.chat"
HOUR, CLOCKS = 3600, 300
TOPICS = {"voip": ".voip", "liveactivity": ".push-type.liveactivity"}
PUSH_TYPES = ("alert", "background", "voip", "liveactivity")
STATUSES = {
    "BadCertificate": 403,
    "BadCertificateEnvironment": 403,
    "ExpiredProviderToken": 403,
    "Forbidden": 403,
    "InvalidProviderToken": 403,
    "MissingProviderToken": 403,
    "UnrelatedKeyIdInToken": 403,
    "BadEnvironmentKeyIdInToken": 403,
    "BadPath": 404,
    "MethodNotAllowed": 405,
    "ExpiredToken": 410,
    "Unregistered": 410,
    "PayloadTooLarge": 413,
    "TooManyProviderTokenUpdates": 429,
    "TooManyRequests": 429,
    "InternalServerError": 500,
    "ServiceUnavailable": 503,
    "Shutdown": 503,
}
# What a token begins with, and what comes of it: a reason, or a word of `_play`.
SCENES = {
    "dead": ("dead", "Unregistered"),
    "expired": ("dec0", "ExpiredToken"),
    "bad": ("bad0", "BadDeviceToken"),
    "topic": ("b0b0", "DeviceTokenNotForTopic"),
    "throttled": ("4290", "TooManyRequests"),
    "broken": ("5000", "InternalServerError"),
    "shutdown": ("5030", "Shutdown"),
    "slow": ("5100", "slow"),
    "reset": ("5e50", "reset"),
    "refused": ("5e5f", "refused"),
    "goaway": ("90a0", "goaway"),
    "sandbox": ("5a4d", "sandbox"),
    "fenced": ("fe4c", "fenced"),
}
WORDS = dict(SCENES.values())
# What comes of it in the other environment: it is of that one, or the key is not.
ELSEWHERE = {"sandbox": "", "fenced": "BadEnvironmentKeyIdInToken"}


def token(number: int = 1, scene: str = "") -> str:
    """A device's, good for ever where no scene is named."""
    return f"{SCENES[scene][0] if scene else 'a11f'}{number:060x}"


@dataclass(frozen=True)
class Heard:
    """Beside a ring: what its headers said."""

    topic: str
    push_type: str
    priority: str
    expiration: str
    apns_id: str
    aps: Mapping[str, Any]


class Apns(Fake):
    """`gone_at`: the ms since which dead tokens are so. `moment`: what it takes for now, in s."""

    vendor = "APNS"

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.public = self.key.public_key()
        self.gone_at = int(time() * 1000)
        self.moment = time
        self._lock = threading.Lock()
        super().__init__()

    @property
    def private_key(self) -> str:
        """As Apple gives it out: the .p8 file."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    @property
    def fields(self) -> dict[str, str]:
        """A credential that it takes."""
        return {
            "keyId": KEY_ID,
            "teamId": TEAM_ID,
            "bundleId": BUNDLE_ID,
            "privateKey": self.private_key,
        }

    def forget(self) -> None:
        super().forget()
        self.heard: list[Heard] = []
        self.bearers: dict[str, str] = {}  # those that were checked, and the reason against each
        self.elsewhere: set[str] = set()  # apns-ids that came to the wrong environment

    def server(self, context: SSLContext, manner: Manner | None = None, port: int = 0) -> Server:
        return Server(self.handle, context, manner, port)

    def handle(self, request: Request) -> Answer:
        apns_id = request.headers.get("apns-id", "")
        reason = self._wrong(request) or self._programme(request.path.rpartition("/")[2], apns_id)
        if reason:
            return self._play(reason, apns_id)
        self._ring(request)
        return Answer(200, headers={"apns-id": apns_id}, after=self.latency)

    def refuse(self, reason: str, apns_id: str = "") -> Answer:
        said: dict[str, Any] = {"reason": reason}
        if reason in ("Unregistered", "ExpiredToken"):
            said["timestamp"] = self.gone_at
        headers = {"apns-id": apns_id} | ({"retry-after": self.retry_after} if self.retry_after else {})
        return Answer(STATUSES.get(reason, 400), json.dumps(said).encode(), headers, after=self.latency)

    def _programme(self, token: str, apns_id: str) -> str:
        """Of the one environment that it can be told from: the first try of a push is the wrong one."""
        scene = self.saying or WORDS.get(token[:4], "")
        if not token.strip("0"):
            return "BadDeviceToken"
        if scene in ELSEWHERE:
            scene = ELSEWHERE[scene] if apns_id in self.elsewhere else "BadDeviceToken"
            self.elsewhere.add(apns_id)
        return scene

    def _play(self, scene: str, apns_id: str) -> Answer:
        if scene == "slow":
            return Answer(silent=True)
        if scene == "reset":
            return Answer(reset=ErrorCodes.INTERNAL_ERROR)
        if scene == "refused":
            return Answer(reset=ErrorCodes.REFUSED_STREAM)
        if scene == "goaway":
            return Answer(200, headers={"apns-id": apns_id}, goaway=True)
        if scene.startswith("http_"):
            headers = {"retry-after": self.retry_after} if self.retry_after else {}
            return Answer(int(scene.removeprefix("http_")), b"{}", headers)
        return self.refuse(scene, apns_id)

    def _wrong(self, request: Request) -> str:
        headers, path = request.headers, request.path
        if headers[":method"] != "POST":
            return "MethodNotAllowed"
        if not path.startswith("/3/device/"):
            return "BadPath"
        return (
            self._unsigned(headers.get("authorization", ""))
            or _wrong_token(path.removeprefix("/3/device/"))
            or _wrong_headers(headers)
            or _wrong_body(request)
        )

    def _unsigned(self, authorization: str) -> str:
        kind, _, bearer = authorization.partition(" ")
        if kind != "bearer" or not bearer:
            return "MissingProviderToken"
        if bearer not in self.bearers:
            self.bearers[bearer] = self._forged(bearer)
        return self.bearers[bearer] or self._old(bearer)

    def _forged(self, bearer: str) -> str:
        try:
            jwt.decode(
                bearer, self.public, algorithms=["ES256"], issuer=TEAM_ID, options={"verify_iat": False}
            )
        except jwt.InvalidTokenError:
            return "InvalidProviderToken"
        return "" if jwt.get_unverified_header(bearer).get("kid") == KEY_ID else "InvalidProviderToken"

    def _old(self, bearer: str) -> str:
        at = jwt.decode(bearer, options={"verify_signature": False}).get("iat", 0)
        return "" if self.moment() - HOUR <= at <= self.moment() + CLOCKS else "ExpiredProviderToken"

    def _ring(self, request: Request) -> None:
        said, headers = json.loads(request.body), request.headers
        aps = said.pop("aps")
        alert = aps.get("alert", {})
        apns_id = headers.get("apns-id", "")
        with self._lock:
            self.heard.append(
                Heard(
                    headers["apns-topic"],
                    headers["apns-push-type"],
                    headers.get("apns-priority", "10"),
                    headers.get("apns-expiration", ""),
                    apns_id,
                    aps,
                )
            )
            self.ring(
                Ring(
                    self.vendor,
                    request.path.rpartition("/")[2],
                    apns_id,
                    alert.get("title", ""),
                    alert.get("body", ""),
                    aps.get("badge"),
                    {name: value for name, value in said.items() if name not in ("pushId", "taskId")},
                    headers.get("apns-collapse-id", ""),
                    said.get("pushId", ""),
                    said.get("taskId", ""),
                )
            )


def _wrong_token(token: str) -> str:
    if not token:
        return "MissingDeviceToken"
    return "" if re.fullmatch(r"[0-9A-Fa-f]{64,200}", token) else "BadDeviceToken"


def _wrong_headers(headers: Mapping[str, str]) -> str:
    kind, topic = headers.get("apns-push-type", ""), headers.get("apns-topic", "")
    checks: Sequence[tuple[str, bool]] = (
        ("MissingTopic", bool(topic)),
        ("InvalidPushType", kind in PUSH_TYPES),
        ("TopicDisallowed", topic == BUNDLE_ID + TOPICS.get(kind, "")),
        ("BadPriority", headers.get("apns-priority", "10") in ("10", "5", "1")),
        ("BadPriority", kind != "background" or headers.get("apns-priority") in ("5", "1")),
        ("BadExpirationDate", headers.get("apns-expiration", "0").isdecimal()),
        ("BadCollapseId", len(headers.get("apns-collapse-id", "").encode()) <= 64),
        ("BadMessageId", _is_uuid(headers.get("apns-id", ""))),
    )
    return next((reason for reason, good in checks if not good), "")


def _is_uuid(text: str) -> bool:
    try:
        return not text or str(UUID(text)) == text.lower()
    except ValueError:
        return False


def _wrong_body(request: Request) -> str:
    kind = request.headers["apns-push-type"]
    if not request.body:
        return "PayloadEmpty"
    if len(request.body) > (5120 if kind == "voip" else 4096):
        return "PayloadTooLarge"
    aps = json.loads(request.body).get("aps")
    if not isinstance(aps, dict):
        return "PayloadEmpty"
    if kind == "background" and (aps.get("content-available") != 1 or "alert" in aps):
        return "InvalidPushType"
    if kind == "liveactivity" and not {"timestamp", "event", "content-state"} <= aps.keys():
        return "PayloadEmpty"
    return ""
