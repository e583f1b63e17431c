"""POST /api/push/admin/credentials/{vendor}/check, beside the reference."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.callers import Caller
from accounts.models import Account, App
from config.clock import ms
from journal.models import Operation
from push import calling
from push.actions.credentials import _checked
from push.models import Credential, Lane
from push.vendors.contract import Access, Kind, Outcome, Stage
from tests.client import Answer, Client
from tests.push.credentials import make_credential
from tests.push.planted import GOOD, OK, Planted

BAD = Outcome(Kind.AUTH, Stage.AUTH, 401, "80200001", "wrong secret", latency_ms=9, hint="enter it again")


def check(client: Client, vendor: str = "HUAWEI") -> Answer:
    return client.post(f"/api/push/admin/credentials/{vendor}/check")


@pytest.fixture
def credential(acme: App) -> Credential:
    return make_credential(acme, "HUAWEI", public={"appId": "1"}, secret={"appSecret": GOOD["appSecret"]})


@pytest.fixture
def paused(acme: App) -> Lane:
    until = timezone.now() + timedelta(hours=1)
    return Lane.objects.create(app=acme, vendor="HUAWEI", paused_until=until, reason="AUTH", openings=3)


@pytest.mark.parametrize("caller", ["as_root", "as_server", "as_operator"])
def test_the_vendor_is_asked_and_its_answer_kept(
    caller: str, request: pytest.FixtureRequest, vendor: Planted, credential: Credential
) -> None:
    shown = check(request.getfixturevalue(caller)).data
    (access,) = vendor.checked
    assert access.fields == {"appId": "1", "appSecret": GOOD["appSecret"]}
    assert shown["check"] == {
        "ok": True,
        "stage": "ACCEPTED",
        "httpStatus": 200,
        "vendorCode": None,
        "vendorMessage": None,
        "latencyMs": 3,
        "hint": None,
    }
    credential.refresh_from_db()
    assert credential.check_result == shown["check"]
    assert ms(credential.checked_at) == shown["checkedAt"]  # type: ignore[arg-type]
    assert not vendor.sent


def test_a_good_one_ends_the_rest_of_its_lane(
    as_root: Client, vendor: Planted, credential: Credential, paused: Lane
) -> None:
    (lane,) = check(as_root).data["lanes"]
    assert lane["pausedUntil"] is None
    paused.refresh_from_db()
    assert (paused.paused_until, paused.reason, paused.openings) == (None, "", 0)


def test_a_bad_one_says_what_is_wrong(
    as_root: Client, vendor: Planted, credential: Credential, paused: Lane
) -> None:
    vendor.checks = lambda _: BAD
    shown = check(as_root).data
    assert shown["check"] == {
        "ok": False,
        "stage": "AUTH",
        "httpStatus": 401,
        "vendorCode": "80200001",
        "vendorMessage": "wrong secret",
        "latencyMs": 9,
        "hint": "enter it again",
    }
    assert shown["lanes"][0]["reason"] == "AUTH"


def test_the_log_has_the_result(as_root: Client, vendor: Planted, credential: Credential) -> None:
    shown = check(as_root).data["check"]
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == (
        "PUSH_CREDENTIAL_CHECK",
        "PUSH_CREDENTIAL",
        "HUAWEI",
    )
    assert entry.detail == {"version": 1, **shown}


def test_one_that_no_key_opens_is_a_result_too(
    as_root: Client, vendor: Planted, credential: Credential
) -> None:
    Credential.objects.update(secret="gone:c2VjcmV0")
    result = check(as_root).data["check"]
    assert (result["ok"], result["stage"], result["vendorCode"]) == (
        False,
        "CREDENTIAL",
        "CREDENTIAL_UNREADABLE",
    )
    assert "ENCRYPTION_KEYS" in result["hint"]
    assert not vendor.checked


def test_a_disabled_one_can_be_tried_before_it_is_enabled(
    as_root: Client, vendor: Planted, acme: App
) -> None:
    make_credential(acme, "HUAWEI", enabled=False)
    shown = check(as_root).data
    assert (shown["enabled"], shown["check"]["ok"]) == (False, True)


def test_a_vendor_that_does_not_answer_is_not_waited_for(
    as_root: Client, vendor: Planted, credential: Credential, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.05)
    vendor.after = 30
    assert check(as_root).data["check"]["vendorCode"] == "timeout"


def test_what_was_changed_meanwhile_keeps_no_result(
    as_root: Client, vendor: Planted, credential: Credential, paused: Lane, root: Account
) -> None:
    Credential.objects.update(version=2)
    _checked(credential, OK, timezone.now(), Caller("A", account=root))
    paused.refresh_from_db()
    assert paused.reason == "AUTH"
    assert Credential.objects.get().checked_at is None


def test_a_vendor_that_breaks_is_no_500(
    as_root: Client, vendor: Planted, credential: Credential, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(access: Access) -> Outcome:
        raise ValueError(access.fields["appSecret"])

    vendor.checks = breaks
    answer = check(as_root)
    assert answer.data["check"]["vendorCode"] == "internal"
    assert "push.vendor_broke" in caplog.text
    assert GOOD["appSecret"] not in caplog.text + answer.raw.decode()


def test_one_that_is_not_there_is_404(as_root: Client, vendor: Planted, other: App) -> None:
    make_credential(other, "HUAWEI")
    assert check(as_root).refused(404, "93001")
    assert check(as_root, "NOKIA").refused(400, "10004", "vendor")
    assert not vendor.checked
    assert not Operation.objects.exists()


def test_a_vendor_that_is_not_reached_is_a_result_too(as_root: Client, acme: App) -> None:
    make_credential(acme, "OPPO")
    result = check(as_root, "OPPO").data["check"]
    assert (result["ok"], result["stage"]) == (False, "CONNECT")
