"""No vendor token, credential or text of a push is anywhere but where it is kept: canaries are planted as all
three, everything is done with them that can go well or wrong, and then everything is searched.
"""

import base64
import hmac
import logging
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from django.db import connection

from accounts.actions.apps import Made
from accounts.models import Account, App
from config.redis import client as redis_client
from journal import doorbell
from push import receipts
from push.models import Delivery, Device
from push.vendors.contract import Kind, Outcome, Stage, Target
from push.vendors.registry import VENDORS
from push.waking import TASK, spelt
from tests.client import Client
from tests.push.planted import Planted
from tests.push.sending.conftest import engine, engines
from tests.webhooks.endpoints import make_endpoint
from tests.webhooks.receiver import wait_until

__all__ = ["engine", "engines"]

TOKEN, SECRET, TEXT = "canarytoken", "canarysecret", "canarytext"
GOOD, DEAD, BREAKS, ECHO = (f"{TOKEN}-{word}-{'0' * 40}" for word in ("good", "dead", "breaks", "echo"))
# Where they are kept: devices have tokens, notices have texts. Credentials are sealed.
KEPT = {"push_device": {TOKEN}, "push_notice": {TEXT}}
TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"


@pytest.fixture
def vendor(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Planted:
    """One that breaks with all that it knows in its last words, or repeats the token in its answer."""
    vendor = Planted(MOST=1)
    monkeypatch.setitem(VENDORS, "HUAWEI", vendor)

    def answer(target: Target) -> Outcome:
        if target.token == BREAKS:
            raise ValueError(f"{target.token} {SECRET} {TEXT}")
        if target.token == DEAD:
            return Outcome(Kind.INVALID_TOKEN, Stage.SEND, 200, "80300007", f"{DEAD} is none")
        if target.token == ECHO:
            return Outcome(Kind.PERMANENT, Stage.SEND, 400, "80100003", f"not for {ECHO}")
        return Outcome(Kind.OK, Stage.ACCEPTED, 200, vendor_message_id="m-1")

    vendor.answers = answer
    vendor.checks = lambda _: Outcome(Kind.AUTH, Stage.AUTH, 401, "80200001", f"{SECRET} is none")
    return vendor


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """All that is answered, error pages too."""
    told: list[bytes] = []
    call = Client.call

    def listening(client: Client, *args: Any, **options: Any) -> Any:
        answer = call(client, *args, **options)
        told.append(answer.raw + repr(answer.headers).encode())
        return answer

    monkeypatch.setattr(Client, "call", listening)
    return told


def test_canaries_are_found_nowhere(
    made: Made,
    vendor: Planted,
    answers: list[bytes],
    engines: Callable[[], Any],
    as_server: Client,
    as_internal: Client,
    bob: Account,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    phone = Client({"X-App-Key": "acme"})
    make_endpoint(made.app)
    enter(as_server)
    register(phone)
    rung = send(as_server, made.app, engines())
    look(as_server, as_internal, rung)
    receive(phone, made, rung)
    leave(phone)
    assert len(vendor.sent) >= 8, "all of it was really done"
    said = capfd.readouterr()
    places = {
        "the log": caplog.text + "".join(repr(record.__dict__) for record in caplog.records),
        "standard output": said.out + said.err,
        "Redis": "\n".join(in_redis()),
        "an answer": b"\n".join(answers).decode(),
    }
    for place, words in places.items():
        for canary in (TOKEN, SECRET, TEXT):
            assert canary not in words.lower(), f"{canary} in {place}: …{around(words, canary)}…"
    assert dict(in_tables()) == KEPT


def enter(server: Client) -> None:
    row = "/api/push/admin/credentials/HUAWEI"
    assert server.put(row, {"appId": "1", "appSecret": SECRET}).ok
    for bad in ({"appId": SECRET}, {"appSecret": [SECRET]}, {"enabled": SECRET}, {"environment": SECRET}):
        assert server.put(row, bad).code == 400
    assert server.put(row.replace("HUAWEI", SECRET), {}).code == 400
    assert server.post(f"{row}/check").ok
    assert server.get("/api/push/admin/credentials").ok


def register(phone: Client) -> None:
    for number, token in enumerate((GOOD, DEAD, BREAKS, ECHO)):
        body = {"userId": "bob", "deviceId": f"phone-{number}", "platform": "ANDROID", "vendor": "HUAWEI"}
        assert phone.post("/api/push/register", {**body, "token": token}).ok
    for field in ("platform", "vendor", "environment", "locale", "timezone", "tags", "keys"):
        assert phone.post("/api/push/register", {**body, "token": GOOD, field: GOOD}).code == 400
    assert phone.post("/api/push/register", {**body, "token": GOOD + "\n"}).code == 400
    assert phone.call("POST", "/api/push/register", raw=b'{"token":"' + GOOD.encode() + b'",').code == 400


def send(server: Client, app: App, engine: Any) -> list[str]:
    """By the engine, one of each outcome; then as a test, which asks without it."""
    notification = {"title": TEXT, "body": TEXT, "i18n": {"zh": {"title": TEXT}}}
    said = {"notification": notification, "data": {"word": TEXT}}
    task = server.post("/api/push/send", {"audience": {"userIds": ["bob"]}, **said}).data["taskId"]
    doorbell.ring_for(TASK, [spelt((app.pk, "HUAWEI"))])
    engine.wake((app.pk, "HUAWEI"))
    told = Delivery.objects.filter(notice_id=int(task))
    wait_until(lambda: told.filter(tries__gt=0).count() == 4, lambda: str(told.values_list("status")))
    for bad in ({"title": [TEXT]}, {"title": TEXT * 20}, {"badge": TEXT}, {"click": {"type": TEXT}}):
        body = {"audience": {"userIds": ["bob"]}, "notification": {**notification, **bad}}
        assert server.post("/api/push/send", body).code == 400
    Device.objects.filter(token=DEAD).update(status="ACTIVE")
    shown = server.post("/api/push/admin/test-offline", {"userId": "bob", "title": TEXT, "body": TEXT})
    assert {one["ok"] for one in shown.data["results"]} == {True, False}
    return [task, *(one["pushId"] for one in shown.data["results"])]


def look(server: Client, inside: Client, rung: list[str]) -> None:
    for token in (GOOD, DEAD, sha256(GOOD.encode()).hexdigest(), GOOD[:30]):
        assert inside.get("/api/push/internal/diagnostics/search", token=token, appKey="acme").data["count"]
    for bad in (
        {"token": GOOD, "vendor": TOKEN},
        {"token": GOOD, "appKey": TOKEN},
        {"token": GOOD, "logs": TOKEN},
    ):
        assert inside.get("/api/push/internal/diagnostics/search", **bad).code in (400, 401)
    assert server.get("/api/push/admin/user-status", userId="bob").ok
    assert server.get(f"/api/push/admin/tasks/{rung[0]}").ok
    event = {"appKey": "acme", "eventId": "m1", "toUserIds": ["bob"], "preview": TEXT, "fromName": TEXT}
    assert inside.post("/api/push/internal/notify", event).ok
    assert inside.post("/api/push/internal/notify", {**event, "sentAt": TEXT}).code == 400


def receive(phone: Client, made: Made, rung: list[str]) -> None:
    """What vendors post: a good one, nonsense, and one whose signature is none."""
    event = {"pushId": rung[1], "deviceId": "phone-0", "event": "CLICKED", "at": 1_600_000_000_000}
    assert phone.post("/api/push/receive-push", event).ok
    assert phone.post("/api/push/receive-push", {**event, "event": TOKEN}).code == 400
    sig = hmac.new(made.app_secret.encode(), b"receipt:HUAWEI", sha256).hexdigest()
    for mark, body in ((sig, f'{{"statuses":"{GOOD}"}}'), (sig, GOOD), ("0" * 64, GOOD)):
        words = urlencode({"appKey": "acme", "vendor": "HUAWEI", "sig": mark})
        path = f"/api/push/receive-push?{words}"
        phone.django.generic("POST", path, body.encode(), content_type="application/json")
    receipts.read_some()


def leave(phone: Client) -> None:
    assert phone.delete("/api/push/unregister", {"deviceId": "phone-0", "token": GOOD}).ok
    assert phone.delete("/api/push/unregister", token=ECHO).ok


def in_redis() -> Iterator[str]:
    """Every key and all that is under it; what goes over the broker is unpacked."""
    redis = redis_client()
    read: dict[bytes, Callable[[bytes], Any]] = {
        b"string": redis.get,
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1),
        b"hash": redis.hgetall,
        b"stream": redis.xrange,
    }
    for key in redis.scan_iter():
        kind: Any = redis.type(key)
        found = read[kind](key)
        yield f"{key!r} {found!r}"
        for message in found if kind == b"list" else ():
            if message.startswith(b'{"body"'):
                yield base64.b64decode(orjson.loads(message)["body"]).decode()


def in_tables() -> Iterator[tuple[str, set[str]]]:
    """All of the database, row by row."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            found = {canary for canary in (TOKEN, SECRET, TEXT) if _has(cursor, table, canary)}
            if found:
                yield table, found


def _has(cursor: Any, table: str, canary: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {table} t WHERE t::text ILIKE %s)", [f"%{canary}%"])
    return bool(cursor.fetchone()[0])


def around(words: str, canary: str) -> str:
    at = words.lower().find(canary)
    return words[max(0, at - 200) : at + 100]
