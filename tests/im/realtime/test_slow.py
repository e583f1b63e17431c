"""A socket that does not keep up is closed, never waited for."""

from accounts.models import Account
from config.redis import client
from im.realtime import channels
from tests.im.realtime.conftest import Phones, Running, log_in
from tests.im.realtime.phone import Phone, deaf, eventually, frames_until_close

FRAMES = 1_000
LARGE = channels.header() + b'{"type":"message.sent","id":"e","data":"' + b"x" * 15_000 + b'"}'


def publish_and_hear(one: Phone, account: Account, number: int) -> None:
    pipe = client().pipeline(transaction=False)
    for _ in range(number):
        pipe.publish(channels.of_user(account.app_id, account.user_id), LARGE)
    pipe.execute()
    for _ in range(number):
        one.hear("message.sent")


def test_a_socket_that_reads_nothing_is_cut_and_the_others_miss_nothing(
    phone: Phones, gateway: Running, alice: Account
) -> None:
    other = phone(alice)
    with deaf(gateway.port, log_in(alice, "WEB").token) as line:
        eventually(lambda: len(gateway.gateway.sockets) == 2)
        for _ in range(FRAMES // 50):
            publish_and_hear(other, alice, 50)
        eventually(lambda: len(gateway.gateway.sockets) == 1)
        eventually(lambda: not gateway.gateway.ending)
        got = [payload for opcode, payload in frames_until_close(line) if opcode == 1]
    assert len(got) < FRAMES
    assert other.ask("ping")["type"] == "pong"


def test_a_socket_that_is_only_slow_gets_everything(phone: Phones, gateway: Running, alice: Account) -> None:
    """Its queue is short as long as the client reads; what it has read does not count."""
    slow = phone(alice, max_queue=1)
    for _ in range(10):
        publish_and_hear(slow, alice, 60)
    assert slow.ask("ping")["type"] == "pong"
