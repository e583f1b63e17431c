"""A moderator that allows everything until a test says otherwise; a customer's server; engines."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network

import pytest
from pytest_django.fixtures import Settings

from accounts.models import App
from tests.webhooks.engines import Running
from tests.webhooks.moderator import Moderator, running
from tests.webhooks.receiver import Receiver, open_receiver


@pytest.fixture
def moderator() -> Iterator[Moderator]:
    with running() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with open_receiver() as receiver:
        yield receiver


@pytest.fixture
def engines(transactional_db: None, acme: App, settings: Settings) -> Iterator[Callable[[], Running]]:
    """`engines()`: one more engine. Acme may have http URLs, and calls may reach this machine."""
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    App.objects.filter(pk=acme.pk).update(changed_settings={"allowHttpWebhooks": True})
    started: list[Running] = []

    def start() -> Running:
        started.append(Running())
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def engine(engines: Callable[[], Running]) -> Running:
    return engines()
