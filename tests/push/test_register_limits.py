"""Row 98, POST /api/push/register: what it takes and what it refuses."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from push.models import Device
from tests.client import Client
from tests.push.test_register import BROWSER, IPHONE, KEYS, P256DH, ROW, register

pytestmark = pytest.mark.django_db

BASE64 = str.maketrans("-_", "+/")
GOOD: list[dict[str, Any]] = [
    {"token": "x" * 4096},
    {"deviceId": "é" * 128},
    {"bundleId": "com.example.App-1_x"},
    {"locale": "zh-Hant-HK"},
    {"timezone": "America/Argentina/Ushuaia"},
    {"timezone": "", "appVersion": ""},
    {"tags": ["x" * 64] * 20},
    {"notificationEnabled": False},
    {"environment": "SANDBOX"},
    {**IPHONE, "token": "a1" * 100},
    {**BROWSER, "token": "https://push.example.com/" + "x" * (2048 - 25)},
]
BAD: list[tuple[str, dict[str, Any]]] = [
    ("userId", {"userId": "b b"}),
    ("userId", {"userId": None}),
    ("deviceId", {"deviceId": ""}),
    ("deviceId", {"deviceId": "x" * 129}),
    ("deviceId", {"deviceId": "a\nb"}),
    ("platform", {"platform": "android"}),
    ("vendor", {"vendor": "NOKIA"}),
    ("vendor", {"vendor": 1}),
    ("token", {"token": ""}),
    ("token", {"token": "x" * 4097}),
    ("token", {"token": "a b"}),
    ("token", {"token": "é"}),
    ("token", {**IPHONE, "token": "ab" * 31}),
    ("token", {**IPHONE, "token": "ab" * 101}),
    ("token", {**IPHONE, "token": "xy" * 32}),
    ("token", {**IPHONE, "token": "a" * 65}),
    ("token", {**BROWSER, "token": "http://push.example.com/x"}),
    ("token", {**BROWSER, "token": "https://10.0.0.1/x"}),
    ("token", {**BROWSER, "token": "https://push.example.com/" + "x" * (2049 - 25)}),
    ("keys", {**BROWSER, "keys": None}),
    ("keys.auth", {**BROWSER, "keys": {"p256dh": P256DH}}),
    ("keys.auth", {**BROWSER, "keys": {**KEYS, "auth": "AAAA"}}),
    ("keys.p256dh", {**BROWSER, "keys": {**KEYS, "p256dh": "BA" + P256DH[2:]}}),
    ("keys.p256dh", {**BROWSER, "keys": {**KEYS, "p256dh": "é"}}),
    ("keys.p256dh", {**BROWSER, "keys": {**KEYS, "p256dh": P256DH.translate(BASE64)}}),
    ("keys.p256dh", {**BROWSER, "keys": {**KEYS, "p256dh": "Ai" + P256DH[2:44]}}),
    ("keys.auth", {**BROWSER, "keys": {**KEYS, "auth": KEYS["auth"].translate(BASE64)}}),
    ("environment", {"environment": "DEV"}),
    ("bundleId", {"bundleId": "a\r\nb: c"}),
    ("bundleId", {"bundleId": "x" * 256}),
    ("locale", {"locale": "zh_CN"}),
    ("locale", {"locale": "x" * 17}),
    ("timezone", {"timezone": "Mars/Olympus"}),
    ("timezone", {"timezone": "../etc/passwd"}),
    ("appVersion", {"appVersion": "x" * 65}),
    ("model", {"model": "a\tb"}),
    ("tags", {"tags": ["x"] * 21}),
    ("tags[0]", {"tags": ["x" * 65]}),
    ("tags[0]", {"tags": [""]}),
    ("notificationEnabled", {"notificationEnabled": "true"}),
]


def test_limits_hold_at_the_edge(as_phone: Client, settings: Settings) -> None:
    settings.LIMITS_OFF = True
    for good in GOOD:
        answer = register(as_phone, **good)
        assert answer.ok, (good, answer)
    kept = Device.objects.count()
    for field, bad in BAD:
        answer = register(as_phone, **bad)
        assert answer.refused(400, "10004"), (bad, answer)
        named = [error["field"] for error in answer.data["errors"]]
        assert named[0].startswith(field), (field, named)
    assert Device.objects.count() == kept
    assert as_phone.post(ROW, {**BROWSER, "keys": {}}).refused(400, "10004", "keys.auth")
    assert as_phone.post(ROW, {k: v for k, v in BROWSER.items() if k != "keys"}).refused(400, "10004", "keys")
