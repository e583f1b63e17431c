"""The customer whose server hears webhooks: its receiver, its endpoints, and the events that it hears of."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from time import monotonic
from typing import Any

from django.db import transaction

from accounts.models import App
from accounts.secrets import seal
from benchmarks.people import the_app
from journal import outbox
from journal.facts import Fact
from webhooks import signing, subscribing
from webhooks.models import Circuit, Endpoint, Mode

TEXT = "您好，这是一条测试消息 and some English words."


@dataclass(frozen=True, slots=True)
class Note:
    """One call as the receiver heard it."""

    path: str
    event: str
    at: float


class Receiver:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout
        self.pid = process.pid
        self.port = int(process.stdout.readline())
        self._line = HTTPConnection("127.0.0.1", self.port)

    def notes(self) -> list[Note]:
        """What came since the last look."""
        self._line.request("GET", "/notes")
        lines = self._line.getresponse().read().decode().splitlines()
        return [Note(path, event, float(at)) for path, event, at in (line.split(" ") for line in lines)]


@contextmanager
def receiver() -> Iterator[Receiver]:
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.receiver"], stdout=subprocess.PIPE, text=True
    )
    try:
        yield Receiver(process)
    finally:
        process.kill()
        process.wait()


def endpoints(port: int, paths: Sequence[str], *, timeout_ms: int = 30_000) -> list[Endpoint]:
    """One for each path; one with a number at its end hears only of the user of that number."""
    made = []
    with _anew() as app:
        for path in paths:
            number = path.rpartition("/")[2]
            filters = {"userIds": [user(int(number))]} if number.isdigit() else {}
            made.append(_endpoint(app, port, path, timeout_ms, filters=filters))
    return made


def moderator(port: int, path: str | None, *, budget_ms: int = 500) -> None:
    """Who is asked before a message is sent from now on; None: nobody."""
    with _anew() as app:
        if path is not None:
            _endpoint(app, port, path, budget_ms, events=["message.before_send"], mode=Mode.BEFORE)


@contextmanager
def _anew() -> Iterator[App]:
    """Without the endpoints there were."""
    app = the_app()
    with transaction.atomic():
        app.changed_settings = {**app.changed_settings, "allowHttpWebhooks": True}
        app.save(update_fields=["changed_settings"])
        Endpoint.objects.filter(app=app).update(enabled=False, deleted_at="2000-01-01T00:00:00Z")
        yield app
        subscribing.forget(app.pk)


def _endpoint(app: App, port: int, path: str, timeout_ms: int, **options: Any) -> Endpoint:
    values = {"events": ["message.sent"], "mode": Mode.AFTER, **options}
    made = Endpoint.objects.create(
        app=app,
        name=path,
        url=f"http://127.0.0.1:{port}{path}",
        timeout_ms=timeout_ms,
        secret=seal(signing.new_secret()),
        **values,
    )
    Circuit.objects.create(endpoint=made)
    return made


def user(number: int) -> str:
    return f"hook{number:05d}"


def facts(app: App) -> Iterator[Fact]:
    """Messages as REST shows them, for durable sinks only: sockets are other benchmarks' business."""
    for number in count():
        yield fact_of(app, number, user(number % 20))


def fact_of(app: App, number: int, from_id: str) -> Fact:
    data = {
        "id": str(10_000_000 + number),
        "seq": number,
        "chatType": "SINGLE",
        "fromId": from_id,
        "toId": "somebody",
        "msgType": "TEXT",
        "content": {"text": TEXT},
        "clientMsgId": f"bench-{number}",
        "ext": "",
        "operatorId": from_id,
    }
    return Fact("message.sent", app.pk, app.app_key, data, socket=False)


def record(told: Sequence[Fact]) -> float:
    """Answers when they were committed."""
    committed: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(monotonic()))
        outbox.record(*told)
    return committed[0]
