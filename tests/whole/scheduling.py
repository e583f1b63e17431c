"""Which process of pytest-xdist runs what: the whole-system tests one after the other, others as it comes."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

FOLDER = "tests/whole/"


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """The largest scope goes first, so nobody waits at the end for the whole-system tests alone."""

    def _split_scope(self, nodeid: str) -> str:
        return FOLDER if nodeid.startswith(FOLDER) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)
