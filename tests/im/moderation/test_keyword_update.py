"""Row 88, PUT /api/im/admin/keyword-filters/{id}."""

from typing import Any

import pytest

from im.moderation.models import FilterVersion
from journal.models import Operation
from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid, listed


def test_what_is_not_given_stays(as_root: Client) -> None:
    row = forbid(as_root, "casino", category="gambling", scopes=["GROUP"])
    answer = as_root.put(f"{FILTERS}/{row['id']}", {"action": "REPLACE", "enabled": False})
    assert answer.data == {**row, "action": "REPLACE", "enabled": False}
    assert as_root.get(FILTERS).items == [answer.data]


def test_the_word_itself_can_be_written_otherwise(as_root: Client) -> None:
    row = forbid(as_root, "casino")
    assert as_root.put(f"{FILTERS}/{row['id']}", {"word": "CASINO"}).data["word"] == "CASINO"
    assert as_root.put(f"{FILTERS}/{row['id']}", {"word": "lottery"}).data["word"] == "lottery"
    assert forbid(as_root, "casino")["word"] == "casino"


def test_two_cannot_become_one(as_root: Client) -> None:
    forbid(as_root, "casino")
    row = forbid(as_root, "lottery")
    assert as_root.put(f"{FILTERS}/{row['id']}", {"word": "C A S I N O"}).refused(400, "30001", "word")
    assert listed(as_root) == ["lottery", "casino"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"word": ""},
        {"word": "..."},
        {"word": "x" * 65},
        {"action": "SHOUT"},
        {"scopes": []},
        {"enabled": 1},
    ],
)
def test_it_refuses_what_cannot_be(body: dict[str, Any], as_root: Client) -> None:
    row = forbid(as_root, "casino")
    assert as_root.put(f"{FILTERS}/{row['id']}", body).refused(400, "10004")
    assert as_root.get(FILTERS).items == [row]


def test_an_id_that_is_no_number_is_400(as_root: Client) -> None:
    assert as_root.put(f"{FILTERS}/x", {"enabled": False}).refused(400, "10004")


def test_it_is_logged_with_what_changed(as_root: Client) -> None:
    row = forbid(as_root, "casino")
    as_root.put(f"{FILTERS}/{row['id']}", {"action": "FLAG", "enabled": True})
    entry = Operation.objects.get(action="KEYWORD_UPDATE")
    assert (entry.target_type, entry.target_id) == ("KEYWORD", row["id"])
    assert entry.detail == {"word": "casino", "changed": {"action": {"from": "BLOCK", "to": "FLAG"}}}
    assert FilterVersion.objects.get().version == 2
