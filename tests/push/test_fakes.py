"""`python -m tests.fakes`: what the demo has for phones."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from pytest_django.fixtures import Settings

from push.vendors.contract import Access, Kind, Message, Outcome, Target
from push.vendors.registry import VENDORS
from push.vendors.wire import Wire
from tests.fakes import apns
from tests.webhooks.receiver import wait_until

ROOT = Path(__file__).parents[2]


@dataclass
class Running:
    told: dict[str, Any]

    def ask(self, path: str, said: dict[str, Any] | None = None) -> Any:
        body = None if said is None else json.dumps(said).encode()
        url = self.told["ringsUrl"].replace("/rings", path)
        with urlopen(Request(url, body, {"Content-Type": "application/json"})) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("fakes")
    process = subprocess.Popen([sys.executable, "-m", "tests.fakes", "--folder", str(folder)], cwd=ROOT)
    try:
        wait_until((folder / "vendors.json").exists)
        yield Running(json.loads((folder / "vendors.json").read_text()))
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.fixture
def lead(settings: Settings, running: Running) -> None:
    settings.PUSH_VENDOR_BASE_URLS = running.told["baseUrls"]
    settings.PUSH_CA_FILE = running.told["caFile"]


def push(running: Running, name: str) -> Outcome:
    keys = running.told["browserKeys"] if name == "WEBPUSH" else {}
    tokens = {"APNS": apns.token(), "WEBPUSH": "https://push.example.net/wp/one"}
    target = Target(7, tokens.get(name, f"token-of-{name.lower()}"), name, keys=keys)
    access = Access(1, name, 1, running.told["credentials"][name], "PROD")

    async def send() -> list[Outcome]:
        wire = Wire()
        try:
            return await VENDORS[name].send(wire, access, Message("7", "1", "Alice", "hi", badge=2), [target])
        finally:
            await wire.close()

    [outcome] = asyncio.run(send())
    return outcome


@pytest.mark.usefixtures("lead")
def test_every_vendor_is_there_takes_its_credential_and_shows_what_rang(running: Running) -> None:
    for name in running.told["credentials"]:
        assert push(running, name).kind is Kind.OK, name
    rings = running.ask("/rings")["rings"]
    assert {ring["vendor"] for ring in rings} == set(running.told["credentials"])
    assert {(ring["title"], ring["body"], ring["push_id"]) for ring in rings} == {("Alice", "hi", "7")}
    [ring] = running.ask("/rings?vendor=HUAWEI&token=token-of-huawei")["rings"]
    assert ring["badge"] == 2


@pytest.mark.usefixtures("lead")
def test_a_vendor_says_what_it_is_told_to(running: Running) -> None:
    assert running.ask("/scenario", {"vendor": "HONOR", "say": "http_503"})["say"] == "http_503"
    assert push(running, "HONOR").kind is Kind.THROTTLED
    running.ask("/scenario", {"vendor": "HONOR", "say": ""})
    assert push(running, "HONOR").kind is Kind.OK
