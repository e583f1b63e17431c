from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Account, App
from push.asking import Socket
from push.models import Preference
from push.planning import Plan, Terms, for_devices, for_users, terms_of
from tests.push.credentials import make_credential
from tests.push.phones import make_device

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _vendors(acme: App) -> None:
    for vendor in ("APNS", "HUAWEI"):
        make_credential(acme, vendor)


def planned(app: App, *user_ids: str, at: datetime = NOON, **terms: Any) -> Plan:
    return for_users(app.pk, user_ids, Terms(at=at, **terms))


def reasons(plan: Plan) -> dict[str, str]:
    return {missed.asked: missed.reason for missed in plan.missed}


def test_all_devices_of_a_user_are_chosen(acme: App):
    phones = [make_device(acme, "bob"), make_device(acme, "bob", "APNS"), make_device(acme, "eve")]
    plan = planned(acme, "eve", "bob", "bob")
    assert {one.device for one in plan.chosen} == {phone.pk for phone in phones}
    assert (plan.users, plan.missed, plan.skipped) == (2, [], [])


def test_who_gets_nothing_is_named_with_the_reason(acme: App, other: App, alice: Account, dave: Account):
    make_device(acme, "gone", status="UNREGISTERED")
    make_device(acme, "dead", status="INVALID")
    make_device(acme, "silenced", notification_enabled=False)
    make_device(acme, "late", "XIAOMI")
    make_device(other, "dave")
    plan = planned(
        acme,
        "alice",
        "gone",
        "dead",
        "silenced",
        "late",
        "dave",
        "nobody",
        "muted",
        unwanted={"muted": "MUTED"},
    )
    assert reasons(plan) == {
        "alice": "NO_DEVICE",
        "gone": "NO_DEVICE",
        "dead": "ALL_INVALID",
        "silenced": "NOTIFICATION_DISABLED",
        "late": "VENDOR_NOT_CONFIGURED",
        "dave": "UNKNOWN_USER",
        "nobody": "UNKNOWN_USER",
        "muted": "MUTED",
    }
    assert [one.reason for one in plan.skipped] == list(reasons(plan).values())
    assert plan.chosen == []


def test_a_deleted_account_is_unknown(acme: App, alice: Account):
    make_device(acme, "alice", status="UNREGISTERED")
    Account.objects.filter(pk=alice.pk).update(status="DELETED")
    assert reasons(planned(acme, "alice")) == {"alice": "UNKNOWN_USER"}


def test_the_device_that_came_furthest_says_why(acme: App):
    make_device(acme, "bob", status="INVALID")
    make_device(acme, "bob", "XIAOMI")
    plan = planned(acme, "bob")
    assert reasons(plan) == {"bob": "VENDOR_NOT_CONFIGURED"}
    assert sorted(one.reason for one in plan.skipped) == ["ALL_INVALID", "VENDOR_NOT_CONFIGURED"]


def test_a_silent_message_goes_where_notifications_are_off(acme: App):
    make_device(acme, "bob", notification_enabled=False)
    assert len(planned(acme, "bob", silent=True).chosen) == 1


@pytest.mark.parametrize(
    ("start", "end", "zone", "quiet"),
    [
        ("22:00", "08:00", "UTC", False),
        ("11:00", "13:00", "UTC", True),
        ("12:00", "13:00", "UTC", True),
        ("11:00", "12:00", "UTC", False),
        ("19:00", "21:00", "Asia/Shanghai", True),
        ("22:00", "08:00", "America/Los_Angeles", True),
        ("22:00", "04:00", "America/Los_Angeles", False),
        ("09:00", "09:00", "UTC", True),
        ("11:00", "13:00", "Mars/Olympus", True),
    ],
)
def test_quiet_hours_are_those_of_the_users_own_clock(
    acme: App, start: str, end: str, zone: str, quiet: bool
):
    make_device(acme, "bob")
    make_preference(acme, start, end, zone)
    assert reasons(planned(acme, "bob")) == ({"bob": "DND"} if quiet else {})


