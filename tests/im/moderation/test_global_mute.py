"""Rows 90 and 91, GET and PUT /api/im/admin/global-mute."""

from typing import Any

import pytest

from accounts.models import Account, App
from im.moderation.models import AccountMute, AppMute
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.chat import SEND, Room, message_to, say, say_in, to_group

ROW = "/api/im/admin/global-mute"
FOR_EVER = 4_294_967_295
OFF = {"enabled": False, "scopes": [], "until": 0, "whitelist": [], "reason": "", "updatedBy": ""}


def mute(client: Client, **body: Any) -> Any:
    answer = client.put(ROW, body)
    assert answer.ok, answer
    return answer.data


def is_muted(client: Client, to_id: str = "bob", **more: Any) -> bool:
    answer = client.post(SEND, message_to(to_id, **more))
    return answer.refused(403, "10018")


def run_out(app: App) -> None:
    AppMute.objects.filter(app=app).update(until=1)
    AccountMute.objects.filter(app=app).exclude(single_until=0).update(single_until=1)


def test_an_app_where_nobody_ever_changed_it_is_not_muted(as_root: Client) -> None:
    assert as_root.get(ROW).data == {**OFF, "updatedAt": None}


def test_a_muted_app_is_silent_at_once_and_until_it_is_over(
    as_root: Client, as_alice: Client, bob: Account
) -> None:
    say(as_alice, "bob")
    state = mute(as_root, enabled=True, reason="exams")
    assert (state["enabled"], state["until"], state["scopes"]) == (True, -1, ["SINGLE", "GROUP"])
    assert (state["reason"], state["updatedBy"]) == ("exams", "root")
    assert as_root.get(ROW).data == state
    assert is_muted(as_alice)
    assert is_muted(as_alice, onlineOnly=True)
    assert mute(as_root, enabled=False)["until"] == 0
    assert say(as_alice, "bob")["seq"] == 2


@pytest.mark.parametrize("chat_type", ["SINGLE", "GROUP"])
def test_a_scope_silences_only_its_own_chats(
    chat_type: str, as_root: Client, as_alice: Client, club: Room
) -> None:
    mute(as_root, enabled=True, scopes=[chat_type])
    assert is_muted(as_alice) == (chat_type == "SINGLE")
    assert as_alice.post(SEND, to_group("club")).refused(403, "10018") == (chat_type == "GROUP")
    mute(as_root, enabled=True)
    assert is_muted(as_alice)
    assert as_alice.post(SEND, to_group("club")).refused(403, "10018")


def test_administrators_the_white_list_and_sends_without_checks_are_exempt(
    as_root: Client, as_alice: Client, as_bob: Client, as_server: Client, club: Room, carol: Account
) -> None:
    mute(as_root, enabled=True, whitelist=["alice", "nobody"])
    assert say(as_root, "bob", skipChecks=False)["seq"] == 1
    assert say(as_alice, "bob")["seq"] == 1
    say_in(as_alice, "club")
    assert is_muted(as_bob, "alice")
    assert say(as_server, "carol", fromId="bob")["seq"] == 1
    assert is_muted(as_server, "carol", fromId="bob", skipChecks=False)


def test_a_white_list_that_is_not_named_stays_and_an_empty_one_is_none(
    as_root: Client, as_alice: Client, bob: Account
) -> None:
    mute(as_root, enabled=True, whitelist=["alice", "alice"])
    assert mute(as_root, enabled=True)["whitelist"] == ["alice"]
    assert not is_muted(as_alice)
    assert mute(as_root, enabled=True, whitelist=[])["whitelist"] == []
    assert is_muted(as_alice)


def test_a_mute_lasts_as_long_as_was_said(as_root: Client, as_alice: Client, acme: App, bob: Account) -> None:
    state = mute(as_root, enabled=True, duration=60)
    assert state["until"] == state["updatedAt"] + 60_000
    assert is_muted(as_alice)
    run_out(acme)
    assert not is_muted(as_alice)
    state = as_root.get(ROW).data
    assert (state["enabled"], state["until"]) == (False, 0)
    for duration in (-1, FOR_EVER):
        assert mute(as_root, enabled=True, duration=duration)["until"] == -1
    assert mute(as_root, enabled=True, duration=0)["enabled"] is False


def test_an_account_is_muted_for_single_and_group_chats_apart(
    as_root: Client, as_alice: Client, as_bob: Client, club: Room
) -> None:
    state = mute(as_root, userId="alice", singleDuration=-1, reason="spam")
    assert state == {"userId": "alice", "singleUntil": -1, "groupUntil": 0, "reason": "spam"}
    assert is_muted(as_alice)
    assert not is_muted(as_bob, "alice")
    say_in(as_alice, "club")
    state = mute(as_root, userId="alice", groupDuration=60)
    assert (state["singleUntil"], state["reason"]) == (-1, "")
    assert state["groupUntil"] > 0
    assert as_alice.post(SEND, to_group("club")).refused(403, "10018")
    assert as_root.get(ROW, userId="alice").data == state
    assert mute(as_root, userId="alice", singleDuration=0, groupDuration=0)["groupUntil"] == 0
    assert not is_muted(as_alice)
    assert not AccountMute.objects.exists()


