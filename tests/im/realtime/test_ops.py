"""Ops are the rows of REST by another door: the same actions, refusals and events."""

from typing import Any

import pytest
from django.db import OperationalError

from accounts.models import Account
from im.messages.models import Message
from tests.client import Client
from tests.im.realtime.conftest import Phones, log_in

TO_BOB = {"chatType": "SINGLE", "toId": "bob", "msgType": "TEXT"}


def text(words: str) -> dict[str, Any]:
    return {**TO_BOB, "content": {"text": words}}


def test_a_send_is_acknowledged_when_it_is_stored_and_reaches_the_other(
    phone: Phones, alice: Account, bob: Account
) -> None:
    hers, his = phone(alice), phone(bob)
    sent = hers.ask("send", **text("hello"))
    assert sent["type"] == "ack"
    assert Message.objects.get(pk=sent["data"]["id"]).seq == sent["data"]["seq"] == 1
    heard = his.hear("message.sent")
    assert heard["id"].startswith("evt_")
    assert heard["data"]["id"] == sent["data"]["id"]
    assert heard["data"]["content"] == {"text": "hello"}


def test_the_senders_other_devices_hear_it_and_the_sending_session_does_not(
    phone: Phones, alice: Account, bob: Account
) -> None:
    sending, tablet = phone(alice), phone(alice, platform="IPAD")
    sending.ask("send", **text("hello"))
    assert tablet.hear("message.sent")["data"]["seq"] == 1
    assert sending.hears_nothing("message.sent")


def test_a_session_that_sends_by_rest_does_not_hear_it_on_its_socket(
    phone: Phones, alice: Account, bob: Account
) -> None:
    token = log_in(alice).token
    own, his = phone(token=token), phone(bob)
    assert Client({"Authorization": f"Bearer {token}"}).post("/api/im/messages/send", text("by REST")).ok
    assert his.hear("message.sent")["data"]["content"] == {"text": "by REST"}
    assert own.hears_nothing("message.sent")


def test_without_sync_sender_the_other_devices_hear_nothing_and_miss_nothing_after(
    phone: Phones, alice: Account, bob: Account
) -> None:
    sending, tablet, his = phone(alice), phone(alice, platform="IPAD"), phone(bob)
    sending.ask("send", **text("for bob"), syncSender=False)
    his.ask("send", chatType="SINGLE", toId="alice", msgType="TEXT", content={"text": "back"})
    assert tablet.hear("message.sent")["data"]["seq"] == 2
    assert tablet.hears_nothing("message.sent")


def test_sends_of_one_socket_keep_their_order(phone: Phones, alice: Account, bob: Account) -> None:
    hers, his = phone(alice), phone(bob)
    for number in range(50):
        hers.say({"op": "send", "ref": number, **text(f"message {number}")})
    assert [hers.hear("ack")["data"]["seq"] for _ in range(50)] == list(range(1, 51))
    assert [his.hear("message.sent")["data"]["content"]["text"] for _ in range(50)] == [
        f"message {number}" for number in range(50)
    ]


def test_a_send_without_ref_is_done_and_not_acknowledged(phone: Phones, alice: Account, bob: Account) -> None:
    hers, his = phone(alice), phone(bob)
    hers.say({"op": "send", **text("quietly")})
    assert his.hear("message.sent")["data"]["content"] == {"text": "quietly"}
    assert hers.hears_nothing("ack")


def test_a_refused_send_answers_as_rest_does_and_harms_no_other(
    phone: Phones, alice: Account, bob: Account
) -> None:
    hers = phone(alice)
    hers.say({"op": "send", "ref": "bad", **{**text("x"), "content": {}}})
    hers.say({"op": "send", "ref": "good", **text("x")})
    refused, good = hers.hear("error"), hers.hear("ack")
    assert (refused["ref"], refused["code"], refused["status"]) == ("bad", 400, "10004")
    assert refused["data"]["errors"]
    assert good["ref"] == "good"
    assert hers.ask("send", **{**text("x"), "toId": "nobody"})["status"] == "20003"


def test_sending_again_answers_with_the_first(phone: Phones, alice: Account, bob: Account) -> None:
    hers = phone(alice)
    first, again = (hers.ask("send", **text("once"), clientMsgId="c1")["data"] for _ in range(2))
    assert first["id"] == again["id"]
    assert Message.objects.count() == 1


def test_read_and_sync_are_the_rows_of_rest(phone: Phones, alice: Account, bob: Account) -> None:
    hers, his = phone(alice), phone(bob)
    hers.ask("send", **text("one"))
    his.hear("message.sent")
    synced = his.ask("sync", deviceId="d1")["data"]
    assert synced["conversations"][0]["messages"][0]["content"] == {"text": "one"}
    assert his.ask("read", chatType="SINGLE", targetId="alice", seq=1)["data"]["readSeq"] == 1
    assert hers.hear("message.read")["data"]["readSeq"] == 1


def test_typing_is_told_to_the_other_and_nobody_else(phone: Phones, alice: Account, bob: Account) -> None:
    hers, his = phone(alice), phone(bob)
    assert hers.ask("typing", chatType="SINGLE", targetId="bob", active=True)["type"] == "ack"
    assert his.hear("typing.started")["data"] == {
        "chatType": "SINGLE",
        "targetId": "alice",
        "userId": "alice",
    }
    hers.ask("typing", chatType="SINGLE", targetId="bob", active=False)
    assert his.hear("typing.stopped")
    assert hers.hears_nothing("typing.started", 0.1)


@pytest.mark.parametrize("op", ["send", "sync"])
def test_a_database_that_is_away_is_a_503(
    phone: Phones, alice: Account, bob: Account, monkeypatch: pytest.MonkeyPatch, op: str
) -> None:
    def away(*args: Any, **options: Any) -> None:
        raise OperationalError("gone")

    hers = phone(alice)
    monkeypatch.setattr("im.realtime.ops.caller_of_token", away)
    monkeypatch.setattr("im.realtime.sends.caller_of_token", away)
    refused = hers.ask(op, **text("x"))
    assert (refused["code"], refused["status"]) == (503, "90503")


def test_what_nobody_foresaw_is_a_500_that_gives_nothing_away(
    phone: Phones, alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise KeyError("secret detail")

    hers = phone(alice)
    monkeypatch.setattr("im.realtime.ops.caller_of_token", broken)
    refused = hers.ask("sync")
    assert (refused["code"], refused["status"]) == (500, "90500")
    assert "secret" not in refused["message"]
    assert hers.ask("ping")["type"] == "pong"
