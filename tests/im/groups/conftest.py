"""The group `team`: alice owns it, bob is an admin, carol a plain member; erin and mallory are strangers."""

import pytest

from accounts.models import Account
from im.groups.models import Group
from journal.facts import Fact
from tests.im.groups.steps import make


@pytest.fixture
def team(alice: Account, bob: Account, carol: Account, erin: Account, facts: list[Fact]) -> Group:
    group = make(alice, carol, admins=(bob,))
    facts.clear()
    return group
