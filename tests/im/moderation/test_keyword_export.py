"""GET /api/im/admin/keyword-filters/export."""

import csv
from io import StringIO
from typing import Any

import pytest

from im.moderation.models import KeywordFilter
from tests.client import Answer, Client
from tests.im.moderation.words import FILTERS, forbid, options_of

ROW = f"{FILTERS}/export"
ODD = [
    "=sum",
    "'=cmd",
    "''@home",
    "'tis",
    "+86 10",
    "-remove",
    "@all",
    "＝calc",
    'say "hi"',
    "eggs, spam",
    "#tag",
    "\\#bag",
    "赌场",
]


def exported(client: Client, kind: str) -> Answer:
    answer = client.get(ROW, format=kind)
    assert answer.ok, answer
    return answer


def text_of(answer: Answer) -> str:
    return answer.raw.decode()


@pytest.fixture
def odd(as_root: Client) -> None:
    for number, word in enumerate(ODD):
        forbid(
            as_root,
            word,
            action=["BLOCK", "REPLACE", "FLAG"][number % 3],
            matchType=["CONTAINS", "WORD", "ALLOW"][number // 3 % 3],
            category=["", "=games", "x,y"][number % 3],
            replacement=["***", "-", '"'][number % 3],
            scopes=[["SINGLE", "GROUP", "PROFILE"], ["GROUP"]][number % 2],
            enabled=bool(number % 4),
        )


def test_an_empty_list_has_a_head_all_the_same(as_root: Client) -> None:
    head = "\ufeffword,matchType,action,replacement,category,scopes,enabled\r\n"
    assert text_of(exported(as_root, "csv")) == head
    assert text_of(exported(as_root, "txt")) == ""


@pytest.mark.parametrize(("kind", "media"), [("csv", "text/csv"), ("txt", "text/plain")])
def test_it_is_a_file(kind: str, media: str, as_root: Client) -> None:
    headers = exported(as_root, kind).headers
    assert headers["Content-Type"] == f"{media}; charset=utf-8"
    assert headers["Content-Disposition"] == f'attachment; filename="keyword-filters.{kind}"'


@pytest.mark.usefixtures("odd")
def test_the_import_of_an_exported_sheet_gives_the_same_list(as_root: Client) -> None:
    before = options_of(as_root)
    sheet = text_of(exported(as_root, "csv"))
    KeywordFilter.objects.all().delete()
    answer = as_root.post(f"{FILTERS}/import", {"format": "csv", "content": sheet})
    assert (answer.data["failed"], options_of(as_root)) == (0, before)
    assert text_of(exported(as_root, "csv")) == sheet


@pytest.mark.usefixtures("odd")
def test_the_import_of_exported_text_gives_the_same_words(as_root: Client) -> None:
    words = [row["word"] for row in options_of(as_root)]
    text = text_of(exported(as_root, "txt"))
    KeywordFilter.objects.all().delete()
    answer = as_root.post(f"{FILTERS}/import", {"format": "txt", "content": text})
    assert (answer.data["failed"], [row["word"] for row in options_of(as_root)]) == (0, words)


@pytest.mark.usefixtures("odd")
def test_no_cell_looks_like_a_formula(as_root: Client) -> None:
    rows = list(csv.reader(StringIO(text_of(exported(as_root, "csv")).removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert len(rows) == len(ODD) + 1
    assert [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))] == []


def test_only_ones_own_words_are_in_it(as_root: Client, other: Any) -> None:
    KeywordFilter.objects.create(app=other, word="theirs", folded="theirs", scopes=["SINGLE"])
    forbid(as_root, "ours")
    assert text_of(exported(as_root, "txt")) == "ours\n"


def test_it_refuses_another_format(as_root: Client) -> None:
    assert as_root.get(ROW, format="xlsx").refused(400, "10004", "format")
