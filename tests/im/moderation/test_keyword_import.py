"""POST /api/im/admin/keyword-filters/import."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from im.moderation.actions import words as actions
from journal.models import Operation
from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid, listed, options_of

ROW = f"{FILTERS}/import"


def brought(client: Client, content: str, kind: str = "csv", **more: Any) -> dict[str, Any]:
    answer = client.post(ROW, {"format": kind, "content": content, **more})
    assert answer.ok, answer
    outcome: dict[str, Any] = answer.data
    return outcome


def test_plain_text_has_a_word_a_line(as_root: Client) -> None:
    text = "\ufeff# games\ncasino\r\n  lottery  \n\n#bingo\n\\#bingo\n\\\\oops\n"
    assert brought(as_root, text, "txt", action="FLAG", category="games") == {
        "total": 4,
        "success": 4,
        "failed": 0,
        "results": [],
    }
    assert [(row["word"], row["action"], row["category"]) for row in options_of(as_root)] == [
        ("casino", "FLAG", "games"),
        ("lottery", "FLAG", "games"),
        ("#bingo", "FLAG", "games"),
        ("\\oops", "FLAG", "games"),
    ]


def test_csv_names_its_columns_in_any_order(as_root: Client) -> None:
    text = '\ufeffenabled,note,word,scopes,action\r\nFALSE,x,casino,"GROUP,SINGLE",REPLACE\n,,"eggs, spam",,'
    assert brought(as_root, text, category="games")["success"] == 2
    first, second = options_of(as_root)
    assert (first["word"], first["enabled"], first["scopes"], first["action"], first["category"]) == (
        "casino",
        False,
        ["SINGLE", "GROUP"],
        "REPLACE",
        "games",
    )
    assert (second["word"], second["enabled"], second["action"]) == ("eggs, spam", True, "BLOCK")


def test_lines_that_cannot_be_spoil_no_other(as_root: Client) -> None:
    forbid(as_root, "bingo")
    lines = ["casino,,,", "lottery,SHOUT,,", "CASINO,,,", ",FLAG,,", "bingo,,,", "roulette,,NOWHERE,"]
    text = "\n".join(["word,action,scopes,enabled", *lines, "poker,,,perhaps", "slots,,,1", ""])
    outcome = brought(as_root, text)
    assert (outcome["total"], outcome["success"], outcome["failed"]) == (8, 2, 6)
    assert [(one["line"], one["word"], one["status"]) for one in outcome["results"]] == [
        (3, "lottery", "10004"),
        (4, "CASINO", "30001"),
        (5, "", "10004"),
        (6, "bingo", "30001"),
        (7, "roulette", "10004"),
        (8, "poker", "10004"),
    ]
    assert listed(as_root) == ["slots", "casino", "bingo"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("casino\nlottery\n", "csv"),
        ("\n", "csv"),
        ("word\n", "csv"),
        ('word\n"casino\n', "csv"),
        ('word\n"casino"x\n', "csv"),
        ("word\n" + "x" * 140_000, "csv"),
        ("# nothing\n\n", "txt"),
        ("", "txt"),
        ("casino", "xlsx"),
    ],
)
def test_it_refuses_what_is_no_list(content: str, kind: str, as_root: Client) -> None:
    field = "format" if kind == "xlsx" else "content"
    assert as_root.post(ROW, {"format": kind, "content": content}).refused(400, "10004", field)
    assert listed(as_root) == []


def test_a_list_stops_at_its_limit(as_root: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 3)
    outcome = brought(as_root, "one1\ntwo2\nthree3\nfour4\nfive5", "txt")
    assert (outcome["success"], [one["line"] for one in outcome["results"]]) == (3, [4, 5])


def test_it_is_logged_once(as_root: Client) -> None:
    brought(as_root, "casino\nlottery\ncasino", "txt")
    (entry,) = Operation.objects.all()
    assert (entry.action, entry.target_type) == ("KEYWORD_IMPORT", "KEYWORD")
    assert entry.detail == {"format": "txt", "success": 2, "failed": 1}


def test_a_long_list_costs_as_many_statements_as_a_short_one(
    as_root: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    words = "\n".join(f"word{number}" for number in range(1_500))
    with django_assert_max_num_queries(14):
        assert brought(as_root, words, "txt")["success"] == 1_500


def test_of_very_many_failures_the_first_are_shown(as_root: Client) -> None:
    outcome = brought(as_root, "casino\n" * 600, "txt")
    assert (outcome["failed"], len(outcome["results"])) == (599, 500)
