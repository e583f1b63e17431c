"""POST /api/im/admin/keyword-filters/test."""

from typing import Any

import pytest

from im.moderation import counting
from im.moderation.models import KeywordFilter
from journal.facts import Fact
from journal.models import Operation
from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid

ROW = f"{FILTERS}/test"


def tried(client: Client, text: str, **more: Any) -> dict[str, Any]:
    answer = client.post(ROW, {"text": text, **more})
    assert answer.ok, answer
    found: dict[str, Any] = answer.data
    return found


def test_where_nothing_hits_nothing_would_be_done(as_root: Client) -> None:
    nothing: dict[str, Any] = {"action": None, "result": "to the casino", "hits": []}
    assert tried(as_root, "to the casino") == nothing
    forbid(as_root, "lottery")
    assert tried(as_root, "to the casino") == nothing


def test_it_says_what_hits_where_and_what_would_be_done(as_root: Client) -> None:
    row = forbid(as_root, "casino", action="REPLACE")
    found = tried(as_root, "😀 to the ＣＡＳＩＮＯ!")
    assert (found["action"], found["result"]) == ("REPLACE", "😀 to the ***!")
    assert found["hits"] == [{"id": row["id"], "word": "casino", "action": "REPLACE", "start": 9, "end": 15}]


def test_the_strictest_word_decides(as_root: Client) -> None:
    for word, action in (("broker", "FLAG"), ("damn", "REPLACE"), ("casino", "BLOCK")):
        forbid(as_root, word, action=action)
    assert tried(as_root, "a broker")["action"] == "FLAG"
    assert tried(as_root, "damn broker")["action"] == "REPLACE"
    found = tried(as_root, "damn broker of a casino")
    assert (found["action"], [hit["word"] for hit in found["hits"]]) == (
        "BLOCK",
        ["damn", "broker", "casino"],
    )


def test_a_word_hits_only_in_its_scopes_and_while_it_is_enabled(as_root: Client) -> None:
    row = forbid(as_root, "casino", scopes=["GROUP"])
    assert tried(as_root, "casino")["action"] is None
    assert tried(as_root, "casino", scope="GROUP")["action"] == "BLOCK"
    as_root.put(f"{FILTERS}/{row['id']}", {"enabled": False})
    assert tried(as_root, "casino", scope="GROUP")["action"] is None


def test_a_longer_word_that_is_allowed_wins(as_root: Client) -> None:
    forbid(as_root, "ass", matchType="CONTAINS")
    forbid(as_root, "assassin", matchType="ALLOW")
    assert tried(as_root, "an assassin")["action"] is None
    assert tried(as_root, "an ass and an assassin")["hits"][0]["end"] == 6


def test_nothing_is_counted_told_or_logged(as_root: Client, facts: list[Fact]) -> None:
    forbid(as_root, "casino")
    entries = Operation.objects.count()
    tried(as_root, "casino")
    counting.flush()
    assert KeywordFilter.objects.get().hit_count == 0
    assert (Operation.objects.count(), facts) == (entries, [])


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": 1}, {"text": "x", "scope": "ALL"}, {"text": "x" * 65_537}]
)
def test_it_refuses_what_is_no_text(body: dict[str, Any], as_root: Client) -> None:
    assert as_root.post(ROW, body).refused(400, "10004")
