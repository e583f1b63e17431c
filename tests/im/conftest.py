"""How the cast stands: alice, bob and carol are in the group `club`, the others are not; alice and bob are
`friends`, mallory is `blocked` by alice, carol is a stranger.
"""

import pytest

from accounts.models import Account, App
from tests.im.chat import Room
from tests.im.relations.steps import befriend, blocks


@pytest.fixture
def club(acme: App, alice: Account, bob: Account, carol: Account) -> Room:
    return Room(acme, "club", alice, bob, carol)


@pytest.fixture
def friends(alice: Account, bob: Account) -> None:
    befriend(alice, bob)


@pytest.fixture
def blocked(alice: Account, mallory: Account) -> None:
    blocks(alice, mallory)
