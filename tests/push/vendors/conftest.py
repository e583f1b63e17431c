"""Each vendor's fake, started once; the settings lead to it."""

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from pytest_django.fixtures import Settings

from tests.push.vendors.cases import CASES
from tests.push.vendors.cases.case import Case

_running: dict[str, Case] = {}


@pytest.fixture(scope="session", autouse=True)
def _fakes() -> Iterator[None]:
    yield
    for case in _running.values():
        case.server.stop()


@pytest.fixture
def started(settings: Settings) -> "Start":
    return Start(settings)


class Start:
    """The case of a vendor, its fake as new."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]

    def __call__(self, name: str) -> Case:
        case = _running.get(name) or _running.setdefault(name, CASES[name]())
        case.fake.forget()
        self.lead(case, case.url)
        return case

    def lead(self, case: Case, url: str) -> None:
        """Where its calls go from now on."""
        self.settings.PUSH_VENDOR_BASE_URLS = {case.name: url}
        self.settings.PUSH_CA_FILE = case.ca_file


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest, started: Start) -> Case:
    return started(request.param)
