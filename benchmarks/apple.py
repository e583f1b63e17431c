"""Apple's fake in a process of its own, and two ways of sending pushes to it: ours and bare aioapns."""

import asyncio
import json
import logging
import os
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import aioapns
from aioapns.connection import APNsProductionClientProtocol
from aioapns.exceptions import MaxAttemptsExceeded
from django.conf import settings

from benchmarks.tally import Failed
from push.vendors import apns
from push.vendors.contract import Access, Kind, Message, Target
from push.vendors.wire import Wire

TITLE, BODY = "Alice", "你好, Bob, shall we meet at the station?"
STARTING, PATIENCE = 20.0, 60.0

logging.getLogger("aioapns").setLevel(logging.CRITICAL)


@dataclass
class Apple:
    process: "subprocess.Popen[str]"
    folder: Path
    port: int
    credential: dict[str, str] = field(repr=False)

    @property
    def ca_file(self) -> str:
        return str(self.folder / "ca.pem")

    def seen(self) -> dict[str, int]:
        """Since the last look: rings, doubles, connections."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        found: dict[str, int] = json.loads(self.process.stdout.readline())
        return found


@contextmanager
def apple(*, latency: float, window: int, beside: Mapping[str, str] | None = None) -> Iterator[Apple]:
    """`beside`: where other vendors' fakes are."""
    with tempfile.TemporaryDirectory(prefix="apple-") as name:
        folder = Path(name)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.apns_process", name, "--latency", str(latency),
             "--window", str(window)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + STARTING
            while not (folder / "port").exists():
                if process.poll() is not None or time.monotonic() > until:
                    raise Failed("the fake did not start")
                time.sleep(0.02)
            credential = json.loads((folder / "credential.json").read_text())
            made = Apple(process, folder, int((folder / "port").read_text()), credential)
            with _leading_to(made, beside or {}):
                yield made
        finally:
            process.kill()
            process.wait()


@contextmanager
def _leading_to(fake: Apple, beside: Mapping[str, str]) -> Iterator[None]:
    """Here, and in the environment of servers that are started meanwhile."""
    bases = {"APNS": f"https://127.0.0.1:{fake.port}", **beside}
    settings.PUSH_VENDOR_BASE_URLS, settings.PUSH_CA_FILE = bases, fake.ca_file
    names = {"PUSH_VENDOR_BASE_URLS": json.dumps(bases), "PUSH_CA_FILE": fake.ca_file}
    os.environ |= names
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]


def token(number: int) -> str:
    return f"a11f{number:060x}"


class Ours:
    """All that the vendor's file does: render, sign, send, judge the answer."""

    def __init__(self, fake: Apple) -> None:
        self.wire = Wire(timeout=PATIENCE)
        self.access = Access(1, "APNS", 1, fake.credential)

    async def push(self, number: int) -> bool:
        message = Message(
            push_id=str(number),
            task_id="1",
            title=TITLE,
            body=BODY,
            badge=3,
            collapse_key=f"m-{number}",
            data={"conversationId": "c-1"},
        )
        [outcome] = await apns.send(self.wire, self.access, message, [Target(number, token(number), "APNS")])
        return outcome.kind is Kind.OK

    async def close(self) -> None:
        await self.wire.close()


class Bare:
    """aioapns as its documentation shows it, with the same payload."""

    def __init__(self, fake: Apple) -> None:
        APNsProductionClientProtocol.APNS_SERVER = "127.0.0.1"
        APNsProductionClientProtocol.APNS_PORT = fake.port
        context = ssl.create_default_context()  # which it makes itself where it is given none
        context.load_verify_locations(fake.ca_file)
        context.set_alpn_protocols(["h2"])
        self.client = aioapns.APNs(
            key=fake.credential["privateKey"],
            key_id=fake.credential["keyId"],
            team_id=fake.credential["teamId"],
            topic=fake.credential["bundleId"],
            ssl_context=context,
        )

    async def push(self, number: int) -> bool:
        said = aioapns.NotificationRequest(
            device_token=token(number),
            message=payload(number),
            notification_id=str(uuid4()),
            time_to_live=86_400,
            priority=10,
            collapse_key=f"m-{number}",
            push_type=aioapns.PushType.ALERT,
        )
        try:
            return bool((await self.client.send_notification(said)).is_successful)
        except MaxAttemptsExceeded:
            return False

    async def close(self) -> None:
        self.client.pool.close()


def each_alone(fake: Apple, numbers: Iterable[int]) -> None:
    """What `for device in devices: device.send_message(…)` of django-push-notifications 3.3 does by aioapns:
    for each an event loop, a client with its own signature, a connection, and a second's patience.
    """
    for number in numbers:
        asyncio.run(_alone(fake, number))


async def _alone(fake: Apple, number: int) -> None:
    (accepted,) = await asyncio.gather(asyncio.wait_for(Bare(fake).push(number), timeout=1))
    if not accepted:
        raise Failed("a push of the loop was not accepted")


def payload(number: int) -> dict[str, Any]:
    """What ours renders."""
    aps = {
        "alert": {"title": TITLE, "body": BODY},
        "badge": 3,
        "sound": "default",
        "category": "IM",
        "mutable-content": 1,
    }
    return {"aps": aps, "conversationId": "c-1", "pushId": str(number), "taskId": "1"}
