"""POST /api/im/admin/keyword-filters/batch/remove."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from im.moderation.models import KeywordFilter
from journal.models import Operation
from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid, listed

ROW = f"{FILTERS}/batch/remove"


def test_each_id_is_answered_for(as_root: Client, other: Any) -> None:
    first, second = forbid(as_root, "casino")["id"], forbid(as_root, "lottery")["id"]
    theirs = KeywordFilter.objects.create(app=other, word="x1", folded="x1", scopes=["SINGLE"])
    answer = as_root.post(ROW, {"ids": [second, str(theirs.pk), second]})
    assert [result["id"] for result in answer.data["results"]] == [second, str(theirs.pk), second]
    assert [result["status"] for result in answer.data["results"]] == ["0", "90404", "0"]
    assert listed(as_root) == ["casino"]
    assert KeywordFilter.objects.filter(pk=theirs.pk).exists()
    entry = Operation.objects.get(action="KEYWORD_DELETE")
    assert (entry.target_id, entry.detail) == ("", {"words": ["lottery"], "ids": [second]})
    assert first in {row["id"] for row in as_root.get(FILTERS).items}


def test_a_whole_category_goes_at_once(as_root: Client) -> None:
    as_root.post(FILTERS, {"words": ["casino", "lottery"], "category": "gambling"})
    forbid(as_root, "damn")
    answer = as_root.post(ROW, {"category": "gambling"})
    assert answer.data == {"total": 2, "success": 2, "failed": 0, "results": []}
    assert listed(as_root) == ["damn"]
    entry = Operation.objects.get(action="KEYWORD_DELETE")
    assert entry.detail == {"category": "gambling", "removed": 2}


@pytest.mark.parametrize(
    "body",
    [{}, {"ids": []}, {"ids": ["x"]}, {"ids": ["1"] * 501}, {"ids": ["1"], "category": ""}, {"ids": [1]}],
)
def test_it_refuses_what_names_nothing_or_too_much(body: dict[str, Any], as_root: Client) -> None:
    forbid(as_root, "casino")
    assert as_root.post(ROW, body).refused(400, "10004")
    assert listed(as_root) == ["casino"]


def test_many_cost_as_many_statements_as_one(
    as_root: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answer = as_root.post(FILTERS, {"words": [f"word{number}" for number in range(300)]})
    ids = [result["filter"]["id"] for result in answer.data["results"]]
    with django_assert_max_num_queries(12):
        assert as_root.post(ROW, {"ids": ids}).data["success"] == 300
