"""A group on the sockets: who comes in hears it at once, who goes no longer, and nobody hears it twice."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Account
from im.messages.models import Message
from im.realtime import sink
from tests.client import Client
from tests.im.chat import say_in
from tests.im.groups.steps import make
from tests.im.realtime.conftest import Phones, Running
from tests.im.realtime.phone import Phone, eventually
from tests.im.realtime.test_redis import Valkey, valkey

__all__ = ["valkey"]
TEAM = "/api/im/groups/team"


def seqs(phone: Phone, seconds: float = 0.4) -> list[int]:
    """Of the messages it has heard so far, and hears within a moment."""
    phone.hears_nothing("message.sent", seconds)
    return [frame["data"]["seq"] for frame in phone.heard if frame["type"] == "message.sent"]


def heard(phone: Phone, kind: str) -> list[dict[str, Any]]:
    phone.hears_nothing(kind, 0.3)
    return [frame["data"] for frame in phone.heard if frame["type"] == kind]


def test_a_new_group_is_heard_by_its_members_at_once(
    phone: Phones, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    hers, his, stranger = phone(alice), phone(bob), phone(carol)
    make(alice, bob)
    for one in (hers, his):
        assert one.hear("group.created")["data"]["groupId"] == "team"
        assert one.hear("message.sent")["data"]["content"]["event"] == "group.created"
    say_in(as_alice, "team", "hello")
    assert his.hear("message.sent")["data"]["content"] == {"text": "hello"}
    assert hers.hear("message.sent")["data"]["seq"] == 2  # another session sent it
    assert seqs(stranger) == []


def test_who_joins_hears_all_from_his_own_coming_on(
    phone: Phones, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, bob)
    say_in(as_alice, "team", "before")
    hers, new, other = phone(bob), phone(carol), phone(carol, platform="WEB")
    assert as_alice.post(f"{TEAM}/members", {"userIds": ["carol"]}).ok
    say_in(as_alice, "team", "after")
    for one in (new, other):
        assert one.hear("group.member_joined")["data"]["userIds"] == ["carol"]
        assert seqs(one) == [3, 4]
        assert heard(one, "group.member_joined") == []
    assert seqs(hers) == [3, 4]
    assert len(heard(hers, "group.member_joined")) == 1


def test_who_is_removed_hears_that_and_nothing_more(
    phone: Phones, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, bob, carol)
    his, hers = phone(bob), phone(carol)
    assert as_alice.delete(f"{TEAM}/members/bob", reason="spam").ok
    say_in(as_alice, "team")
    left = his.hear("group.member_left")["data"]
    assert (left["userIds"], left["kind"]) == (["bob"], "KICKED")
    assert seqs(his) == []
    assert heard(his, "group.member_left") == []
    assert seqs(hers) == [2, 3]
    assert len(heard(hers, "group.member_left")) == 1


def test_who_comes_back_hears_again(
    phone: Phones, as_alice: Client, as_bob: Client, alice: Account, bob: Account
) -> None:
    make(alice, bob)
    his = phone(bob)
    assert as_bob.delete(f"{TEAM}/members/bob").ok
    say_in(as_alice, "team")
    assert as_alice.post(f"{TEAM}/members", {"userIds": ["bob"], "silence": True}).ok
    say_in(as_alice, "team")
    assert his.hear("group.member_joined")
    assert seqs(his) == [4]


def test_every_gateway_follows(
    phone: Phones, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    second = Running()
    try:
        make(alice, bob)
        here, there = phone(carol), phone(carol, platform="WEB", at=second)
        assert as_alice.post(f"{TEAM}/members", {"userIds": ["carol"]}).ok
        say_in(as_alice, "team")
        assert [seqs(here), seqs(there)] == [[2, 3], [2, 3]]
        assert as_alice.delete(f"{TEAM}/members/carol").ok
        say_in(as_alice, "team")
        assert [seqs(here), seqs(there)] == [[2, 3], [2, 3]]
        there.hang_up()
    finally:
        second.stop()


def test_nothing_between_joining_and_hearing_is_lost_or_from_before(
    phone: Phones, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    """Messages go on while he comes and goes; what he hears begins with his coming and has no gap."""
    make(alice, bob)
    new = phone(carol)
    for _ in range(15):
        say_in(as_alice, "team")
        assert as_alice.post(f"{TEAM}/members", {"userIds": ["carol"]}).ok
        joined = Message.objects.order_by("-seq").values_list("seq", flat=True)[0]
        last = say_in(as_alice, "team")["seq"]
        assert eventually(partial(_has_heard, new, last))
        assert seqs(new, 0.02) == list(range(joined, last + 1))
        new.heard.clear()
        assert as_alice.delete(f"{TEAM}/members/carol").ok


def test_a_member_who_reads_is_heard_by_who_asked_for_receipts(
    phone: Phones, as_alice: Client, as_bob: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, bob, carol)
    say_in(as_alice, "team", needReceipt=True)
    hers, other = phone(alice), phone(carol)
    assert as_bob.put("/api/im/conversations/team/read").ok
    read = hers.hear("message.read")["data"]
    assert (read["readerId"], read["targetId"], read["chatType"]) == ("bob", "team", "GROUP")
    assert heard(other, "message.read") == []


def test_while_redis_is_away_people_come_and_go_and_afterwards_the_right_ones_hear(
    valkey: Valkey, phone: Phones, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, bob)
    his, hers = phone(bob), phone(carol)
    valkey.kill()
    assert as_alice.post(f"{TEAM}/members", {"userIds": ["carol"]}).ok
    assert as_alice.delete(f"{TEAM}/members/bob").ok
    valkey.start()
    for one in (his, hers):
        one.hear("hello")
    eventually(lambda: say_in(as_alice, "team") and seqs(hers, 0.2))
    assert seqs(his) == []


def test_a_word_that_was_lost_is_made_good_within_a_heartbeat(
    quick: None,
    phone: Phones,
    as_alice: Client,
    alice: Account,
    bob: Account,
    carol: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(alice, bob)
    his, hers = phone(bob), phone(carol)
    with monkeypatch.context() as deaf:
        deaf.setattr(sink, "publish", lambda words: None)
        assert as_alice.post(f"{TEAM}/members", {"userIds": ["carol"]}).ok
        assert as_alice.delete(f"{TEAM}/members/bob").ok
    assert hers.hear("hello")["data"]["userId"] == "carol"
    eventually(lambda: say_in(as_alice, "team") and seqs(hers, 0.2))
    eventually(lambda: say_in(as_alice, "team") and not _hears_another(his))


def test_an_edit_is_heard_only_by_who_can_see_the_message(
    phone: Phones, as_alice: Client, as_bob: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, bob)
    old = say_in(as_bob, "team", "old")
    assert as_alice.post(f"{TEAM}/members", {"userIds": ["carol"]}).ok
    hers, new = phone(alice), phone(carol)
    edit = f"/api/im/messages/{old['id']}"
    assert as_bob.put(edit, {"content": {"text": "older"}}).ok
    assert hers.hear("message.edited")["data"]["content"] == {"text": "older"}
    assert heard(new, "message.edited") == []
    assert as_alice.put(TEAM, {"historyVisible": True}).ok
    assert as_bob.put(edit, {"content": {"text": "oldest"}}).ok
    assert new.hear("message.edited")["data"]["content"] == {"text": "oldest"}


def _hears_another(phone: Phone) -> bool:
    before = len(seqs(phone, 0))
    return len(seqs(phone, 0.3)) > before


def _has_heard(phone: Phone, seq: int) -> bool:
    return seq in seqs(phone, 0.02)


def test_who_connects_while_he_is_added_hears_it_too(
    phone: Phones, as_alice: Client, alice: Account, bob: Account, carol: Account
) -> None:
    make(alice, bob)
    for n in range(5):
        new = phone(carol, device_id=f"d{n}", greeted=False)
        assert as_alice.post(f"{TEAM}/members", {"userIds": ["carol"], "silence": True}).ok
        new.hear("hello")
        last = say_in(as_alice, "team")["seq"]
        assert new.hear("message.sent")["data"]["seq"] == last
        assert as_alice.delete(f"{TEAM}/members/carol", silence=True).ok
        new.hang_up()
