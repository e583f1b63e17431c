"""An account's rates hold for frames as for requests, over all of its sockets, and one batch asks once."""

import pytest

from accounts.models import Account, App
from config.redis import client as redis_client
from im.messages.models import Message
from tests.client import Client
from tests.config.test_rate_limits import bound
from tests.im.chat import Room
from tests.im.realtime.conftest import Phones, log_in
from tests.im.realtime.test_ops import text

LIMITED = {"type": "error", "code": 429, "status": "60007"}


def is_limited(frame: dict[str, object]) -> bool:
    return LIMITED.items() <= frame.items()


def test_sends_beyond_the_burst_are_refused_and_not_stored(
    phone: Phones, acme: App, alice: Account, bob: Account
) -> None:
    bound(acme, send=10)
    hers = phone(alice)
    for number in range(30):
        hers.say({"op": "send", "ref": number, **text(f"message {number}")})
    for _ in range(10):
        hers.hear("ack")
    assert all(is_limited(hers.hear("error")) for _ in range(20))
    assert sorted(Message.objects.values_list("seq", flat=True)) == list(range(1, 11))


def test_frames_of_all_sockets_and_requests_share_the_accounts_bucket(
    phone: Phones, acme: App, alice: Account, bob: Account
) -> None:
    bound(acme, account=4)
    token = log_in(alice, platform="WEB").token
    mobile, tablet, rest = (
        phone(alice),
        phone(alice, platform="IPAD"),
        Client({"Authorization": f"Bearer {token}"}),
    )
    assert mobile.ask("send", **text("one"))["type"] == "ack"
    assert tablet.ask("sync")["type"] == "ack"
    assert rest.get("/api/im/accounts/bob").ok
    assert mobile.ask("presence.subscribe", userIds=["bob"])["type"] == "ack"
    assert is_limited(tablet.ask("sync"))
    assert is_limited(mobile.ask("presence.subscribe", userIds=["bob"]))
    assert is_limited(mobile.ask("send", **text("two")))
    assert rest.get("/api/im/accounts/bob").refused(429, "60007")
    assert mobile.ask("ping")["type"] == "pong"


def test_a_groups_rate_holds_for_frames(
    phone: Phones, acme: App, club: Room, alice: Account, bob: Account
) -> None:
    bound(acme, group=2)
    hers, his = phone(alice), phone(bob)
    body = {"chatType": "GROUP", "toId": "club", "msgType": "TEXT", "content": {"text": "hi"}}
    answers = [client.ask("send", **body) for client in (hers, his, hers)]
    assert [answer["type"] for answer in answers] == ["ack", "ack", "error"]
    assert is_limited(answers[2])


def test_an_administrators_frames_are_not_bound(
    phone: Phones, acme: App, root: Account, bob: Account
) -> None:
    bound(acme, account=1, send=1)
    admin = phone(root)
    assert [admin.ask("send", **text("hi"))["type"] for _ in range(3)] == ["ack"] * 3
    assert not redis_client().keys("rate:*")


@pytest.mark.usefixtures("redis_away")
def test_without_redis_the_gateway_holds_the_rates_by_itself(
    phone: Phones, acme: App, alice: Account, bob: Account
) -> None:
    bound(acme, send=2)
    hers = phone(alice)
    answers = [hers.ask("send", **text("hi")) for _ in range(3)]
    assert [answer["type"] for answer in answers] == ["ack", "ack", "error"]
    assert is_limited(answers[2])
