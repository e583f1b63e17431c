"""What a client may say, how it is answered, and how much of it is too much."""

from contextlib import suppress
from typing import Any

import orjson
import pytest
from websockets.exceptions import ConnectionClosed

from accounts.models import Account
from im.realtime import limits
from im.realtime.transport import MAX_FRAME
from tests.im.realtime.conftest import Phones, Running, log_in
from tests.im.realtime.phone import PATIENCE, Phone, eventually


def padded(size: int) -> str:
    frame = orjson.dumps({"op": "ping", "ref": "big", "pad": ""}).decode()
    return frame[:-2] + "x" * (size - len(frame)) + frame[-2:]


def test_ping_is_answered_with_its_ref(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    one.say({"op": "ping", "ref": 7})
    assert one.hear("pong") == {"type": "pong", "ref": 7}


def test_a_control_ping_is_answered(phone: Phones, alice: Account) -> None:
    assert phone(alice).socket.ping().wait(PATIENCE)


@pytest.mark.parametrize("op", ["fly", "", None, 5, ["ping"], {"op": "ping"}])
def test_an_op_that_is_none_of_ours_is_refused(phone: Phones, alice: Account, op: Any) -> None:
    refused = phone(alice).ask(op)
    assert (refused["type"], refused["code"], refused["status"]) == ("error", 400, "10004")
    assert refused["data"]["errors"][0]["field"] == "op"


@pytest.mark.parametrize("ref", [None, "x" * 129, 1.5, True, {}, ["r"]])
def test_a_ref_that_cannot_be_echoed_is_refused(phone: Phones, alice: Account, ref: Any) -> None:
    one = phone(alice)
    one.say({"op": "ping", "ref": ref})
    refused = one.hear("error")
    assert refused["ref"] is None
    assert refused["data"]["errors"][0]["field"] == "ref"


HOSTILE = [
    "",
    "null",
    "[]",
    "5",
    '"op"',
    "{",
    "{}}",
    '{"op":"ping","op":"ping"}',
    '{"a":"\\u0000"}',
    '{"a":"\\ud800"}',
]


@pytest.mark.parametrize("raw", [*HOSTILE, "[" * 5_000, '{"a":99999999999999999999}', b"\xff\xfe", b"\x00"])
def test_what_is_no_json_object_is_answered_with_an_error_without_ref(
    phone: Phones, alice: Account, raw: Any
) -> None:
    one = phone(alice)
    one.say(raw)
    refused = one.hear("error")
    assert (refused["ref"], refused["code"], refused["status"]) == (None, 400, "10004")
    assert one.ask("ping")["type"] == "pong"


def test_the_tenth_of_them_closes(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    for _ in range(9):
        one.say("nonsense")
        one.hear("error")
    assert one.ask("ping")["type"] == "pong"
    one.say("nonsense")
    assert one.end()[0] == 4009


def test_the_largest_frame_is_taken(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    one.say(padded(MAX_FRAME))
    assert one.hear("pong")["ref"] == "big"


def test_a_larger_one_closes(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    one.say(padded(MAX_FRAME + 1))
    assert one.end()[0] == 1009


def test_fragments_are_put_together_and_count_together(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    one.socket.send(iter(['{"op":"pi', 'ng","re', 'f":"parts"}']))
    assert one.hear("pong")["ref"] == "parts"
    whole = padded(MAX_FRAME + 1)
    with suppress(ConnectionClosed):  # it may learn of it while it still sends
        one.socket.send(iter([whole[:9_000], whole[9_000:]]))
    assert one.end()[0] == 1009


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the host takes, to the gateway's limits it is one moment."""
    monkeypatch.setattr(limits, "monotonic", lambda: 0.0)


@pytest.mark.usefixtures("_at_once")
def test_a_burst_of_sixty_is_answered_and_one_more_closes(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    for number in range(60):
        one.say({"op": "ping", "ref": number})
    for number in range(60):
        assert one.hear("pong")["ref"] == number
    one.say({"op": "ping", "ref": 60})
    assert one.end()[0] == 4009


@pytest.mark.usefixtures("_at_once")
def test_control_frames_count_too(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    for _ in range(61):
        one.socket.ping()
    assert one.end()[0] == 4009


def test_limits_can_be_lifted(phone: Phones, alice: Account, settings: Any) -> None:
    settings.LIMITS_OFF = True
    one = phone(alice)
    for number in range(200):
        one.say({"op": "ping", "ref": number})
    assert [one.hear("pong")["ref"] for _ in range(200)] == list(range(200))


def twenty(phone: Phones, alice: Account) -> tuple[str, list[Phone]]:
    token = log_in(alice).token
    return token, [phone(token=token) for _ in range(20)]


def test_the_twenty_first_socket_of_an_account_is_closed(phone: Phones, alice: Account, bob: Account) -> None:
    token, sockets = twenty(phone, alice)
    assert phone(token=token, greeted=False).end()[0] == 4009
    assert phone(bob).hello
    assert all(one.ask("ping") for one in sockets)


def test_a_socket_that_left_makes_room(phone: Phones, gateway: Running, alice: Account) -> None:
    token, sockets = twenty(phone, alice)
    sockets[0].hang_up()
    eventually(lambda: len(gateway.gateway.sockets) == 19)
    assert phone(token=token).hello


def test_the_twenty_are_counted_over_all_gateways(phone: Phones, alice: Account) -> None:
    token, _ = twenty(phone, alice)
    second = Running()
    try:
        assert phone(token=token, at=second, greeted=False).end()[0] == 4009
    finally:
        second.stop()
