"""A group for the cast: alice, bob and carol are in `club`, the others are not."""

import pytest

from accounts.models import Account, App
from tests.im.chat import Room


@pytest.fixture
def club(acme: App, alice: Account, bob: Account, carol: Account) -> Room:
    return Room(acme, "club", alice, bob, carol)
