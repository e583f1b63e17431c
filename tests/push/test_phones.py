"""The demo's phones: there where something stands in for the vendors, they ring, and lose their app."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.actions import apps
from accounts.models import App
from push.models import Credential, Device, DeviceStatus, Notice
from push.phones import fleet
from tests.fakes.__main__ import Counter
from tests.fakes.apns import Apns
from tests.fakes.http import Ring, Server
from tests.fakes.xiaomi import Xiaomi

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(tmp_path: Path, settings: Settings) -> Settings:
    settings.DATA, settings.DEMO = tmp_path, True
    return settings


@pytest.fixture
def xiaomi(demo: Settings) -> Iterator[Xiaomi]:
    """What a process of the fakes would say of itself."""
    fake, apns = Xiaomi(), Apns()
    server = Server(fake, Counter([fake]))
    place = demo.DATA / "vendors"
    place.mkdir()
    found = {
        "ringsUrl": f"{server.url}/rings",
        "credentials": {
            "APNS": apns.fields,
            "XIAOMI": {"appSecret": fake.app_secret, "packageName": fake.package},
        },
    }
    (place / "vendors.json").write_text(json.dumps(found))
    assert fleet.provide(apps.create(name="Demo", app_key="demo").app)
    yield fake
    server.stop()


def phones(client: Client) -> dict[str, dict[str, Any]]:
    return {one["deviceId"]: one for one in client.get("/demo/phones/rung").json()["phones"]}


def press(client: Client, button: str, **body: str) -> int:
    return client.post(f"/demo/phones/{button}", body, content_type="application/json").status_code


def test_everybody_of_the_demo_has_a_phone_and_providing_them_again_changes_nothing(xiaomi: Xiaomi) -> None:
    before = list(Device.objects.order_by("pk").values_list("device_id", "token", "updated_at"))
    assert fleet.provide(App.objects.get())
    assert list(Device.objects.order_by("pk").values_list("device_id", "token", "updated_at")) == before
    assert {name for name, *_ in before} == {phone.device_id for phone in fleet.PHONES}
    assert set(Credential.objects.values_list("vendor", flat=True)) == {"APNS", "XIAOMI"}


def test_where_nothing_stands_in_for_the_vendors_there_are_none(demo: Settings, client: Client) -> None:
    call_command("seed_demo", verbosity=0)
    assert phones(client) == {}
    assert not Credential.objects.exists()


def test_what_rings_is_shown_on_its_phone_and_no_token_leaves(xiaomi: Xiaomi, client: Client) -> None:
    token = Device.objects.get(device_id="demo-carol-xiaomi").token
    xiaomi.ring(Ring("XIAOMI", token, "m1", "Alice", "<b>hi</b>", 3, push_id="7"))
    shown = phones(client)
    (ring,) = shown["demo-carol-xiaomi"]["rings"]
    assert (ring["title"], ring["body"], ring["pushId"]) == ("Alice", "<b>hi</b>", "7")
    assert shown["demo-carol-xiaomi"]["badge"] == 3
    assert shown["demo-erin-vivo"]["rings"] == []
    assert token not in json.dumps(shown)


def test_without_its_app_a_phone_has_a_token_that_its_vendor_does_not_know(
    xiaomi: Xiaomi, client: Client
) -> None:
    assert press(client, "uninstall", deviceId="demo-carol-xiaomi") == 200
    device = Device.objects.get(device_id="demo-carol-xiaomi")
    assert device.token.startswith("dead")
    assert device.status == DeviceStatus.ACTIVE
    assert not phones(client)["demo-carol-xiaomi"]["installed"]
    assert press(client, "install", deviceId="demo-carol-xiaomi") == 200
    assert phones(client)["demo-carol-xiaomi"]["installed"]


def test_a_button_pushes_to_all_of_them(xiaomi: Xiaomi, client: Client) -> None:
    assert press(client, "happen", what="push") == 200
    assert Notice.objects.get().audience == {"tags": {"any": ["demo"]}}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"deviceId":"of nobody"}'], ids=["empty", "list", "unknown"])
def test_what_is_no_phone_of_the_demo_is_a_400(xiaomi: Xiaomi, client: Client, body: bytes) -> None:
    answer = client.post("/demo/phones/install", body, content_type="application/json")
    assert answer.status_code == 400


def test_the_page_speaks_two_languages_and_runs_no_foreign_code(demo: Settings, client: Client) -> None:
    english, chinese = (client.get("/demo/phones", {"lang": lang}) for lang in ("en", "zh-hans"))
    assert "<title>Phones" in english.content.decode()
    assert "<title>手机" in chinese.content.decode()
    assert "default-src 'none'" in english.headers["Content-Security-Policy"]


def test_elsewhere_there_is_no_such_path(demo: Settings, client: Client) -> None:
    demo.DEMO = False
    App.objects.create(app_key="demo", sdk_app_id=1, name="demo")
    for path in ("", "/rung"):
        assert client.get(f"/demo/phones{path}").status_code == 404
    for button in ("happen", "install", "uninstall"):
        assert press(client, button) == 404
