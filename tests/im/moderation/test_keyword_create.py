"""Row 87, POST /api/im/admin/keyword-filters."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from im.moderation.actions import words as actions
from im.moderation.models import FilterVersion, KeywordFilter
from journal.models import Operation
from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid, listed

DEFAULTS = {
    "matchType": "CONTAINS",
    "action": "BLOCK",
    "replacement": "***",
    "category": "",
    "scopes": ["SINGLE", "GROUP", "PROFILE"],
    "enabled": True,
    "hitCount": 0,
}


def statuses(answer: Any) -> list[str]:
    assert answer.ok, answer
    return [result["status"] for result in answer.data["results"]]


def test_a_word_alone_blocks_wherever_it_stands(as_root: Client) -> None:
    row = forbid(as_root, "赌场")
    assert row == {"id": row["id"], "word": "赌场", "createdAt": row["createdAt"], **DEFAULTS}
    assert as_root.get(FILTERS).items == [row]


def test_everything_can_be_said_of_a_word(as_root: Client) -> None:
    options = {
        "matchType": "WORD",
        "action": "REPLACE",
        "replacement": "[…]",
        "category": "insults",
        "scopes": ["GROUP", "SINGLE"],
        "enabled": False,
    }
    row = forbid(as_root, "ass", **options)
    assert {name: row[name] for name in options} == {**options, "scopes": ["SINGLE", "GROUP"]}


def test_blanks_around_a_word_are_not_of_it(as_root: Client) -> None:
    assert forbid(as_root, "  casino ")["word"] == "casino"


@pytest.mark.parametrize("word", ["casino", "CASINO", "ｃａｓｉｎｏ", "cas\u200bino", "сasino"])
def test_words_that_fold_alike_are_one_word(word: str, as_root: Client) -> None:
    forbid(as_root, "casino")
    assert as_root.post(FILTERS, {"word": word}).refused(400, "30001", "word")
    assert listed(as_root) == ["casino"]
    assert Operation.objects.filter(action="KEYWORD_CREATE").count() == 1


def test_another_app_has_its_own_list(
    as_root: Client, as_server: Client, as_dave: Client, other: Any
) -> None:
    KeywordFilter.objects.create(app=other, word="casino", folded="casino", scopes=["SINGLE"])
    assert listed(as_root) == []
    assert forbid(as_server, "casino")["word"] == "casino"


@pytest.mark.parametrize("word", ["", "   ", "\u200b", "...", "x" * 65, "a\nb"])
def test_it_refuses_what_is_no_word(word: str, as_root: Client) -> None:
    assert as_root.post(FILTERS, {"word": word}).refused(400, "10004", "word")
    assert listed(as_root) == []


def test_a_word_has_at_most_64_characters_of_any_kind(as_root: Client) -> None:
    assert forbid(as_root, "赌" * 64)["word"] == "赌" * 64


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("matchType", "REGEX"),
        ("action", "block"),
        ("action", 1),
        ("replacement", ""),
        ("replacement", "*" * 65),
        ("category", "x" * 65),
        ("scopes", []),
        ("scopes", ["SINGLE", "EVERYWHERE"]),
        ("scopes", "SINGLE"),
        ("enabled", "true"),
        ("word", 5),
        ("word", None),
    ],
)
def test_it_refuses_a_wrong_option(field: str, value: Any, as_root: Client) -> None:
    answer = as_root.post(FILTERS, {"word": "casino", field: value})
    assert answer.code == 400
    assert answer.data["errors"][0]["field"].startswith(field)


def test_it_wants_either_a_word_or_words(as_root: Client) -> None:
    bodies: list[dict[str, Any]] = [
        {},
        {"word": "a", "words": ["b"]},
        {"words": []},
        {"words": ["x"] * 501},
    ]
    for body in bodies:
        assert as_root.post(FILTERS, body).refused(400, "10004"), body


def test_many_words_are_answered_one_by_one(as_root: Client) -> None:
    forbid(as_root, "casino")
    words = ["lottery", "Casino", "", "LOTTERY", "彩票"]
    answer = as_root.post(FILTERS, {"words": words, "category": "gambling", "action": "FLAG"})
    assert statuses(answer) == ["0", "30001", "10004", "30001", "0"]
    assert (answer.data["total"], answer.data["success"], answer.data["failed"]) == (5, 2, 3)
    assert [result["word"] for result in answer.data["results"]] == words
    made = [result["filter"] for result in answer.data["results"] if result["filter"]]
    assert made == as_root.get(FILTERS, category="gambling").items[::-1]
    assert [(row["word"], row["action"]) for row in made] == [("lottery", "FLAG"), ("彩票", "FLAG")]


def test_a_list_ends_at_its_limit(as_root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    answer = as_root.post(FILTERS, {"words": ["one", "two", "three"]})
    assert statuses(answer) == ["0", "0", "10004"]
    assert as_root.post(FILTERS, {"word": "four"}).refused(400, "10004", "word")


def test_five_hundred_words_cost_as_many_statements_as_one(
    as_root: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        assert (
            as_root.post(FILTERS, {"words": [f"word{number}" for number in range(500)]}).data["success"]
            == 500
        )


def test_the_same_key_adds_it_once(as_root: Client) -> None:
    first, again = (
        as_root.call("POST", FILTERS, body={"word": "casino"}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert first.ok
    assert again.raw == first.raw


def test_each_change_of_a_list_raises_its_version(as_root: Client) -> None:
    forbid(as_root, "casino")
    forbid(as_root, "lottery")
    assert FilterVersion.objects.get().version == 2


def test_it_is_logged_once_with_all_its_words(as_root: Client) -> None:
    answer = as_root.post(FILTERS, {"words": ["casino", "lottery", ""]})
    (entry,) = Operation.objects.filter(action="KEYWORD_CREATE")
    ids = [result["filter"]["id"] for result in answer.data["results"][:2]]
    assert (entry.operator_id, entry.target_type, entry.target_id) == ("root", "KEYWORD", "")
    assert entry.detail == {"words": ["casino", "lottery"], "ids": ids}
