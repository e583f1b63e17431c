"""The cast: alice, bob, carol, mallory, erin and root, the administrator, of acme; dave and oscar of other.

`as_alice` and so on call as they do, `as_server` with acme's secret (S), `as_operator` as an operator who
looks after acme (T), `as_internal` with the internal token (I), `as_phone` with acme's appKey alone (K).
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from psycopg import Cursor
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from accounts import signatures
from accounts.actions import apps, operators
from accounts.actions.sessions import open_session
from accounts.models import Account, App, Identifier, Mandate, Operator, OperatorRole
from config.buckets import buckets
from config.redis import client as redis_client
from im.realtime import publisher
from journal.facts import Fact
from tests import databases, recorder, world
from tests.client import Client
from tests.whole.scheduling import pytest_xdist_make_scheduler
from webhooks.asking.keeping import redis as verdicts

__all__ = ["pytest_xdist_make_scheduler"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        databases.provide_template()
    TransactionTestCase._fixture_teardown = lambda case: databases.empty()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def facts() -> Iterator[list[Fact]]:
    """What was told since the test began. All of it had the shape that its event's schema says."""
    recorder.told.clear()
    recorder.misshapen.clear()
    yield recorder.told
    recorder.told.clear()
    assert not recorder.misshapen, recorder.misshapen[0]


@pytest.fixture(autouse=True)
def _empty_redis() -> None:
    """And forgets that it was away: what the next test sends within a second would not be published."""
    redis_client().flushall()
    buckets.forget()
    publisher.forget()
    verdicts.forget()


@pytest.fixture
def hot(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many hot statements there were since it was asked last: Django counts none of them."""
    made: list[Any] = []

    def cursor(connection: Any) -> Cursor[Any]:
        made.append(connection)
        return Cursor(connection)

    def count() -> int:
        number = len(made)
        made.clear()
        return number

    monkeypatch.setattr("config.sql.Cursor", cursor)
    return count


@pytest.fixture
def remembering(settings: Settings) -> None:
    """Who listens is remembered, as it is outside of tests: for those that count statements."""
    settings.RULES_CACHE_SECONDS = 60


@pytest.fixture
def redis_away(settings: Settings, _empty_redis: None) -> Iterator[None]:
    """Nobody answers where Redis should be."""
    settings.REDIS_URL = "unix:///nonexistent/valkey.sock"
    redis_client.cache_clear()
    buckets.forget()
    yield
    redis_client.cache_clear()
    buckets.forget()


@pytest.fixture
def made(db: None) -> apps.Made:
    """App acme with its secrets."""
    return world.made() or apps.create(name="Acme", app_key="acme")


@pytest.fixture
def acme(made: apps.Made) -> App:
    return made.app


@pytest.fixture
def other(db: None) -> App:
    return world.other() or apps.create(name="Other", app_key="other").app


def make_account(app: App, user_id: str, **fields: object) -> Account:
    if there := world.account(app, user_id):
        return there
    Identifier.objects.create(app=app, name=user_id, kind="ACCOUNT")
    account = Account(app=app, user_id=user_id, **fields)
    account.call(str(fields.get("nickname", user_id.title())))
    account.save()
    return account


def make_client(account: Account, *, platform: str = "WEB", device_id: str = "") -> Client:
    """Signed in, without the detour over the login row."""
    opened = open_session(account, platform=platform, device_id=device_id, life=3600)
    return Client({"Authorization": f"Bearer {opened.token}"})


@pytest.fixture
def sign_in(db: None) -> Callable[..., Client]:
    """`sign_in(account, platform="IOS", device_id="phone")`: one more session."""
    return make_client


@pytest.fixture
def user_sig(made: apps.Made) -> Callable[..., str]:
    """`user_sig("alice")`: a good sig for app acme, or a bad one by other `expire`, `issued_at`, `secret`."""

    def sig(
        user_id: str, *, expire: int = 86_400, issued_at: int | None = None, secret: str | None = None
    ) -> str:
        return signatures.generate(
            sdk_app_id=made.app.sdk_app_id,
            user_id=user_id,
            secret=secret or made.secret_key,
            expire=expire,
            issued_at=issued_at,
        )

    return sig


@pytest.fixture
def alice(acme: App) -> Account:
    return make_account(acme, "alice")


@pytest.fixture
def bob(acme: App) -> Account:
    return make_account(acme, "bob")


@pytest.fixture
def carol(acme: App) -> Account:
    return make_account(acme, "carol")


@pytest.fixture
def mallory(acme: App) -> Account:
    return make_account(acme, "mallory")


@pytest.fixture
def erin(acme: App) -> Account:
    return make_account(acme, "erin")


@pytest.fixture
def root(acme: App) -> Account:
    return make_account(acme, "root", admin=True)


@pytest.fixture
def dave(other: App) -> Account:
    return make_account(other, "dave")


@pytest.fixture
def oscar(other: App) -> Account:
    return make_account(other, "oscar")


@pytest.fixture
def as_alice(alice: Account) -> Client:
    return make_client(alice)


@pytest.fixture
def as_bob(bob: Account) -> Client:
    return make_client(bob)


@pytest.fixture
def as_carol(carol: Account) -> Client:
    return make_client(carol)


@pytest.fixture
def as_mallory(mallory: Account) -> Client:
    return make_client(mallory)


@pytest.fixture
def as_erin(erin: Account) -> Client:
    return make_client(erin)


@pytest.fixture
def as_root(root: Account) -> Client:
    return make_client(root)


@pytest.fixture
def as_dave(dave: Account) -> Client:
    return make_client(dave)


@pytest.fixture
def as_server(made: apps.Made) -> Client:
    return Client({"X-App-Key": made.app.app_key, "X-App-Secret": made.app_secret})


@pytest.fixture
def as_phone(acme: App) -> Client:
    return Client({"X-App-Key": acme.app_key})


@pytest.fixture
def operator(acme: App) -> Operator:
    if there := world.operator():
        return there
    return make_operator(acme)


def make_operator(app: App) -> Operator:
    operator = Operator.objects.create_user("olga", password="correct horse battery")
    Mandate.objects.create(operator=operator, app=app, role=OperatorRole.ADMINISTRATOR)
    return operator


@pytest.fixture
def as_operator(operator: Operator, acme: App) -> Client:
    return Client({**bearer_of(operator), "X-App-Key": acme.app_key})


def bearer_of(operator: Operator) -> dict[str, str]:
    return {"Authorization": f"Bearer {operators.pair(operator)['access']}"}


@pytest.fixture
def as_chief(db: None) -> Client:
    """A superuser, naming no app."""
    return Client(bearer_of(Operator.objects.create_superuser("chief")))


@pytest.fixture
def as_internal() -> Client:
    return Client({"X-Internal-Token": settings.INTERNAL_TOKENS[0]})


@pytest.fixture
def anonymous() -> Client:
    return Client()
