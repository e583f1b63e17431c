"""Sends by socket that a moderator is asked about: their own socket's order holds, nobody else waits."""

from collections.abc import Iterator

import pytest

from accounts.models import Account, App
from im.messages.models import Message
from tests.im.chat import message_to
from tests.im.realtime.conftest import Phones, Running
from tests.im.realtime.phone import eventually
from tests.webhooks.moderator import Handler, Moderator, ask_it, running


@pytest.fixture
def moderator(transactional_db: None, acme: App) -> Iterator[Moderator]:
    with running() as server:
        ask_it(server, acme, "message.before_send", timeout_ms=5_000)
        yield server


def stored() -> list[str]:
    return [message.content["text"] for message in Message.objects.order_by("pk")]


def test_a_frame_is_allowed_denied_or_modified(
    phone: Phones, moderator: Moderator, alice: Account, bob: Account
) -> None:
    def judges(call: Handler) -> None:
        text = moderator.asked[-1]["data"]["content"]["text"]
        say = {
            "bad": b'{"action": "deny", "message": "no"}',
            "ugly": b'{"action": "modify", "content": {"text": "u**y"}}',
        }
        call.say(say.get(text, b'{"action": "allow"}'))

    moderator.answer = judges
    mine = phone(alice)
    assert mine.ask("send", **message_to("bob", "good"))["data"]["content"] == {"text": "good"}
    refused = mine.ask("send", **message_to("bob", "bad"))
    assert (refused["type"], refused["code"], refused["status"]) == ("error", 400, "80001")
    assert refused["message"] == "no"
    assert mine.ask("send", **message_to("bob", "ugly"))["data"]["content"] == {"text": "u**y"}
    assert stored() == ["good", "u**y"]


def test_others_do_not_wait_and_its_own_order_holds(
    phone: Phones, moderator: Moderator, alice: Account, bob: Account, root: Account
) -> None:
    moderator.open.clear()
    mine, theirs = phone(alice), phone(root)
    for number in range(3):
        mine.say({"op": "send", "ref": number, **message_to("bob", f"asked {number}")})
    for _ in range(3):
        moderator.wait()  # about all of them at once
    # About an administrator's nobody is asked.
    assert theirs.ask("send", **message_to("bob", "at once"))["type"] == "ack"
    assert mine.ask("ping")["type"] == "pong"
    assert stored() == ["at once"]
    moderator.open.set()
    acks = [mine.hear("ack") for _ in range(3)]
    assert [ack["ref"] for ack in acks] == [0, 1, 2]
    assert stored() == ["at once", "asked 0", "asked 1", "asked 2"]


def test_what_was_answered_first_waits_for_what_was_sent_first(
    phone: Phones, moderator: Moderator, alice: Account, bob: Account
) -> None:
    def last_first(call: Handler) -> None:
        if moderator.asked[-1]["data"]["content"]["text"] == "two":
            call.say(b'{"action": "allow"}')
            second.append(True)
        else:
            eventually(lambda: second)
            call.say(b'{"action": "allow"}')

    second: list[bool] = []
    moderator.answer = last_first
    mine = phone(alice)
    mine.say({"op": "send", "ref": 1, **message_to("bob", "one")})
    moderator.wait()
    mine.say({"op": "send", "ref": 2, **message_to("bob", "two")})
    assert [mine.hear("ack")["ref"] for _ in range(2)] == [1, 2]
    assert stored() == ["one", "two"]


def test_what_waits_is_written_before_the_gateway_stops(
    phone: Phones, gateway: Running, moderator: Moderator, alice: Account, bob: Account
) -> None:
    moderator.open.clear()
    mine = phone(alice)
    mine.say({"op": "send", "ref": 1, **message_to("bob", "one")})
    moderator.wait()
    moderator.open.set()
    gateway.stop()
    mine.end()
    assert [frame["ref"] for frame in mine.heard if frame["type"] == "ack"] == [1]
    assert stored() == ["one"]
