"""Huawei's server: tokens by client id and secret, the shape of version 1, and which tokens are illegal."""

import json
import re
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.fakes.hms import CATEGORIES, LONGEST, LONGEST_TTL, MOST, Hms, dead, intent, require, size
from tests.fakes.http import Ring

ANDROID = {
    "collapse_key",
    "urgency",
    "category",
    "ttl",
    "bi_tag",
    "receipt_id",
    "target_user_type",
    "notification",
}
NOTIFICATION = {
    *("title", "body", "click_action", "tag", "notify_id", "badge", "channel_id", "importance", "image"),
    *("sound", "default_sound", "style", "big_title", "big_body", "foreground_show", "title_loc_key"),
    *("title_loc_args", "body_loc_key", "body_loc_args"),
}


class Huawei(Hms):
    vendor = "HUAWEI"
    scenes = {"dead": "illegal_token"}

    def __init__(self, app_id: str = "100000001", app_secret: str = "huawei-app-secret") -> None:
        super().__init__()
        self.app_id, self.app_secret = app_id, app_secret

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/oauth2/v3/token", self.token),
            web.post("/v1/{app}/messages:send", self.send),
        ]

    async def token(self, request: web.Request) -> web.Response:
        return await self.give_token(request, self.app_id, self.app_secret)

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        if code == "illegal_token":
            named = {"success": 0, "failure": len(tokens), "illegal_tokens": list(tokens)}
            return self.coded("80300007", json.dumps(named))
        return self.coded(code, self.words(tokens))

    async def send(self, request: web.Request) -> web.Response:
        if not self.known(request):
            return self.say("80200003", ())
        if request.match_info["app"] != self.app_id:
            return self.say("80200001", ())
        said = await request.json()
        told = said["message"]
        tokens = told.pop("token")
        if not 1 <= len(tokens) <= MOST:
            raise self.refuse("80300010")
        if size({**said, "message": {**told, "token": []}}) > LONGEST:
            raise self.refuse("80300008")
        try:
            _require_sound(told)
        except (ValueError, KeyError, TypeError) as problem:
            raise self.refuse("80100003", repr(problem)) from problem
        if said["validate_only"]:
            return self.coded("80000000", "Success")
        await self.play(request, tokens)
        return self._deliver(told, tokens)

    def _deliver(self, told: dict[str, Any], tokens: Sequence[str]) -> web.Response:
        bad, number = dead(tokens), self.number()
        self.ring(*(_ring(one, told, number) for one in tokens if one not in bad))
        if len(bad) == len(tokens):
            return self.say("illegal_token", tokens)
        named = {"success": len(tokens) - len(bad), "failure": len(bad), "illegal_tokens": bad}
        said = (
            {"code": "80100000", "msg": json.dumps(named)} if bad else {"code": "80000000", "msg": "Success"}
        )
        return web.json_response({**said, "requestId": number})


def _require_sound(told: dict[str, Any]) -> None:
    require(isinstance(told["data"], str), "data")
    android = told["android"]
    require(set(android) <= ANDROID, f"android: {set(android) - ANDROID}")
    seconds = re.fullmatch(r"(\d+)s", android["ttl"])
    require(seconds and 0 < int(seconds[1]) <= LONGEST_TTL, "ttl")
    require(-1 <= android["collapse_key"] <= 100, "collapse_key")
    require(android["urgency"] in ("HIGH", "NORMAL"), "urgency")
    require(len(android["bi_tag"].encode()) <= 64, "bi_tag")
    if "notification" in android:
        require(android["category"] in CATEGORIES, "category")
        _require_shown(android["notification"])


def _require_shown(shown: dict[str, Any]) -> None:
    require(set(shown) <= NOTIFICATION, f"notification: {set(shown) - NOTIFICATION}")
    require(shown["title"] and shown["body"], "texts")
    require(isinstance(shown["notify_id"], int) and 0 <= shown["notify_id"] < 2**31, "notify_id")
    require(shown["importance"] in ("LOW", "NORMAL", "HIGH"), "importance")
    if "badge" in shown:
        require(0 <= shown["badge"]["set_num"] < 100 and "." in shown["badge"]["class"], "badge")
    click = shown["click_action"]
    match click["type"]:
        case 1:
            require(intent(click["intent"]), "intent")
        case 2:
            require(click["url"].startswith("https://"), "url")
        case other:
            require(other == 3, "click")


def _ring(token: str, told: dict[str, Any], number: str) -> Ring:
    data, android = json.loads(told["data"]), told["android"]
    shown = android.get("notification", {})
    return Ring(
        "HUAWEI",
        token,
        number,
        shown.get("title", ""),
        shown.get("body", ""),
        badge=shown.get("badge", {}).get("set_num"),
        push_id=data.pop("pushId"),
        task_id=data.pop("taskId"),
        data=data,
        collapse=str(shown.get("notify_id", "")),
        receipt_param=android["bi_tag"],
    )
