"""What a process knows of the credentials: opened, remembered for a moment, and each by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import App
from push import credentials
from push.models import Credential
from tests.push.credentials import make_credential


def test_a_credential_is_opened_with_all_its_fields(acme: App) -> None:
    row = make_credential(acme, "HUAWEI", public={"appId": "1"}, secret={"appSecret": "s"}, version=3)
    access = credentials.access(acme.pk, "HUAWEI")
    assert access is not None
    assert access.fields == {"appId": "1", "appSecret": "s"}
    assert access.key == (acme.pk, "HUAWEI", (row.pk, 3))
    assert "appSecret" not in repr(access)


def test_nothing_made_of_one_that_was_taken_away_serves_the_next(acme: App) -> None:
    first = make_credential(acme, "APNS")
    before = credentials.access(acme.pk, "APNS")
    first.delete()
    make_credential(acme, "APNS")
    after = credentials.access(acme.pk, "APNS")
    assert before is not None
    assert after is not None
    assert before.key != after.key


def test_an_iphones_other_tokens_use_the_credential_of_apns(acme: App) -> None:
    make_credential(acme, "APNS", environment="SANDBOX")
    assert credentials.configured(acme.pk) == {"APNS", "APNS_VOIP", "APNS_LIVE"}
    for name in credentials.configured(acme.pk):
        access = credentials.access(acme.pk, name)
        assert access is not None
        assert (access.vendor, access.environment) == ("APNS", "SANDBOX")


def test_a_disabled_one_and_another_apps_are_none(acme: App, other: App) -> None:
    make_credential(acme, "HUAWEI", enabled=False)
    make_credential(other, "XIAOMI")
    assert credentials.configured(acme.pk) == frozenset()
    for name in ("HUAWEI", "XIAOMI"):
        assert credentials.access(acme.pk, name) is None
        assert credentials.why_not(acme.pk, name) == "VENDOR_NOT_CONFIGURED"


@pytest.mark.parametrize("stored", ["gone:c2VjcmV0", "nonsense", "k1:!", ""], ids=str)
def test_one_that_no_key_opens_does_not_break_the_others(stored: str, acme: App) -> None:
    broken = make_credential(acme, "HUAWEI")
    make_credential(acme, "XIAOMI")
    Credential.objects.filter(pk=broken.pk).update(secret=stored)
    assert credentials.configured(acme.pk) == {"HUAWEI", "XIAOMI"}
    assert credentials.access(acme.pk, "HUAWEI") is None
    assert credentials.why_not(acme.pk, "HUAWEI") == "CREDENTIAL_UNREADABLE"
    assert credentials.access(acme.pk, "XIAOMI") is not None
    assert credentials.why_not(acme.pk, "XIAOMI") == ""


def test_they_are_remembered_until_one_changes(acme: App, remembering: None) -> None:
    credential = make_credential(acme, "HUAWEI")
    credentials._forget(None)
    credentials.access(acme.pk, "HUAWEI")
    with CaptureQueriesContext(connection) as asked:
        credentials.configured(acme.pk)
        credentials.access(acme.pk, "HUAWEI")
        credentials.access(acme.pk, "FCM")
    assert not asked.captured_queries
    Credential.objects.filter(pk=credential.pk).update(enabled=False)
    credentials._forget(str(acme.pk))
    assert credentials.access(acme.pk, "HUAWEI") is None
    credentials._forget(None)