def make_preference(
    app: App, start: str = "00:00", end: str = "00:00", zone: str = "UTC", **fields: Any
) -> None:
    from_minute, to_minute = (int(time[:2]) * 60 + int(time[3:]) for time in (start, end))
    values = {"dnd_enabled": True, "dnd_from": from_minute, "dnd_to": to_minute, "time_zone": zone}
    Preference.objects.create(app=app, user_id="bob", **(values | fields))


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ({"notification": {"title": "t", "category": "VOIP"}}, {}),
        ({"notification": {"title": "t"}}, {"respectDnd": False}),
        ({"data": {"a": 1}}, {}),
    ],
)
def test_calls_silent_messages_and_what_says_so_pass_through_quiet_hours(
    acme: App, content: dict[str, Any], options: dict[str, Any]
):
    make_device(acme, "bob")
    make_preference(acme)
    assert for_users(acme.pk, ["bob"], terms_of(content, options, NOON)).missed == []


def test_quiet_hours_that_are_off_are_none(acme: App):
    make_device(acme, "bob")
    make_preference(acme, dnd_enabled=False)
    assert planned(acme, "bob").missed == []


def test_only_the_device_in_use_is_passed_over(acme: App):
    phone, tablet = make_device(acme, "bob"), make_device(acme, "bob")
    sockets = [
        Socket("ANDROID", phone.device_id, background=False),
        Socket("ANDROID", tablet.device_id, background=True),
        Socket("WEB", "browser", background=False),
    ]
    plan = planned(acme, "bob", sockets={"bob": sockets})
    assert [one.device for one in plan.chosen] == [tablet.pk]
    assert [one.reason for one in plan.skipped] == ["ONLINE"]
    alone = planned(
        acme, "bob", sockets={"bob": [*sockets, Socket("ANDROID", tablet.device_id, background=False)]}
    )
    assert reasons(alone) == {"bob": "ONLINE"}


def test_each_token_of_an_iphone_gets_its_own_kind(acme: App):
    for vendor in ("APNS", "APNS_VOIP", "APNS_LIVE"):
        make_device(acme, "bob", vendor, device_id="iphone")
    assert {one.vendor for one in planned(acme, "bob").chosen} == {"APNS"}
    assert {one.vendor for one in planned(acme, "bob", voip=True).chosen} == {"APNS_VOIP"}
    assert {one.vendor for one in planned(acme, "bob", live=True).chosen} == {"APNS_LIVE"}


def test_a_call_rings_as_usual_where_there_is_no_token_for_calls(acme: App):
    make_device(acme, "bob", "APNS")
    make_device(acme, "bob", "HUAWEI")
    make_device(acme, "eve", "APNS_VOIP")
    assert {one.vendor for one in planned(acme, "bob", voip=True).chosen} == {"APNS", "HUAWEI"}
    assert reasons(planned(acme, "eve")) == {"eve": "NO_DEVICE"}


def test_devices_are_found_by_their_own_names(acme: App, other: App):
    make_device(acme, "bob", "APNS", device_id="iphone")
    make_device(acme, "bob", "APNS_VOIP", device_id="iphone")
    make_device(acme, "eve", status="INVALID", device_id="old")
    make_device(other, "dave", device_id="theirs")
    plan = for_devices(acme.pk, ["old", "iphone", "theirs"], Terms(at=NOON))
    assert [(one.user_id, one.vendor) for one in plan.chosen] == [("bob", "APNS")]
    assert [tuple(one) for one in plan.missed] == [("old", "eve", "ALL_INVALID"), ("theirs", "", "NO_DEVICE")]


def test_some_are_told_later(acme: App):
    make_device(acme, "bob")
    later = NOON.replace(second=3)
    assert planned(acme, "bob", due={"bob": later}).chosen[0].at == later


def test_a_test_heeds_no_wish(acme: App):
    make_device(acme, "bob", notification_enabled=False)
    make_preference(acme)
    assert len(planned(acme, "bob", forced=True, unwanted={"bob": "MUTED"}).chosen) == 1
