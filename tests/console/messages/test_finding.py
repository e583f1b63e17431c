"""Pages of messages: in the order of their time, each one once, whatever is asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Account, App
from im.conversations.models import Conversation
from im.messages import finding
from im.messages.finding import Found, Wanted, find, position
from im.messages.models import Message
from tests.im.chat import Room

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def talk(acme: App, alice: Account, bob: Account) -> Conversation:
    """100 messages, ten of them at each moment; every tenth is a picture, every third bob's."""
    room = Room(acme, "club", alice, bob)
    Message.objects.bulk_create(
        Message(
            app=acme,
            conversation=room.conversation,
            seq=n,
            sender=bob if n % 3 == 0 else alice,
            from_id="bob" if n % 3 == 0 else "alice",
            to_id="club",
            chat_type="GROUP",
            client_msg_id=f"c{n}",
            fingerprint=b"",
            msg_type="IMAGE" if n % 10 == 0 else "TEXT",
            content={},
            search_text="",
            created_at=START + timedelta(seconds=n // 10),
        )
        for n in range(1, 101)
    )
    return room.conversation


def walk(wanted: Wanted, size: int = 7) -> list[int]:
    """All pages of it, to the end and back, which must be the same."""
    pages: list[Found] = [find(wanted, size=size)]
    assert pages[0].newer is None
    while pages[-1].older is not None:
        pages.append(find(wanted, size=size, before=position(str(pages[-1].older))))
        assert len(pages) < 200
    there = [pk for page in pages for pk in page.ids]
    back, last = [*reversed(pages[-1].ids)], pages[-1]
    while last.newer is not None:
        last = find(wanted, size=size, after=position(str(last.newer)))
        back += reversed(last.ids)
    assert back == there[::-1]
    assert len(set(there)) == len(there)
    return [Message.objects.get(pk=pk).seq for pk in there]


def test_every_message_comes_once_and_in_order(acme: App, talk: Conversation) -> None:
    whole = walk(Wanted([acme.pk]))
    assert sorted(whole) == list(range(1, 101))
    times = [seq // 10 for seq in whole]
    assert times == sorted(times, reverse=True)
    assert walk(Wanted([talk.pk], "conversation"), size=100) == whole


def test_a_filter_looks_through_a_stretch_and_goes_on(
    acme: App, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LOOKED", 15)
    monkeypatch.setattr(finding, "LEAST", 15)
    wanted = Wanted([acme.pk], filters={"msg_type": "IMAGE"})
    first = find(wanted, size=7)
    assert len(first.ids) < 7
    assert first.reached is not None
    assert walk(wanted) == list(range(100, 0, -10))
    assert walk(Wanted([acme.pk], filters={"msg_type": "VIDEO"})) == []
    assert sorted(walk(Wanted([talk.pk], "conversation", filters={"from_id": "bob"}))) == list(
        range(3, 100, 3)
    )


def test_a_time_range_is_exact(acme: App, talk: Conversation) -> None:
    wanted = Wanted([acme.pk], since=START + timedelta(seconds=3), until=START + timedelta(seconds=4))
    assert sorted(walk(wanted)) == list(range(30, 50))


def test_words_are_found_by_their_index_and_without_it(
    acme: App, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    Message.objects.filter(seq__in=[4, 44, 94]).update(
        search_text="100% 你好", grams=["10", "00", "0%", "你好"]
    )
    for words, seqs in (("100%", [94, 44, 4]), ("你好", [94, 44, 4]), ("10_%", []), ("nothing", [])):
        assert walk(Wanted([acme.pk], words=words), size=1) == seqs, words
    monkeypatch.setattr(finding, "_by_words", lambda statement, values: None)  # as when it takes too long
    assert walk(Wanted([acme.pk], words="100%")) == [94, 44, 4]


def test_several_apps_are_merged_by_time(acme: App, other: App, talk: Conversation, dave: Account) -> None:
    mine = Conversation.objects.create(app=other, chat_type="SINGLE", low=dave, high=dave)
    row = Message.objects.get(seq=50)
    row.pk, row.app, row.conversation, row.sender, row.from_id = None, other, mine, dave, "dave"
    row.created_at = START + timedelta(seconds=5, milliseconds=500)
    row.save(force_insert=True)
    merged = find(Wanted([acme.pk, other.pk]), size=200).ids
    assert merged.index(row.pk) == 41  # after those of the seconds 6 to 10
    assert find(Wanted([other.pk]), size=200).ids == [row.pk]


@pytest.mark.parametrize("text", ["", "x", "1", "-5", "1-", "9" * 30 + "-1", "1-x", "1795436884965-"])
def test_a_made_up_place_is_none(text: str) -> None:
    assert position(text) is None
