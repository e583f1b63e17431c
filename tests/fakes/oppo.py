"""OPPO's server: the signature of the login, tokens, and the limits of a notification."""

import json
from collections.abc import Sequence
from hashlib import sha256
from time import time
from typing import Any

from aiohttp import web

from tests.fakes.http import Fake, Ring

PATH = "/server/v1"
CLOCK = 10 * 60_000  # ms


class Oppo(Fake):
    vendor = "OPPO"
    arrived = "push_arrive"
    scenes = {"dead": "10000", "throttled": "-2"}

    def __init__(self, app_key: str = "oppo-app-key", master_secret: str = "oppo-master-secret") -> None:
        super().__init__()
        self.app_key, self.master_secret = app_key, master_secret
        self.seen: set[tuple[str, str]] = set()

    def forget(self) -> None:
        super().forget()
        self.seen = set()

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post(f"{PATH}/auth", self.auth),
            web.post(f"{PATH}/message/notification/unicast", self.unicast),
        ]

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        return web.json_response({"code": int(code), "message": self.words(tokens)})

    async def auth(self, request: web.Request) -> web.Response:
        self.fetched()
        form = await request.post()
        if form.get("app_key") != self.app_key:
            return self.say("14", ())
        now = str(form.get("timestamp"))
        if abs(int(now) - time() * 1000) > CLOCK:
            return self.say("19", ())
        sign = sha256(f"{self.app_key}{now}{self.master_secret}".encode()).hexdigest()
        if form.get("sign") != sign:
            return self.say("16", ())
        said = {"auth_token": self.issue(), "create_time": int(time() * 1000)}
        return web.json_response({"code": 0, "message": "success", "data": said})

    async def unicast(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("auth_token") not in self.issued:
            return self.say("11", ())
        said = json.loads(str(form["message"]))
        token, told = said["target_value"], said["notification"]
        if said["target_type"] != 2 or not _fits(told):
            return self.say("41", (token,))
        await self.play(request, [token])
        number = f"{self.app_key}-1-1-{next(self.ids)}"
        if (token, told["app_message_id"]) not in self.seen:
            self.seen.add((token, told["app_message_id"]))
            self.ring(_ring(token, told, number))
        return web.json_response({"code": 0, "message": "Success", "data": {"messageId": number}})

    def receipt(self, rings: Sequence[Ring], code: str) -> tuple[bytes, str]:
        said = [
            {
                "messageId": one.id,
                "appId": "30001",
                "taskId": one.id,
                "registrationIds": one.token,
                "eventTime": str(int(time() * 1000)),
                "param": one.receipt_param,
                "eventType": code,
            }
            for one in rings
        ]
        return json.dumps(said).encode(), "application/json"


def _fits(told: dict[str, Any]) -> bool:
    return (
        1 <= len(told["title"]) <= 50
        and 1 <= len(told["content"]) <= (50 if told["style"] == 1 else 128)
        and len(told.get("sub_title", "")) <= 10
        and len(told["action_parameters"]) <= 4000
        and len(told.get("call_back_url", "")) <= 200
        and len(told.get("call_back_parameter", "")) <= 100
        and 0 <= told.get("off_line_ttl", 0) <= 864_000
    )


def _ring(token: str, told: dict[str, Any], number: str) -> Ring:
    data = json.loads(told["action_parameters"])
    return Ring(
        "OPPO",
        token,
        number,
        told["title"],
        told["content"],
        data=data,
        collapse=str(told.get("notify_id", "")),
        push_id=data.pop("pushId"),
        task_id=data.pop("taskId"),
        receipt_url=told.get("call_back_url", ""),
        receipt_param=told.get("call_back_parameter", ""),
    )
