"""Texts are shortened where a reader sees two characters, and only as far as they must be."""

from typing import Any

import pytest

from push.vendors.contract import Message, TooLong
from push.vendors.texts import clipped, fitted


def size(message: Message) -> int:
    return sum(len(text.encode()) for text in (message.title, message.subtitle, message.body)) + 10


def made(**texts: Any) -> Message:
    return Message(push_id="1", task_id="2", **texts)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("four", 4, "four"),
        ("fives", 4, "fiv…"),
        ("你好世界", 3, "你好…"),
        ("e\u0301e\u0301", 3, "e\u0301…"),
        ("ab👍🏽c", 4, "ab…"),
        ("a👩\u200d👧b", 4, "a…"),
        ("🇩🇪🇫🇷!", 4, "🇩🇪…"),
        ("🇩🇪🇫🇷", 3, "🇩🇪…"),
        ("a\U0001f3f4\U000e0067\U000e0062\U000e007fb", 4, "a…"),
    ],
    ids=["whole", "cut", "chinese", "accent", "skin", "family", "flags", "half-a-flag", "tags"],
)
def test_it_is_cut_between_characters(text: str, most: int, short: str) -> None:
    assert clipped(text, most) == short


def test_what_fits_stays_whole() -> None:
    message = made(title="t", body="b" * 9)
    assert fitted(message, size, 20) is message


def test_the_body_gives_way_first_and_only_as_far_as_it_must() -> None:
    message = fitted(made(title="t", body="你" * 10), size, 30)
    assert (message.title, message.body) == ("t", "你" * 5 + "…")
    assert size(message) == 29


def test_then_the_subtitle_and_the_title_of_which_something_is_left() -> None:
    message = fitted(made(title="t" * 40, subtitle="s" * 9, body="b" * 9), size, 24)
    assert (message.title, message.subtitle, message.body) == ("ttttt…", "…", "…")


def test_data_alone_are_never_cut() -> None:
    with pytest.raises(TooLong):
        fitted(made(title="t" * 40, body="b"), size, 12)
