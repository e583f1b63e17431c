"""Meizu's server: signatures, the limits of a notification, and a batch of which some tokens are bad."""

import json
from collections.abc import Sequence
from hashlib import md5
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.http import Fake, Ring

PATH = "/garcia/api/server/push/varnished/pushByPushId"


class Meizu(Fake):
    vendor = "MEIZU"
    arrived = "1"
    scenes = {"throttled": "110010"}

    def __init__(self, app_id: str = "110123", secret: str = "meizu-secret") -> None:
        super().__init__()
        self.app_id, self.secret = app_id, secret

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post(PATH, self.push)]

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        bad = {code.removeprefix("user_"): list(tokens)} if code.startswith("user_") else {}
        said = {"code": "200" if bad else code, "message": self.words(tokens), "value": bad, "redirect": ""}
        return web.json_response(said)

    async def push(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        tokens = form["pushIds"].split(",")
        signed = "".join(f"{name}={form[name]}" for name in sorted(form) if name != "sign") + self.secret
        if form.get("sign") != md5(signed.encode()).hexdigest():
            return self.say("1006", tokens)
        if form["appId"] != self.app_id:
            return self.say("110000", tokens)
        told = json.loads(form["messageJson"])
        if len(tokens) > 100 or not _fits(told):
            return self.say("1005", tokens)
        await self.play(request, tokens)
        bad = {
            "110002": [one for one in tokens if one.startswith("dead")],
            "110003": [one for one in tokens if "token" not in one],
        }
        number = f"NS20261123-{next(self.ids)}"
        refused = {one for found in bad.values() for one in found}
        self.ring(*(_ring(one, told, number) for one in tokens if one not in refused))
        value = {code: found for code, found in bad.items() if found}
        return web.json_response(
            {"code": "200", "message": "", "value": value, "redirect": "", "msgId": number}
        )

    def receipt(self, rings: Sequence[Ring], code: str) -> tuple[bytes, str]:
        said = {
            f"{one.id}-{code}": {"param": one.receipt_param, "type": int(code), "targets": [one.token]}
            for one in rings
        }
        form = urlencode({"cb": json.dumps(said), "access_token": "a"})
        return form.encode(), "application/x-www-form-urlencoded"


def _fits(told: dict[str, Any]) -> bool:
    bar, time, extra = told["noticeBarInfo"], told["pushTimeInfo"], told.get("extra", {})
    return (
        1 <= len(bar["title"]) <= 32
        and 1 <= len(bar["content"]) <= 100
        and told["clickTypeInfo"]["clickType"] in (0, 1, 2)
        and time["offLine"] in (0, 1)
        and 1 <= time["validTime"] <= 72
        and len(told["advanceInfo"].get("notifyKey", "")) <= 8
        and len(extra.get("callback", "")) <= 128
        and len(extra.get("callback.param", "")) <= 64
    )


def _ring(token: str, told: dict[str, Any], number: str) -> Ring:
    data = dict(told["clickTypeInfo"]["parameters"])
    return Ring(
        "MEIZU",
        token,
        number,
        told["noticeBarInfo"]["title"],
        told["noticeBarInfo"]["content"],
        data=data,
        collapse=told["advanceInfo"].get("notifyKey", ""),
        push_id=data.pop("pushId"),
        task_id=data.pop("taskId"),
        receipt_url=told.get("extra", {}).get("callback", ""),
        receipt_param=told.get("extra", {}).get("callback.param", ""),
    )
