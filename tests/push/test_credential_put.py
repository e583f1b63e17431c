"""PUT /api/push/admin/credentials/{vendor}, beside the reference."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import App
from journal.models import Operation
from push import credentials
from push.models import Credential, Lane
from push.serializers.credentials import ChangeCredential
from push.vendors.contract import Field
from push.vendors.registry import VENDORS
from tests.client import Answer, Client
from tests.push.credentials import make_credential
from tests.push.planted import GOOD, Planted, planted

pytestmark = pytest.mark.usefixtures("vendor")


def put(client: Client, vendor: str = "HUAWEI", /, **given: Any) -> Answer:
    return client.put(f"/api/push/admin/credentials/{vendor}", given)


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_a_new_one_is_kept_sealed_and_shown_without_its_secret(
    caller: str, request: pytest.FixtureRequest, acme: App
) -> None:
    answer = put(request.getfixturevalue(caller), **GOOD, channelId="chat")
    assert answer.data["public"] == {"appId": "100001", "channelId": "chat"}
    assert (answer.data["enabled"], answer.data["version"], answer.data["readable"]) == (True, 1, True)
    assert b"a good secret" not in answer.raw
    stored = Credential.objects.get(app=acme)
    assert "a good secret" not in stored.secret
    access = credentials.access(acme.pk, "HUAWEI")
    assert access is not None
    assert access.fields == {**GOOD, "channelId": "chat"}


def test_the_name_of_the_vendor_is_taken_in_any_case(as_root: Client) -> None:
    assert put(as_root, "HuaWei", **GOOD).data["vendor"] == "HUAWEI"


def test_what_is_not_named_stays(as_root: Client, acme: App) -> None:
    first = put(as_root, **GOOD).data
    second = put(as_root, appId="100002").data
    assert (second["public"], second["fingerprint"]) == ({"appId": "100002"}, first["fingerprint"])
    third = put(as_root, appSecret="another secret").data
    assert (third["public"], third["version"]) == ({"appId": "100002"}, 3)
    assert third["fingerprint"] != first["fingerprint"]
    assert put(as_root, appSecret=GOOD["appSecret"]).data["fingerprint"] == first["fingerprint"]


def test_it_is_switched_off_and_on(as_root: Client, acme: App) -> None:
    put(as_root, **GOOD)
    assert put(as_root, enabled=False).data["enabled"] is False
    assert credentials.configured(acme.pk) == frozenset()
    assert put(as_root, enabled=True).data["enabled"] is True
    assert credentials.configured(acme.pk) == {"HUAWEI"}


def test_null_takes_away_what_need_not_be_there(as_root: Client) -> None:
    put(as_root, **GOOD, channelId="chat")
    assert put(as_root, channelId=None).data["public"] == {"appId": "100001"}
    assert put(as_root, appSecret=None).refused(400, "10004", "appSecret")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "appId"),
        ({"appId": "100001"}, "appSecret"),
        ({**GOOD, "appId": "letters"}, "appId"),
        ({**GOOD, "appId": 100001}, "appId"),
        ({**GOOD, "appId": ""}, "appId"),
        ({**GOOD, "appSecret": "s" * 16_385}, "appSecret"),
        ({**GOOD, "masterSecret": "s"}, "masterSecret"),
        ({**GOOD, "appSecret": "a secret\n"}, "appSecret"),
        ({**GOOD, "nonsense": "s"}, "nonsense"),
        ({**GOOD, "enabled": "yes"}, "enabled"),
        ({**GOOD, "environment": "SANDBOX"}, "environment"),
    ],
    ids=[
        "none",
        "missing",
        "vendor's",
        "type",
        "blank",
        "long",
        "another's",
        "line break",
        "unknown",
        "flag",
        "environment",
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    given: dict[str, Any], field: str, as_root: Client
) -> None:
    answer = put(as_root, **given)
    assert answer.refused(400, "10004", field)
    assert b"a good secret" not in answer.raw
    assert not Credential.objects.exists()
    assert not Operation.objects.exists()


@pytest.mark.parametrize("vendor", ["NOKIA", "APNS_VOIP", "apns_live", "%00", "HUAWEI "])
def test_another_vendor_is_400(vendor: str, as_root: Client) -> None:
    assert put(as_root, vendor, **GOOD).refused(400, "10004", "vendor")


def test_the_log_names_what_changed_and_no_secret(as_root: Client) -> None:
    first = put(as_root, **GOOD).data
    second = put(as_root, appSecret="another secret").data
    entered, changed = Operation.objects.order_by("pk")
    assert (entered.action, entered.target_type, entered.target_id) == (
        "PUSH_CREDENTIAL_UPDATE",
        "PUSH_CREDENTIAL",
        "HUAWEI",
    )
    assert entered.detail["changed"]["appId"] == {"from": None, "to": "100001"}
    prints = {"from": first["fingerprint"], "to": second["fingerprint"]}
    assert changed.detail == {"version": 2, "changed": {"fingerprint": prints}}


def test_one_that_no_key_opens_is_entered_again(as_root: Client, acme: App) -> None:
    broken = make_credential(acme, "HUAWEI", public={"appId": "100001"})
    Credential.objects.filter(pk=broken.pk).update(secret="gone:c2VjcmV0")
    assert put(as_root, appId="100002").refused(400, "10004", "appSecret")
    assert put(as_root, appSecret="s").data["readable"] is True


def test_a_lane_that_rested_for_a_bad_credential_goes_on(as_root: Client, acme: App, other: App) -> None:
    until = timezone.now() + timedelta(hours=1)
    for app, vendor, reason in (
        (acme, "HUAWEI", "AUTH"),
        (other, "HUAWEI", "AUTH"),
        (acme, "XIAOMI", "INVALID_TOKENS"),
    ):
        Lane.objects.create(app=app, vendor=vendor, paused_until=until, reason=reason)
    (lane,) = put(as_root, **GOOD).data["lanes"]
    assert lane == {"vendor": "HUAWEI", "pausedUntil": None, "reason": None}
    assert Lane.objects.filter(paused_until=until).count() == 2


def test_a_lane_that_rests_for_the_vendors_sake_rests_on(as_root: Client, acme: App) -> None:
    until = timezone.now() + timedelta(hours=1)
    Lane.objects.create(app=acme, vendor="HUAWEI", paused_until=until, reason="DAY")
    (lane,) = put(as_root, **GOOD).data["lanes"]
    assert (lane["reason"], lane["pausedUntil"] is None) == ("DAY", False)


def test_nothing_of_another_apps_is_touched(as_root: Client, other: App, vendor: Planted) -> None:
    theirs = make_credential(other, "HUAWEI", public={"appId": "7"})
    put(as_root, **GOOD)
    theirs.refresh_from_db()
    assert (theirs.public, theirs.version) == ({"appId": "7"}, 1)


@pytest.mark.parametrize("name", VENDORS)
def test_every_field_of_every_vendor_can_be_given(name: str) -> None:
    assert {field.name for field in VENDORS[name].FIELDS} <= set(ChangeCredential().fields)


def test_a_key_file_is_taken_as_its_text_or_as_what_it_says(as_root: Client, acme: App) -> None:
    with planted("FCM") as vendor:
        vendor.FIELDS = (Field("appId"), Field("serviceAccount", secret=True))
        for given in ({"project_id": "p"}, '{"project_id":"p"}'):
            assert put(as_root, "FCM", appId="1", serviceAccount=given).ok
            access = credentials.access(acme.pk, "FCM")
            assert access is not None
            assert access.fields["serviceAccount"] == '{"project_id":"p"}'
        too_much: list[Any] = [[], 1, {"x": "y" * 16_384}]
        for bad in too_much:
            assert put(as_root, "FCM", serviceAccount=bad).refused(400, "10004", "serviceAccount")
