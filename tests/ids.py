"""Ids for the rows' example calls: what is there for alice, what is there in another app, what is nowhere."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from accounts import authentication, signatures
from accounts.actions import apps, operators
from accounts.models import Account, App, Mandate, Operator, OperatorRole
from im.messages.models import BatchSend
from im.moderation.models import Flagged, KeywordFilter
from push.models import Template
from tests import world
from tests.client import Client
from tests.conftest import make_account, make_client, make_operator
from tests.im.chat import Room, say, wants_in
from tests.im.relations.steps import asks, befriend
from tests.push.credentials import make_credential
from tests.push.devices import make_delivery as make_push
from tests.push.phones import make_device, make_notice
from tests.webhooks.deliveries import make_delivery
from tests.webhooks.endpoints import make_endpoint
from tests.world import World
from webhooks.alerts import open_alert
from webhooks.models import Alert, AlertLevel, AlertType

PEOPLE, STRANGERS = ("alice", "bob", "carol"), ("dave", "oscar")


def task(sender: Account) -> str:
    """Of a batch-send that waits for its worker."""
    said = {"msgType": "TEXT", "content": {"text": "hi"}, "ext": "", "syncSender": False, "noUnread": False}
    everybody = [["SINGLE", sender.user_id]]
    key = f"bs-{sender.user_id}"
    batch = BatchSend(app=sender.app, key=key, sender=sender, by_server=True, said=said, receivers=everybody)
    batch.save()
    return key


def webhook(app: App) -> dict[str, str]:
    """One that hears next to nothing, so that the other rows' events are not written for it."""
    endpoint = make_endpoint(app, "https://hooks.example.com/im", "webhook.alert")
    return {"webhook": str(endpoint.pk), "delivery": str(make_delivery(endpoint, "DEAD").pk)}


def alert(app: App) -> str:
    """Of an endpoint that hears nothing, not even of other alerts."""
    endpoint = make_endpoint(app, "https://hooks.example.com/gone", "webhook.test")
    open_alert(endpoint.pk, AlertType.GONE, AlertLevel.CRITICAL, "it answered 410")
    return str(Alert.objects.get(endpoint=endpoint).pk)


def template(app: App) -> str:
    """The one that each app has is called after it."""
    Template.objects.create(app=app, code=f"of-{app.app_key}", content={"body": "No. {no}"})
    return f"of-{app.app_key}"


def reachable(app: App, owner: str) -> dict[str, str]:
    """By a vendor that nobody reaches from here."""
    make_credential(app, "OPPO")
    device = make_device(app, owner, "OPPO", device_id=f"phone-of-{app.app_key}")
    notice = str(make_notice(app, answer={}).pk)
    return {"device": device.device_id, "notice": notice, "template": template(app)}


def push(account: Account) -> str:
    """Of a delivery that its vendor has taken."""
    phone = make_device(account.app, account.user_id, device_id="phone")
    return str(make_push(phone, status="ACCEPTED").pk)


def colleague(app: App) -> str:
    """The one that each app has is called after it."""
    otto = Operator.objects.create_user(f"otto-of-{app.app_key}", is_staff=True)
    Mandate.objects.create(operator=otto, app=app, role=OperatorRole.VIEWER)
    return otto.username


def word(app: App) -> str:
    """Of a keyword filter that bothers nobody."""
    row = KeywordFilter.objects.create(app=app, word="casino", folded="casino", scopes=["PROFILE"])
    return str(row.pk)


def flagged(app: App, user_id: str) -> str:
    """What somebody says of himself, let through for now."""
    row = Flagged.objects.create(app=app, kind="PROFILE", target_id=user_id, user_id=user_id, text="a broker")
    return str(row.pk)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For modules of many tests: acme, other, their people and these ids are made once for all of them."""
    undo = transaction.atomic()
    with django_db_blocker.unblock():
        undo.__enter__()
        made, other = apps.create(name="Acme", app_key="acme"), apps.create(name="Other", app_key="other").app
        alice, bob, carol = (make_account(made.app, name) for name in PEOPLE)
        known = known_of(made, alice, bob, carol, make_operator(made.app))
        foreign = foreign_of(other, *(make_account(other, name) for name in STRANGERS))
        world.current = World(made, known, foreign)
    yield
    world.current = None
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        undo.__exit__(None, None, None)


@pytest.fixture
def as_it_runs(settings: Settings) -> Iterator[None]:
    """A token is good for a moment; and no call is turned away for coming so soon after another."""
    settings.AUTH_CACHE_SECONDS, settings.LIMITS_OFF = 0.8, True
    authentication.forget()
    yield
    authentication.forget()


@pytest.fixture
def known(request: pytest.FixtureRequest, made: apps.Made) -> dict[str, str]:
    if world.current:
        return dict(world.current.known)
    return known_of(made, *map(request.getfixturevalue, (*PEOPLE, "operator")))


@pytest.fixture
def foreign(request: pytest.FixtureRequest, other: App) -> dict[str, str]:
    if world.current:
        return dict(world.current.foreign)
    return foreign_of(other, *map(request.getfixturevalue, STRANGERS))


def known_of(
    made: apps.Made, alice: Account, bob: Account, carol: Account, operator: Operator
) -> dict[str, str]:
    """Ids that are there for alice."""
    as_alice = make_client(alice)
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
        **webhook(made.app),
        **reachable(made.app, "bob"),
        "alert": alert(made.app),
        "sig": signatures.generate(
            sdk_app_id=made.app.sdk_app_id, user_id="bob", secret=made.secret_key, expire=86_400
        ),
        "word": word(made.app),
        "flagged": flagged(made.app, "bob"),
        "operator": colleague(made.app),
        "push": push(bob),
        "refresh": operators.pair(operator)["refresh"],
    }


def foreign_of(other: App, dave: Account, oscar: Account) -> dict[str, str]:
    """Ids that are there in another app."""
    as_dave = make_client(dave)
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
        **webhook(other),
        **reachable(other, "dave"),
        "alert": alert(other),
        "word": word(other),
        "flagged": flagged(other, "dave"),
        "operator": colleague(other),
        "push": push(dave),
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
        "word": "9000000000000000000",
        "flagged": "9000000000000000000",
        "operator": "nooperator",
        "push": "9000000000000000000",
        "delivery": "9000000000000000000",
        "notice": "9000000000000000000",
        "device": "nophone",
        "template": "notemplate",
    }


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Callable[[str], Client]:
    def caller(name: str) -> Client:
        client: Client = request.getfixturevalue(name)
        return client

    return caller
