"""vivo's server: the signature of the login, tokens, and the limits of a notification."""

import json
from collections.abc import Sequence
from hashlib import md5
from time import time
from typing import Any

from aiohttp import web

from tests.fakes.http import Fake, Ring


class Vivo(Fake):
    vendor = "VIVO"
    scenes = {"dead": "user_2", "throttled": "10072"}

    def __init__(
        self, app_id: int = 10004, app_key: str = "vivo-app-key", secret: str = "vivo-secret"
    ) -> None:
        super().__init__()
        self.app_id, self.app_key, self.secret = app_id, app_key, secret
        self.seen: set[tuple[str, str]] = set()

    def forget(self) -> None:
        super().forget()
        self.seen = set()

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/message/auth", self.auth), web.post("/message/send", self.send)]

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        if code.startswith("user_"):
            user = {"status": int(code.removeprefix("user_")), "userid": tokens[0]}
            return web.json_response(
                {"result": 0, "desc": self.words(tokens), "taskId": "1", "invalidUser": user}
            )
        return web.json_response({"result": int(code), "desc": self.words(tokens)})

    async def auth(self, request: web.Request) -> web.Response:
        self.fetched()
        said = await request.json()
        plain = f"{self.app_id}{self.app_key}{said['timestamp']}{self.secret}"
        if said["sign"] != md5(plain.encode()).hexdigest() or said["appKey"] != self.app_key:
            return self.say("10000", ())
        return web.json_response({"result": 0, "desc": "请求成功", "authToken": self.issue()})

    async def send(self, request: web.Request) -> web.Response:
        if request.headers.get("authToken") not in self.issued:
            return self.say("10000", ())
        told = await request.json()
        token = told["regId"]
        if told["appId"] != self.app_id:
            return self.say("10094", (token,))
        if problem := _problem(told):
            return self.say(problem, (token,))
        await self.play(request, [token])
        number = str(500_000_000 + next(self.ids))
        if (told["requestId"], token) not in self.seen:
            self.seen.add((told["requestId"], token))
            self.ring(_ring(told, number))
        return web.json_response({"result": 0, "desc": "请求成功", "taskId": number})

    def receipt(self, rings: Sequence[Ring], code: str) -> tuple[bytes, str]:
        now = str(int(time() * 1000))
        said = {
            one.id: {"targets": one.token, "ackTime": now, "ackType": code, "param": one.receipt_param}
            for one in rings
        }
        return json.dumps(said).encode(), "application/json"


def _columns(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)


def _problem(told: dict[str, Any]) -> str:
    extra = told.get("extra", {})
    advertises = told["category"] in ("MARKETING", "NEWS", "CONTENT", "SOCIAL")
    checks = {
        "10056": 1 <= _columns(told["title"]) <= 40,
        "10058": 1 <= _columns(told["content"]) <= 100,
        "10059": 60 <= told["timeToLive"] <= 86_400,
        "10054": told["notifyType"] in (1, 2, 3, 4),
        "10060": told["skipType"] == 1 or 1 <= len(told["skipContent"]) <= 1024,
        "10067": len(json.dumps(told["clientCustomMap"])) <= 1200
        and all(isinstance(value, str) for value in told["clientCustomMap"].values()),
        "10097": advertises == (told["classification"] == 0),
        "10050": len(extra.get("callback", "")) <= 128 and len(extra.get("callback.param", "")) <= 64,
    }
    return next((code for code, good in checks.items() if not good), "")


def _ring(told: dict[str, Any], number: str) -> Ring:
    data = dict(told["clientCustomMap"])
    return Ring(
        "VIVO",
        told["regId"],
        number,
        told["title"],
        told["content"],
        data=data,
        collapse=str(told.get("notifyId", "")),
        push_id=data.pop("pushId"),
        task_id=data.pop("taskId"),
        receipt_url=told.get("extra", {}).get("callback", ""),
        receipt_param=told.get("extra", {}).get("callback.param", ""),
    )
