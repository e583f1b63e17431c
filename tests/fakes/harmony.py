"""HarmonyOS's server: JWTs of a service account by PS256, the kinds of push, and why a token is illegal."""

import json
from collections.abc import Sequence
from time import time
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.fakes.hms import CATEGORIES, LONGEST, LONGEST_TTL, MOST, Hms, dead, require, size
from tests.fakes.http import Ring

AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"
MOST_TESTED = 10
NOTIFICATION = {
    *("category", "title", "body", "clickAction", "badge", "notifyId", "image", "sound", "foregroundShow"),
    *("style", "appMessageId", "profileId"),
}
PUSH = {"testMessage", "ttl", "biTag", "receiptId", "collapseKey", "backgroundMode"}


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


class Harmony(Hms):
    vendor = "HARMONY"
    scenes = {"dead": "tokenFormatError"}

    def __init__(
        self,
        key: rsa.RSAPrivateKey,
        project_id: str = "200000001",
        key_id: str = "harmony-key-id",
        sub_account: str = "harmony-sub-account",
    ) -> None:
        super().__init__()
        self.key, self.project_id, self.key_id, self.sub_account = key, project_id, key_id, sub_account

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/v3/{project}/messages:send", self.send)]

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        if not code.isdecimal():
            named = {"failure": len(tokens), "illegalTokens": {code: list(tokens)}}
            return self.coded("80300007", json.dumps(named))
        return self.coded(code, self.words(tokens))

    async def send(self, request: web.Request) -> web.Response:
        wrong = self._wrong(request.headers.get("Authorization", ""))
        if wrong:
            return self.say(wrong, ())
        if request.match_info["project"] != self.project_id:
            return self.say("80300002", ())
        said = await request.json()
        tokens = said["target"].pop("token")
        options = said["pushOptions"]
        if not 1 <= len(tokens) <= MOST:
            raise self.refuse("80300010")
        if options.get("testMessage") and len(tokens) > MOST_TESTED:
            raise self.refuse("80300030")
        if size({**said, "target": {"token": []}}) > LONGEST:
            raise self.refuse("80300008")
        try:
            _require_sound(said, request.headers.get("push-type"))
        except (ValueError, KeyError, TypeError) as problem:
            raise self.refuse("80100003", repr(problem)) from problem
        await self.play(request, tokens)
        return self._deliver(said, tokens)

    def _wrong(self, authorization: str) -> str:
        """The code that it is refused with; empty where it is good."""
        scheme, _, token = authorization.partition(" ")
        try:
            header = jwt.get_unverified_header(token)
            if scheme != "Bearer" or header["kid"] != self.key_id or header["typ"] != "JWT":
                return "80200001"
            claims = jwt.decode(token, self.key.public_key(), ["PS256"], audience=AUDIENCE)
        except jwt.ExpiredSignatureError:
            return "80200005"
        except (jwt.PyJWTError, KeyError):
            return "80200001"
        if claims["exp"] - claims["iat"] > 86_400:
            return "80300036"
        return "" if claims["iss"] == self.sub_account else "80200001"

    def _deliver(self, said: dict[str, Any], tokens: Sequence[str]) -> web.Response:
        bad, number = dead(tokens), self.number()
        self.ring(*(_ring(one, said, number) for one in tokens if one not in bad))
        if len(bad) == len(tokens):
            return self.say("tokenFormatError", tokens)
        named = {"illegalTokens": {" tokenFormatError ": bad}, "success": len(tokens) - len(bad)}
        told = (
            {"code": "80100000", "msg": json.dumps(named)} if bad else {"code": "80000000", "msg": "Success"}
        )
        return web.json_response({**told, "requestId": number})

    def _status_of(self, ring: Ring, code: int) -> dict[str, Any]:
        """Of the second version, which is the only one here."""
        return {
            "biTag": ring.receipt_param,
            "token": ring.token,
            "pushType": 0,
            "appPackageName": "com.acme.chat",
            "requestId": ring.id,
            "deliveryStatus": {"result": code, "timestamp": int(time() * 1000)},
        }


def _require_sound(said: dict[str, Any], push_type: str | None) -> None:
    options = said["pushOptions"]
    require(set(options) <= PUSH, f"pushOptions: {set(options) - PUSH}")
    require(0 < options["ttl"] <= LONGEST_TTL, "ttl")
    require(len(options["biTag"].encode()) <= 64, "biTag")
    if push_type == "0":
        _require_shown(said["payload"]["notification"])
    else:
        require(push_type in ("6", "10"), "push-type")
        require(isinstance(said["payload"]["extraData"], str), "extraData")


def _require_shown(shown: dict[str, Any]) -> None:
    require(set(shown) <= NOTIFICATION, f"notification: {set(shown) - NOTIFICATION}")
    require(shown["category"] in CATEGORIES, "category")
    require(shown["title"] and shown["body"], "texts")
    require(isinstance(shown["notifyId"], int) and 0 <= shown["notifyId"] < 2**31, "notifyId")
    if "badge" in shown:
        require(0 <= shown["badge"]["setNum"] < 100, "badge")
    click = shown["clickAction"]
    require(
        click["actionType"] == 0 or (click["actionType"] == 1 and (click.keys() & {"uri", "action"})), "click"
    )
    require(isinstance(click["data"], dict), "data")


def _ring(token: str, said: dict[str, Any], number: str) -> Ring:
    shown = said["payload"].get("notification")
    data = dict(shown["clickAction"]["data"]) if shown else json.loads(said["payload"]["extraData"])
    shown = shown or {}
    return Ring(
        "HARMONY",
        token,
        number,
        shown.get("title", ""),
        shown.get("body", ""),
        badge=shown.get("badge", {}).get("setNum"),
        push_id=data.pop("pushId"),
        task_id=data.pop("taskId"),
        data=data,
        collapse=str(shown.get("notifyId", "")),
        receipt_param=said["pushOptions"]["biTag"],
    )
