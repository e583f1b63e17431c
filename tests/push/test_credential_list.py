"""GET /api/push/admin/credentials, beside the reference."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import App
from config.clock import ms
from push.models import Credential, Lane
from tests.client import Client
from tests.push.credentials import make_credential

ROW = "/api/push/admin/credentials"


def test_those_of_the_app_are_shown_without_a_secret(as_root: Client, acme: App, other: App) -> None:
    made = make_credential(acme, "HUAWEI", public={"appId": "1"}, secret={"appSecret": "canary"})
    make_credential(acme, "APNS", environment="SANDBOX", enabled=False)
    make_credential(other, "XIAOMI")
    answer = as_root.get(ROW)
    apns, huawei = answer.items
    assert (apns["vendor"], apns["environment"], apns["enabled"]) == ("APNS", "SANDBOX", False)
    assert huawei == {
        "vendor": "HUAWEI",
        "enabled": True,
        "environment": None,
        "public": {"appId": "1"},
        "fingerprint": made.fingerprint,
        "readable": True,
        "version": 1,
        "checkedAt": None,
        "check": None,
        "lanes": [],
        "createdAt": ms(made.created_at),
        "updatedAt": ms(made.updated_at),
    }
    assert b"canary" not in answer.raw
    assert made.secret.encode() not in answer.raw


def test_it_says_how_the_ways_to_the_vendor_stand(as_root: Client, acme: App) -> None:
    make_credential(acme, "APNS")
    until = timezone.now() + timedelta(minutes=5)
    Lane.objects.create(app=acme, vendor="APNS", paused_until=until, reason="AUTH")
    Lane.objects.create(app=acme, vendor="APNS_VOIP", paused_until=until - timedelta(hours=1), reason="DAY")
    Lane.objects.create(app=acme, vendor="FCM", paused_until=until, reason="AUTH")
    (shown,) = as_root.get(ROW).items
    assert shown["lanes"] == [
        {"vendor": "APNS", "pausedUntil": ms(until), "reason": "AUTH"},
        {"vendor": "APNS_VOIP", "pausedUntil": None, "reason": None},
    ]


def test_one_that_no_key_opens_is_told_as_such(as_root: Client, acme: App) -> None:
    broken = make_credential(acme, "HUAWEI")
    make_credential(acme, "XIAOMI")
    Credential.objects.filter(pk=broken.pk).update(secret="gone:c2VjcmV0")
    assert [one["readable"] for one in as_root.get(ROW).items] == [False, True]


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_whoever_looks_after_the_app_may_read_them(caller: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(caller).get(ROW).items == []


def test_they_cost_the_same_however_many_there_are(
    as_root: Client, acme: App, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_root.get(ROW)
    with django_assert_num_queries(3):
        as_root.get(ROW)
    for vendor in ("APNS", "FCM", "HUAWEI"):
        make_credential(acme, vendor)
        Lane.objects.create(app=acme, vendor=vendor)
    with django_assert_num_queries(3):
        assert len(as_root.get(ROW).items) == 3