def test_a_white_list_helps_nobody_against_his_own_mute(
    as_root: Client, as_alice: Client, bob: Account
) -> None:
    mute(as_root, enabled=True, whitelist=["alice"])
    mute(as_root, userId="alice", singleDuration=60)
    assert is_muted(as_alice)


def test_several_accounts_are_muted_together_or_not_at_all(
    as_root: Client, alice: Account, bob: Account, dave: Account
) -> None:
    state = mute(as_root, userIds=["bob", "alice", "bob"], singleDuration=FOR_EVER)
    assert [item["userId"] for item in state["items"]] == ["bob", "alice"]
    for stranger in ("nobody", "dave", "platform"):
        body = {"userIds": ["alice", stranger], "groupDuration": 60}
        assert as_root.put(ROW, body).refused(404, "70107"), stranger
    assert as_root.get(ROW, userId="alice").data["groupUntil"] == 0


def test_the_muted_accounts_are_listed_page_by_page(
    as_root: Client, acme: App, alice: Account, bob: Account, carol: Account, other: App, dave: Account
) -> None:
    mute(as_root, userId="alice", singleDuration=60)
    run_out(acme)
    mute(as_root, userId="bob", groupDuration=-1)
    mute(as_root, userId="carol", singleDuration=60)
    AccountMute.objects.create(account=dave, app=other, single_until=-1)
    page = as_root.get(ROW, muted=True, size=1).data
    assert (page["total"], page["hasMore"]) == (2, True)
    assert [item["userId"] for item in page["items"]] == ["carol"]
    assert as_root.get(ROW, muted=True, page=2, size=1).items == [
        {"userId": "bob", "singleUntil": 0, "groupUntil": -1, "reason": ""}
    ]
    assert as_root.get(ROW, userId="alice").data["singleUntil"] == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "enabled"),
        ({"enabled": "yes"}, "enabled"),
        ({"enabled": True, "userId": "alice"}, "enabled"),
        ({"userId": "alice", "userIds": ["alice"], "singleDuration": 1}, "enabled"),
        ({"userId": "alice"}, "singleDuration"),
        ({"userId": "alice", "singleDuration": -2}, "singleDuration"),
        ({"userId": "alice", "groupDuration": FOR_EVER + 1}, "groupDuration"),
        ({"userIds": [], "groupDuration": 1}, "userIds"),
        ({"userIds": ["a"] * 101, "groupDuration": 1}, "userIds"),
        ({"enabled": True, "scopes": []}, "scopes"),
        ({"enabled": True, "scopes": ["ALL"]}, "scopes"),
        ({"enabled": True, "whitelist": ["a"] * 101}, "whitelist"),
        ({"enabled": True, "reason": "x" * 201}, "reason"),
    ],
    ids=lambda value: str(value)[:50] if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_named(body: dict[str, Any], field: str, as_root: Client, alice: Account) -> None:
    answer = as_root.put(ROW, body)
    assert answer.refused(400, "10004")
    assert any(error["field"].startswith(field) for error in answer.data["errors"]), answer.data


def test_an_unknown_account_is_404(as_root: Client, dave: Account) -> None:
    for user_id in ("nobody", "dave"):
        assert as_root.get(ROW, userId=user_id).refused(404, "70107")


def test_everybody_hears_of_the_apps_mute_and_each_of_his_own(
    as_root: Client, alice: Account, bob: Account, facts: list[Fact]
) -> None:
    state = mute(as_root, enabled=True)
    mutes = mute(as_root, userIds=["alice", "bob"], singleDuration=60)["items"]
    told = [fact for fact in facts if fact.type == "mute.changed"]
    assert told[0].data == {**state, "operatorId": "root"}
    assert told[0].audience.whole_app
    assert [fact.audience.users for fact in told[1:]] == [("alice",), ("bob",)]
    assert [fact.data for fact in told[1:]] == [{**one, "operatorId": "root"} for one in mutes]


def test_each_call_is_logged_once_with_what_changed(as_server: Client, alice: Account, bob: Account) -> None:
    state = mute(as_server, enabled=True, duration=60, reason="exams")
    mutes = mute(as_server, userIds=["alice", "bob"], groupDuration=-1)["items"]
    mute(as_server, userId="bob", groupDuration=0)
    first, second, third = Operation.objects.filter(action="GLOBAL_MUTE").order_by("pk")
    assert (first.operator_id, first.target_type, first.target_id) == ("server", "APP", "acme")
    assert first.detail == {
        "reason": "exams",
        "changed": {
            "enabled": {"from": False, "to": True},
            "scopes": {"from": [], "to": ["SINGLE", "GROUP"]},
            "until": {"from": 0, "to": state["until"]},
        },
    }
    assert (second.target_type, second.target_id, second.detail) == ("ACCOUNT", "", {"accounts": mutes})
    assert third.target_id == "bob"


@pytest.mark.usefixtures("remembering")
def test_muting_many_is_as_many_statements_as_muting_one(
    as_root: Client, alice: Account, bob: Account, carol: Account, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(100) as one:
        mute(as_root, userIds=["alice"], singleDuration=60)
    with django_assert_max_num_queries(len(one)):
        mute(as_root, userIds=["alice", "bob", "carol"], singleDuration=60)
