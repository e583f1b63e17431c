"""Whoever ends sessions tells the gateways, so that they need not wait for their next look."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from redis.client import PubSub

from accounts.models import Account
from config.redis import client as redis_client
from im.realtime import channels
from tests.client import Client

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/api/im/auth/login"


@pytest.fixture
def control(_empty_redis: None) -> Iterator[PubSub]:
    with redis_client().pubsub(ignore_subscribe_messages=True) as listening:
        listening.subscribe(channels.CONTROL)
        listening.get_message(timeout=1)
        yield listening


def told(control: PubSub) -> bool:
    """What was published before this call is here already: Redis answers in order."""
    control.ping()
    heard: list[Any] = []
    while (word := control.get_message(timeout=1)) is not None and word["type"] != "pong":
        heard.append(word)
    return bool(heard)


@pytest.mark.parametrize(
    "end",
    [
        lambda root: root.post("/api/im/admin/users/kick", {"userId": "alice"}),
        lambda root: root.put("/api/im/accounts/alice", {"status": "DISABLED"}),
        lambda root: root.delete("/api/im/accounts/alice"),
    ],
    ids=["kick", "disable", "delete"],
)
def test_the_gateways_are_told(
    end: Callable[[Client], Any], as_root: Client, as_alice: Client, control: PubSub
) -> None:
    assert end(as_root).ok
    assert told(control)


def test_a_login_tells_them_only_when_it_displaces_another(
    alice: Account, anonymous: Client, user_sig: Callable[..., str], control: PubSub
) -> None:
    body = {"userSig": user_sig("alice"), "platform": "IOS"}
    assert anonymous.post(LOGIN, body).ok
    assert not told(control)
    assert anonymous.post(LOGIN, body).ok
    assert told(control)


def test_other_changes_do_not(as_root: Client, alice: Account, control: PubSub) -> None:
    assert as_root.put("/api/im/accounts/alice", {"nickname": "Ally"}).ok
    assert not told(control)
