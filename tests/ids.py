"""Ids for the rows' example calls: what is there for alice, what is there in another app, what is nowhere."""

from collections.abc import Callable

import pytest

from accounts import tokens
from accounts.models import Account, App, Operator
from im.messages.models import BatchSend
from tests.client import Client
from tests.im.chat import Room, say, wants_in
from tests.im.relations.steps import asks, befriend
from tests.webhooks.endpoints import make_endpoint
from webhooks.alerts import open_alert
from webhooks.models import Alert, AlertLevel, AlertType


def task(sender: Account) -> str:
    """Of a batch-send that waits for its worker."""
    said = {"msgType": "TEXT", "content": {"text": "hi"}, "ext": "", "syncSender": False, "noUnread": False}
    everybody = [["SINGLE", sender.user_id]]
    key = f"bs-{sender.user_id}"
    batch = BatchSend(app=sender.app, key=key, sender=sender, by_server=True, said=said, receivers=everybody)
    batch.save()
    return key


def webhook(app: App) -> str:
    """One that hears next to nothing, so that the other rows' events are not written for it."""
    return str(make_endpoint(app, "https://hooks.example.com/im", "webhook.alert").pk)


def alert(app: App) -> str:
    """Of an endpoint that hears nothing, not even of other alerts."""
    endpoint = make_endpoint(app, "https://hooks.example.com/gone", "webhook.test")
    open_alert(endpoint.pk, AlertType.GONE, AlertLevel.CRITICAL, "it answered 410")
    return str(Alert.objects.get(endpoint=endpoint).pk)


@pytest.fixture
def known(
    as_alice: Client,
    alice: Account,
    bob: Account,
    carol: Account,
    operator: Operator,
    user_sig: Callable[..., str],
) -> dict[str, str]:
    """Ids that are there for alice."""
    message = say(as_alice, "bob")
    club = Room(alice.app, "club", alice, bob)
    Room(alice.app, "lodge", bob).open()
    befriend(alice, bob, group="circle")
    as_alice.put("/api/im/conversations/bob/group", {"groupName": "mine"})
    return {
        "app": "acme",
        "user": "bob",
        "message": message["id"],
        "group": "club",
        "filed": "mine",
        "circle": "circle",
        "request": asks(carol, alice),
        "joining": wants_in(club, carol),
        "lodge": "lodge",
        "task": task(alice),
        "webhook": webhook(alice.app),
        "alert": alert(alice.app),
        "sig": user_sig("bob"),
        "refresh": tokens.platform_pair(operator.pk, operator.get_session_auth_hash()[:16])["refresh"],
    }


@pytest.fixture
def foreign(other: App, as_dave: Client, dave: Account, oscar: Account) -> dict[str, str]:
    """Ids that are there in another app."""
    message = say(as_dave, "dave")
    daves = Room(other, "daves", dave)
    Room(other, "oscars", oscar).open()
    befriend(dave, oscar, group="daves")
    as_dave.put("/api/im/conversations/dave/group", {"groupName": "daves"})
    return {
        "app": "other",
        "user": "dave",
        "message": message["id"],
        "group": "daves",
        "filed": "daves",
        "circle": "daves",
        "request": asks(oscar, dave),
        "joining": wants_in(daves, oscar),
        "lodge": "oscars",
        "task": task(dave),
        "webhook": webhook(other),
        "alert": alert(other),
    }


@pytest.fixture
def unknown(db: None) -> dict[str, str]:
    return {
        "app": "nope",
        "user": "nobody",
        "message": "9000000000000000000",
        "group": "nogroup",
        "filed": "nothing",
        "circle": "nothing",
        "request": "9000000000000000000",
        "joining": "9000000000000000000",
        "lodge": "nogroup",
        "task": "bs-0",
        "webhook": "9000000000000000000",
        "alert": "9000000000000000000",
    }


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Callable[[str], Client]:
    def caller(name: str) -> Client:
        client: Client = request.getfixturevalue(name)
        return client

    return caller
