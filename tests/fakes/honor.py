"""Honor's server, as public implementations know it: tokens, and which of them expired or failed."""

import json
import re
from collections.abc import Sequence
from time import time
from typing import Any

from aiohttp import web

from tests.fakes.hms import LONGEST, LONGEST_TTL, MOST, Hms, dead, intent, require, size
from tests.fakes.http import Ring

CLOCK = 10 * 60_000  # ms
NOTIFICATION = {
    *("title", "body", "image", "importance", "clickAction", "badge", "notifyId", "tag", "group", "style"),
    *("bigTitle", "bigBody", "when", "buttons"),
}


class Honor(Hms):
    vendor = "HONOR"
    scenes = {"dead": "expireTokens", "fail": "failTokens"}

    def __init__(
        self,
        app_id: str = "300000001",
        client_id: str = "honor-client-id",
        client_secret: str = "honor-client-secret",
    ) -> None:
        super().__init__()
        self.app_id, self.client_id, self.client_secret = app_id, client_id, client_secret

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/auth/token", self.token), web.post("/api/v1/{app}/sendMessage", self.send)]

    async def token(self, request: web.Request) -> web.Response:
        return await self.give_token(request, self.client_id, self.client_secret)

    def coded(self, code: str, words: object) -> web.Response:
        return web.json_response({"code": int(code), "message": words})

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        if code == "sendResult":
            return self._done({}, "", sent=False)
        if not code.isdecimal():
            return self._done({code: list(tokens)}, "")
        return self.coded(code, self.words(tokens))

    async def send(self, request: web.Request) -> web.Response:
        if not self.known(request) or request.match_info["app"] != self.app_id:
            return web.json_response({"code": 80200003, "message": "no"}, status=401)
        if abs(int(request.headers["timestamp"]) - time() * 1000) > CLOCK:
            return self.say("80100001", ())
        said = await request.json()
        tokens = said.pop("token")
        if not 1 <= len(tokens) <= MOST:
            raise self.refuse("80300010")
        if size({**said, "token": []}) > LONGEST:
            raise self.refuse("80300008")
        try:
            _require_sound(said)
        except (ValueError, KeyError, TypeError) as problem:
            raise self.refuse("80100003", repr(problem)) from problem
        await self.play(request, tokens)
        bad, number = dead(tokens), self.number()
        failed = [one for one in tokens if one.startswith("fail")]
        self.ring(*(_ring(one, said, number) for one in tokens if one not in (*bad, *failed)))
        return self._done({"expireTokens": bad, "failTokens": failed}, number)

    def _done(self, named: dict[str, list[str]], number: str, *, sent: bool = True) -> web.Response:
        data = {"sendResult": sent, "requestId": number, "failTokens": [], "expireTokens": [], **named}
        return web.json_response({"code": 200, "message": "success", "data": data})


def _require_sound(said: dict[str, Any]) -> None:
    require(isinstance(said["data"], str), "data")
    android = said["android"]
    seconds = re.fullmatch(r"(\d+)s", android["ttl"])
    require(seconds and 0 < int(seconds[1]) <= LONGEST_TTL, "ttl")
    require(len(android["biTag"].encode()) <= 64, "biTag")
    require(android.get("targetUserType", 0) in (0, 1), "targetUserType")
    if "notification" in android:
        _require_shown(android["notification"])


def _require_shown(shown: dict[str, Any]) -> None:
    require(set(shown) <= NOTIFICATION, f"notification: {set(shown) - NOTIFICATION}")
    require(shown["title"] and shown["body"], "texts")
    require(shown["importance"] in ("LOW", "NORMAL"), "importance")
    if "badge" in shown:
        require(0 <= shown["badge"]["setNum"] < 100 and "." in shown["badge"]["badgeClass"], "badge")
    click = shown["clickAction"]
    match click["type"]:
        case 1:
            require(intent(click["intent"]), "intent")
        case 2:
            require(click["url"].startswith("https://"), "url")
        case other:
            require(other == 3, "click")


def _ring(token: str, said: dict[str, Any], number: str) -> Ring:
    data, android = json.loads(said["data"]), said["android"]
    shown = android.get("notification", {})
    return Ring(
        "HONOR",
        token,
        number,
        shown.get("title", ""),
        shown.get("body", ""),
        badge=shown.get("badge", {}).get("setNum"),
        push_id=data.pop("pushId"),
        task_id=data.pop("taskId"),
        data=data,
        collapse=str(shown.get("notifyId", "")),
        receipt_param=android["biTag"],
    )
