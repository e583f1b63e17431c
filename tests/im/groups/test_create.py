"""POST /api/im/groups (row 45)."""

from accounts.models import Account
from journal.facts import Fact
from tests.client import Client
from tests.im.groups.steps import new, shown


def test_a_group_begins_with_its_owner(as_alice: Client, alice: Account, facts: list[Fact]) -> None:
    answer = new(as_alice, groupId="team")
    assert answer.ok, answer
    assert answer.data["failed"] == []
    assert answer.data["self"]["role"] == "OWNER"
    assert {**shown(as_alice), "failed": []} == answer.data
