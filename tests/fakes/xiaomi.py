"""Xiaomi's server: the app's secret as the key, a form with short texts, and bad registrations."""

import json
from collections.abc import Mapping, Sequence
from time import time
from urllib.parse import urlencode

from aiohttp import web

from tests.fakes.http import Fake, Ring

MOST = 1000
LONGEST = 4096
LONGEST_TTL = 14 * 86_400_000  # ms
CALLBACKS = 1 | 2 | 16 | 32 | 64 | 128


class Xiaomi(Fake):
    vendor = "XIAOMI"
    arrived = "1"
    scenes = {"dead": "bad_regids"}

    def __init__(self, app_secret: str = "xiaomi-app-secret", package: str = "com.acme.chat") -> None:
        super().__init__()
        self.app_secret, self.package = app_secret, package

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/v3/message/regid", self.send)]

    def say(self, code: str, tokens: Sequence[str]) -> web.Response:
        if code == "0":
            return web.json_response({"result": "ok", "code": 0, "data": {"id": ""}})
        if code == "bad_regids":
            return self._refused(20301, "Invalid targets!")
        return self._refused(int(code), self.words(tokens))

    async def send(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"key={self.app_secret}":
            return self.say("21301", ())
        form = {name: str(value) for name, value in (await request.post()).items()}
        if form["restricted_package_name"] != self.package:
            return self.say("22022", ())
        tokens = form["registration_id"].split(",")
        if not 1 <= len(tokens) <= MOST or not _fits(form):
            return self.say("10017", tokens)
        await self.play(request, tokens)
        bad = [one for one in tokens if one.startswith("dead") or not one.strip("0")]
        if len(bad) == len(tokens):
            return self.say("bad_regids", tokens)
        number = f"sdm{next(self.ids):012d}"
        self.ring(*(_ring(one, form, f"{number}{at}") for at, one in enumerate(tokens) if one not in bad))
        data = {"id": f"{number}0", "day_quota": "1000000", "day_acked": "1"}
        if bad:
            data["bad_regids"] = ",".join(bad)
        return web.json_response(
            {"result": "ok", "code": 0, "trace_id": "x", "info": "Received", "data": data}
        )

    def receipt(self, rings: Sequence[Ring], code: str) -> tuple[bytes, str]:
        said = {
            f"{one.id}-{at}": {
                "param": one.receipt_param,
                "type": int(code),
                "targets": one.token,
                "jobkey": one.task_id,
                "barStatus": "Enable",
                "timestamp": int(time() * 1000),
            }
            for at, one in enumerate(rings)
        }
        return urlencode({"data": json.dumps(said)}).encode(), "application/x-www-form-urlencoded"

    def _refused(self, code: int, reason: str) -> web.Response:
        said = {"result": "error", "reason": reason, "trace_id": "x", "code": code, "description": "failed"}
        return web.json_response(said)


def _fits(form: Mapping[str, str]) -> bool:
    return (
        len(form["payload"].encode()) <= LONGEST
        and 0 <= int(form["time_to_live"]) <= LONGEST_TTL
        and len(form.get("extra.callback", "")) <= 128
        and len(form.get("extra.callback.param", "")) <= 64
        and 0 <= int(form.get("extra.callback.type", 0)) <= CALLBACKS
        and len(form.get("extra.jobkey", "")) <= 20
        and (form["pass_through"] == "1" or _shown_well(form))
    )


def _shown_well(form: Mapping[str, str]) -> bool:
    effect = form["extra.notify_effect"]
    return (
        1 <= len(form["title"].strip()) < 50
        and 1 <= len(form["description"].strip()) < 128
        and 0 <= int(form["notify_id"]) < 2**31
        and (effect != "2" or "#Intent;" in form["extra.intent_uri"])
        and (effect != "3" or form["extra.web_uri"].startswith("http"))
    )


def _ring(token: str, form: Mapping[str, str], number: str) -> Ring:
    data = json.loads(form["payload"])
    return Ring(
        "XIAOMI",
        token,
        number,
        form.get("title", ""),
        form.get("description", ""),
        push_id=data.pop("pushId"),
        task_id=data.pop("taskId"),
        data=data,
        collapse=form.get("notify_id", ""),
        receipt_url=form.get("extra.callback", ""),
        receipt_param=form.get("extra.callback.param", ""),
    )
