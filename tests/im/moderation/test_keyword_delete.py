"""Row 89, DELETE /api/im/admin/keyword-filters/{id}."""

from im.moderation.models import FilterVersion
from journal.models import Operation
from tests.client import Client
from tests.im.moderation.words import FILTERS, forbid, listed


def test_a_word_is_gone_and_cannot_go_twice(as_root: Client) -> None:
    forbid(as_root, "casino")
    row = forbid(as_root, "lottery")
    answer = as_root.delete(f"{FILTERS}/{row['id']}")
    assert answer.data == {"id": row["id"], "deleted": True}
    assert listed(as_root) == ["casino"]
    assert as_root.delete(f"{FILTERS}/{row['id']}").refused(404, "90404")
    assert FilterVersion.objects.get().version == 3


def test_it_is_logged_with_its_word(as_root: Client) -> None:
    row = forbid(as_root, "casino")
    as_root.delete(f"{FILTERS}/{row['id']}")
    entry = Operation.objects.get(action="KEYWORD_DELETE")
    assert (entry.target_id, entry.detail) == (row["id"], {"words": ["casino"], "ids": [row["id"]]})
