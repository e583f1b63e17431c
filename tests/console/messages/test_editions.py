"""What a message said before, with what was changed marked, as long as it may be kept."""

from collections.abc import Callable

import pytest

from accounts.models import Account
from im.messages.editions import LONGEST, compared, editions
from im.messages.models import Message, MessageRevision
from tests.client import Client
from tests.im.chat import say


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("at noon", "at one", [("", "at "), ("del", "noon"), ("ins", "one")]),
        ("你好吗", "你们好吗", [("", "你"), ("ins", "们"), ("", "好吗")]),
        ("", "new", [("ins", "new")]),
        ("same", "same", [("", "same")]),
        ("gone", "", [("del", "gone")]),
    ],
)
def test_what_was_changed_is_marked(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    assert compared(before, after) == parts


def test_long_texts_are_not_compared() -> None:
    long = "字" * (LONGEST + 1)
    assert compared("short", long) == [("", long)]


def test_the_page_shows_all_editions_and_nothing_in_them_runs(
    page: Callable[..., str], as_alice: Client, bob: Account
) -> None:
    message = say(as_alice, "bob", "<script>one()</script>")
    as_alice.put(f"/api/im/messages/{message['id']}", {"content": {"text": "<b>two</b>"}})
    shown = page(f"message/{message['id']}/change/", tab="edits")
    assert "<script>one()" not in shown
    assert "<b>two" not in shown
    assert [one.number for one in editions(Message.objects.get(pk=message["id"]))] == [2, 1]
    assert "Revision 2" in shown
    assert "as it is now" in shown


def test_what_is_removed_for_good_is_not_there(
    page: Callable[..., str], as_alice: Client, bob: Account
) -> None:
    message = say(as_alice, "bob", "one")
    as_alice.put(f"/api/im/messages/{message['id']}", {"content": {"text": "two"}})
    as_alice.post(f"/api/im/messages/{message['id']}/revoke")
    kept = page(f"message/{message['id']}/change/", tab="edits")
    assert "kept for an audit until" in kept
    MessageRevision.objects.all().delete()
    Message.objects.filter(pk=message["id"]).update(content={}, ext="")
    assert "has been removed for good" in page(f"message/{message['id']}/change/", tab="edits")
