"""Which process of pytest-xdist runs what: what starts servers one after the other, the rest as it comes."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

APART = (
    "tests/whole/",
    "tests/console/browser/",
    "tests/config/test_supervisor.py",
    "tests/config/test_embedded.py",
)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """The largest scope goes first, so nobody waits at the end for those alone: without a database they would
    come last.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((start for start in APART if nodeid.startswith(start)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)
