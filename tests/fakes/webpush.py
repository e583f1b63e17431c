"""A browser's push server and the browser behind it: checks VAPID and headers, opens what was sealed."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from time import time

import jwt
from aiohttp import web
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.fakes.http import Fake, Ring, Said

CURVE = ec.SECP256R1()
AUTHORIZATION = re.compile(r"vapid t=([\w.-]+), k=([\w-]+)")


class WebPush(Fake):
    """`public_key`: the VAPID key that its subscriptions were made with; empty for any."""

    vendor = "WEBPUSH"
    origin = "https://push.example.net"
    scenes = {"dead": "http_410", "gone": "http_404"}

    def __init__(self, public_key: str = "") -> None:
        super().__init__()
        self.public_key = public_key
        self.browser = ec.generate_private_key(CURVE)
        self.secret = b"sixteen bytes of"

    @property
    def keys(self) -> dict[str, str]:
        """What the browser gave to its app, of each subscription."""
        return {"p256dh": encode(_point(self.browser.public_key())), "auth": encode(self.secret)}

    def endpoint(self, name: str) -> str:
        return f"{self.origin}/wp/{name}"

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/wp/{name}", self.push)]

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        return web.Response(status=int(code), text=self.words(tokens))

    async def push(self, request: web.Request) -> web.Response:
        endpoint = self.endpoint(request.match_info["name"])
        self._check_vapid(request.headers.get("Authorization", ""), endpoint)
        topic = request.headers.get("Topic", "")
        urgency = request.headers.get("Urgency", "normal")
        if not request.headers["TTL"].isdecimal() or urgency not in ("very-low", "low", "normal", "high"):
            return self.say("400", [endpoint])
        if topic and not re.fullmatch(r"[\w-]{1,32}", topic):
            return self.say("400", [endpoint])
        body = await request.read()
        if len(body) > 4096:
            return self.say("413", [endpoint])
        await self.play(request, [endpoint])
        number = f"{self.origin}/message/{next(self.ids)}"
        self.ring(self._ring(endpoint, number, body, topic))
        return web.Response(status=201, headers={"Location": number})

    def open(self, body: bytes) -> bytes:
        """By RFC 8291, on the browser's side."""
        salt, rest = body[:16], body[21 + body[20] :]
        sender = body[21 : 21 + body[20]]
        shared = self.browser.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        info = b"WebPush: info\0" + _point(self.browser.public_key()) + sender
        key = _hkdf(self.secret, shared, info, 32)
        content = _hkdf(salt, key, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, key, b"Content-Encoding: nonce\0", 12)
        return AESGCM(content).decrypt(nonce, rest, None).rstrip(b"\0").removesuffix(b"\x02")

    def _check_vapid(self, authorization: str, endpoint: str) -> None:
        found = AUTHORIZATION.fullmatch(authorization)
        if found is None:
            raise Said(self.say("401", [endpoint]))
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _decode(found[2]))
        try:
            claims = jwt.decode(found[1], key, algorithms=["ES256"], audience=self.origin)
        except jwt.InvalidTokenError:
            raise Said(self.say("403", [endpoint])) from None
        too_long = claims["exp"] > time() + 24 * 3600
        if too_long or not claims["sub"].startswith("mailto:") or self.public_key not in ("", found[2]):
            raise Said(self.say("403", [endpoint]))

    def _ring(self, endpoint: str, number: str, body: bytes, topic: str) -> Ring:
        try:
            said = json.loads(self.open(body))
        except InvalidTag:
            raise Said(self.say("400", [endpoint])) from None
        told = said.get("notification", {})
        return Ring(
            self.vendor,
            endpoint,
            number,
            told.get("title", ""),
            told.get("body", ""),
            told.get("badge"),
            said.get("data", {}),
            topic,
            said["pushId"],
            said["taskId"],
        )

    def _scene(self, tokens: Sequence[str]) -> str:
        return super()._scene([one.rpartition("/")[2] for one in tokens])


def encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)
