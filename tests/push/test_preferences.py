"""GET and PUT /api/push/preferences: a user's quiet hours, and what a notification may say."""

from typing import Any

import pytest

from accounts.models import Account, App
from journal.models import Operation
from push.models import Preference
from tests.client import Client

PATH = "/api/push/preferences"
USUAL = {
    "userId": "alice",
    "dnd": {"enabled": False, "from": "22:00", "to": "08:00", "timezone": "UTC"},
    "previewHidden": False,
}
QUIET = {"enabled": True, "from": "23:30", "to": "07:05", "timezone": "Asia/Shanghai"}


def test_who_said_nothing_has_the_usual_ones(as_alice: Client) -> None:
    assert as_alice.get(PATH).data == USUAL
    assert not Preference.objects.exists()


def test_they_are_changed_one_by_one(as_alice: Client, as_bob: Client) -> None:
    assert as_alice.put(PATH, {"dnd": QUIET}).data == {**USUAL, "dnd": QUIET}
    assert as_alice.put(PATH, {"previewHidden": True}).data == {**USUAL, "dnd": QUIET, "previewHidden": True}
    later = as_alice.put(PATH, {"dnd": {"enabled": False, "to": "00:00"}}).data
    assert later == as_alice.get(PATH).data
    assert later["dnd"] == {**QUIET, "enabled": False, "to": "00:00"}
    assert as_bob.get(PATH).data == {**USUAL, "userId": "bob"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"dnd": {"from": "24:00"}}, "dnd.from"),
        ({"dnd": {"to": "7:00"}}, "dnd.to"),
        ({"dnd": {"to": "٠٧:٠٠"}}, "dnd.to"),
        ({"dnd": {"timezone": "Mars/Olympus"}}, "dnd.timezone"),
        ({"dnd": {"timezone": "../../etc/passwd"}}, "dnd.timezone"),
        ({"dnd": {"enabled": 1}}, "dnd.enabled"),
        ({"previewHidden": "no"}, "previewHidden"),
    ],
    ids=["hour", "short", "digits", "zone", "path", "flag", "word"],
)
def test_what_is_no_time_or_zone_is_refused(as_alice: Client, body: dict[str, Any], field: str) -> None:
    assert as_alice.put(PATH, body).refused(400, "10004", field)
    assert not Preference.objects.exists()


def test_the_server_may_say_it_for_a_user(as_server: Client, alice: Account, acme: App) -> None:
    assert as_server.put(PATH, {"previewHidden": True}, actAs="alice").data["previewHidden"] is True
    assert as_server.get(PATH, actAs="alice").data["userId"] == "alice"
    entry = Operation.objects.get()
    assert (entry.action, entry.target_id) == ("PUSH_PREFERENCES_UPDATE", "alice")
    assert as_server.get(PATH).refused(400, "10004", "actAs")
