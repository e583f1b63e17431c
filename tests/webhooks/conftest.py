"""A moderator that allows everything, until a test says otherwise."""

from collections.abc import Iterator

import pytest

from tests.webhooks.moderator import Moderator, running


@pytest.fixture
def moderator() -> Iterator[Moderator]:
    with running() as server:
        yield server
