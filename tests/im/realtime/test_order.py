"""Order within a conversation is `seq` order on every socket, however the publishers' frames come in."""

from typing import Any

import orjson
import pytest

from accounts.models import Account
from config.redis import client
from im.realtime import channels
from tests.im.realtime.conftest import Phones
from tests.im.realtime.phone import Phone

CONVERSATION = 77
ROWS: dict[int, bytes] = {}


def publish(
    account: Account,
    seq: int,
    *,
    recent: bool = True,
    skip_session: str = "",
    skip_users: tuple[str, ...] = (),
) -> None:
    header = channels.header(
        CONVERSATION, seq, recent=recent, skip_session=skip_session, skip_users=skip_users
    )
    body = orjson.dumps({"type": "message.sent", "id": f"evt_{seq}", "data": {"seq": seq}})
    client().publish(channels.of_user(account.app_id, account.user_id), header + body)


def seqs(one: Phone, number: int) -> list[int]:
    return [one.hear("message.sent")["data"]["seq"] for _ in range(number)]


@pytest.fixture
def stored(settings: Any) -> dict[int, bytes]:
    """What PostgreSQL has of the conversation."""
    ROWS.clear()
    settings.REALTIME_BACKLOG = f"{__name__}.missing"
    return ROWS


def missing(conversation_id: int, after: int, before: int) -> list[tuple[int, bytes]]:
    assert conversation_id == CONVERSATION
    return [(seq, ROWS[seq]) for seq in sorted(ROWS) if after < seq < before]


def frame(seq: int) -> bytes:
    return orjson.dumps({"type": "message.sent", "id": f"msg_{seq}", "data": {"seq": seq, "fetched": True}})


def test_swapped_frames_are_put_right(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    for seq in (1, 3, 2, 6, 5, 4, 7):
        publish(alice, seq)
    assert seqs(one, 7) == [1, 2, 3, 4, 5, 6, 7]


def test_the_first_frame_seen_waits_for_the_one_before_it(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    publish(alice, 11)
    publish(alice, 10, recent=False)
    assert seqs(one, 2) == [10, 11]


def test_the_first_frame_waits_in_vain_but_not_for_long(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    publish(alice, 10)
    assert seqs(one, 1) == [10]


def test_a_repeat_is_dropped(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    for seq in (1, 2, 2, 1, 3):
        publish(alice, seq)
    assert seqs(one, 3) == [1, 2, 3]
    assert one.hears_nothing("message.sent", 0.2)


def test_what_was_never_published_is_fetched(stored: dict[int, bytes], phone: Phones, alice: Account) -> None:
    one = phone(alice)
    stored.update({seq: frame(seq) for seq in range(1, 8)})
    publish(alice, 1)
    publish(alice, 5)
    publish(alice, 8)
    assert seqs(one, 8) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_what_cannot_be_fetched_leaves_a_gap(stored: dict[int, bytes], phone: Phones, alice: Account) -> None:
    one = phone(alice)
    stored[3] = frame(3)
    publish(alice, 1)
    publish(alice, 5)
    publish(alice, 6)
    assert seqs(one, 4) == [1, 3, 5, 6]


def test_after_a_long_gap_the_newest_two_hundred_are_fetched(
    stored: dict[int, bytes], phone: Phones, alice: Account
) -> None:
    one = phone(alice)
    stored.update({seq: frame(seq) for seq in range(2, 501)})
    publish(alice, 1)
    publish(alice, 501)
    assert seqs(one, 202) == [1, *range(301, 502)]


def test_a_backlog_that_fails_leaves_a_gap(phone: Phones, alice: Account, settings: Any) -> None:
    settings.REALTIME_BACKLOG = "operator.truediv"
    one = phone(alice)
    publish(alice, 1)
    publish(alice, 4)
    assert seqs(one, 2) == [1, 4]


def test_the_skipped_session_hears_nothing_and_its_order_goes_on(phone: Phones, alice: Account) -> None:
    sending, other = phone(alice), phone(alice, platform="WEB")
    publish(alice, 1, skip_session=sending.hello["sessionId"])
    publish(alice, 2)
    assert seqs(other, 2) == [1, 2]
    assert seqs(sending, 1) == [2]


def test_skipped_users_hear_nothing_and_their_order_goes_on(phone: Phones, alice: Account) -> None:
    one = phone(alice)
    publish(alice, 1)
    publish(alice, 2, skip_users=("alice", "bob"))
    publish(alice, 3, skip_users=("ali", "-"))
    assert seqs(one, 2) == [1, 3]


@pytest.mark.parametrize("payload", [b"", b"nonsense", b"1 2 3\n{}", b"x y 0 - ,\n{}", b"\xff\xff"])
def test_a_strange_payload_is_dropped(phone: Phones, alice: Account, payload: bytes) -> None:
    one = phone(alice)
    client().publish(channels.of_user(alice.app_id, "alice"), payload)
    publish(alice, 1, recent=False)
    assert seqs(one, 1) == [1]
    assert one.heard == []


def test_one_frame_reaches_all_of_an_app(phone: Phones, alice: Account, bob: Account, dave: Account) -> None:
    hers, his, others = phone(alice), phone(bob), phone(dave)
    body = b'{"type":"mute.changed","id":"evt_1","data":{}}'
    client().publish(channels.of_app(alice.app_id), channels.header() + body)
    assert hers.hear("mute.changed")
    assert his.hear("mute.changed")
    assert others.hears_nothing("mute.changed", 0.2)


def test_another_apps_user_of_the_same_name_hears_nothing(phone: Phones, alice: Account, other: Any) -> None:
    namesake = Account.objects.create(app=other, user_id="alice")
    hers, not_hers = phone(alice), phone(namesake)
    publish(alice, 1, recent=False)
    assert seqs(hers, 1) == [1]
    assert not_hers.hears_nothing("message.sent", 0.2)
