"""Row 86, GET /api/im/admin/keyword-filters."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid, listed


@pytest.fixture
def three(as_root: Client) -> None:
    forbid(as_root, "Casino", category="gambling")
    forbid(as_root, "彩票", category="gambling", action="FLAG")
    forbid(as_root, "damn", action="REPLACE", enabled=False)


@pytest.mark.usefixtures("three")
def test_the_newest_come_first_and_pages_end(as_root: Client) -> None:
    assert listed(as_root) == ["damn", "彩票", "Casino"]
    page = as_root.get(FILTERS, page=2, size=2).data
    assert [row["word"] for row in page["items"]] == ["Casino"]
    assert (page["total"], page["page"], page["size"], page["hasMore"]) == (3, 2, 2, False)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"action": "FLAG"}, ["彩票"]),
        ({"enabled": False}, ["damn"]),
        ({"enabled": True}, ["彩票", "Casino"]),
        ({"category": "gambling"}, ["彩票", "Casino"]),
        ({"category": "gambling", "action": "BLOCK"}, ["Casino"]),
        ({"category": "nothing"}, []),
        ({"keyword": "CAS"}, ["Casino"]),
        ({"keyword": "ａｓｉ"}, ["Casino"]),
        ({"keyword": "票"}, ["彩票"]),
        ({"keyword": "%"}, []),
        ({"keyword": "..."}, []),
    ],
)
def test_it_is_narrowed_by_what_is_asked(query: dict[str, str], words: list[str], as_root: Client) -> None:
    assert listed(as_root, **query) == words


@pytest.mark.parametrize(
    "query", [{"size": 201}, {"size": 0}, {"page": 0}, {"action": "X"}, {"enabled": "maybe"}, {"keyword": ""}]
)
def test_it_refuses_a_wrong_query(query: dict[str, str], as_root: Client) -> None:
    assert as_root.get(FILTERS, **query).refused(400, "10004", next(iter(query)))


def test_a_long_page_costs_as_many_statements_as_a_short_one(
    as_root: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    as_root.post(FILTERS, {"words": [f"word{number}" for number in range(150)]})
    with django_assert_max_num_queries(6):
        assert len(as_root.get(FILTERS, size=200).items) == 150
