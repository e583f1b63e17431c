"""What the fakes of Huawei, HarmonyOS and Honor share: tokens for a client's secret, receipts, signatures."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from hmac import digest
from time import time
from typing import Any
from uuid import uuid4

from aiohttp import web

from tests.fakes.http import Fake, Ring, Said

LONGEST = 4096  # bytes without the tokens
MOST = 1000
LONGEST_TTL = 15 * 86_400
CATEGORIES = {
    *("IM", "VOIP", "MISS_CALL", "SUBSCRIPTION", "TRAVEL", "HEALTH", "WORK", "ACCOUNT", "EXPRESS", "FINANCE"),
    *("DEVICE_REMINDER", "MAIL", "PLAY_VOICE", "MARKETING"),
}
STATUSES = {"802": 401, "800": 200, "801": 400, "803": 400, "806": 401, "810": 500}


class Hms(Fake):
    """`callback_secret`: Base64 of the key; with it receipts are signed, in the name of `callback_user`."""

    callback_user = ""
    callback_secret = ""

    def coded(self, code: str, words: object) -> web.Response:
        said = {"code": code, "msg": words, "requestId": self.number()}
        return web.json_response(said, status=200 if code == "80100000" else STATUSES[code[:3]])

    def number(self) -> str:
        return f"{int(time() * 1000)}{next(self.ids):08d}"

    def refuse(self, code: str, words: str = "no") -> Said:
        return Said(self.coded(code, words))

    async def give_token(self, request: web.Request, client: str, secret: str) -> web.Response:
        self.fetched()
        form = await request.post()
        if form.get("grant_type") != "client_credentials":
            return web.json_response({"error": 1102, "error_description": "no such grant"}, status=400)
        if (form.get("client_id"), form.get("client_secret")) != (client, secret):
            return web.json_response({"error": 1101, "error_description": self.words(())}, status=400)
        said = {"access_token": self.issue(), "expires_in": 3600, "token_type": "Bearer"}
        return web.json_response(said)

    def known(self, request: web.Request) -> bool:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return scheme == "Bearer" and token in self.issued

    def receipt_headers(self) -> Mapping[str, str]:
        if not self.callback_secret:
            return {}
        now, nonce = str(int(time() * 1000)), str(uuid4())
        said = f"{now}{nonce}{self.callback_user}".encode()
        value = b64encode(digest(b64decode(self.callback_secret), said, "sha256")).decode()
        return {"X-HUAWEI-CALLBACK-ID": f"timestamp={now}; nonce={nonce}; value={value}"}

    def receipt(self, rings: Sequence[Ring], code: str) -> tuple[bytes, str]:
        """Of the first version. A 1, which is none of theirs, means what it means elsewhere: it arrived."""
        said = [self._status_of(one, 0 if code == "1" else int(code)) for one in rings]
        return json.dumps({"statuses": said}).encode(), "application/json"

    def _status_of(self, ring: Ring, code: int) -> dict[str, Any]:
        return {
            "biTag": ring.receipt_param,
            "token": ring.token,
            "status": code,
            "timestamp": int(time() * 1000),
            "requestId": ring.id,
        }


def size(said: dict[str, Any]) -> int:
    return len(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def dead(tokens: Sequence[str]) -> list[str]:
    """Those that are none: they say so, or are nothing but zeros."""
    return [one for one in tokens if one.startswith("dead") or not one.strip("0")]


def require(true: object, why: str) -> None:
    if not true:
        raise ValueError(why)


def intent(text: object) -> bool:
    return isinstance(text, str) and "#Intent;" in text and text.endswith("end")
