"""Acme has a vendor that answers as it is told, and engines that send to it."""

from collections.abc import Callable, Iterator

import pytest

from accounts.models import App
from push.vendors.registry import VENDORS
from tests.push.credentials import make_credential
from tests.push.sending.engines import Running
from tests.push.sending.post import Post


@pytest.fixture
def posts(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Post], Post]:
    """`posts("HUAWEI", Post(...))`: that vendor is this one now."""

    def put(name: str, post: Post) -> Post:
        monkeypatch.setitem(VENDORS, name, post)
        return post

    return put


@pytest.fixture
def post(transactional_db: None, acme: App, posts: Callable[[str, Post], Post]) -> Post:
    """Acme's Huawei."""
    make_credential(acme, "HUAWEI")
    return posts("HUAWEI", Post())


@pytest.fixture
def engines(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Running]]:
    """`engines()`: one more engine, which looks often whether a pause is over."""
    monkeypatch.setattr("push.sending.engine.REST", 0.05)
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
