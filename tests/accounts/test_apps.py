"""GET and POST /api/platform/apps, beside the reference; and the rotation of an app's secretKey."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts import signatures
from accounts.actions import apps
from accounts.callers import Caller
from accounts.models import App, Mandate, Operator, Session
from journal.models import Operation
from tests.client import Client
from tests.conftest import bearer_of

ROW = "/api/platform/apps"


@pytest.fixture
def olga(as_operator: Client) -> Client:
    """The operator, naming no app."""
    del as_operator.headers["X-App-Key"]
    return as_operator


def test_operators_see_the_apps_they_look_after(olga: Client, operator: Operator, other: App) -> None:
    data = olga.get(ROW).data
    assert [(app["appKey"], app["role"]) for app in data["items"]] == [("acme", "ADMINISTRATOR")]
    assert data["total"] == 1
    operator.is_superuser = True
    operator.save()
    assert [app["appKey"] for app in olga.get(ROW).items] == ["acme", "other"]


def test_secrets_are_not_listed(olga: Client) -> None:
    assert olga.get(ROW).items[0].keys() == {"appKey", "sdkAppId", "name", "status", "role", "createdAt"}


def test_who_makes_an_app_looks_after_it(olga: Client, operator: Operator) -> None:
    made = olga.post(ROW, {"name": "Shop", "appKey": "shop"})
    assert made.ok
    assert (made.data["appKey"], made.data["name"], made.data["role"]) == ("shop", "Shop", "ADMINISTRATOR")
    assert Mandate.objects.filter(operator=operator, app__app_key="shop").exists()
    assert Operation.objects.get(action="APP_CREATE").operator_id == "olga"


def test_its_secrets_work_and_are_shown_only_now(olga: Client, anonymous: Client) -> None:
    data = olga.post(ROW, {"name": "Shop"}).data
    assert len(data["secretKey"]) == 64
    sig = signatures.generate(sdk_app_id=data["sdkAppId"], user_id="zoe", secret=data["secretKey"], expire=60)
    assert anonymous.post("/api/im/auth/login", {"userSig": sig}).ok
    server = Client({"X-App-Key": data["appKey"], "X-App-Secret": data["appSecret"]})
    assert server.get("/api/im/accounts/zoe").ok
    stored = App.objects.get(app_key=data["appKey"])
    assert data["secretKey"] not in stored.secret_key
    assert data["appSecret"] not in stored.app_secret


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "x", "appKey": "ab"}, "appKey"),
        ({"name": "x", "appKey": "x" * 33}, "appKey"),
        ({"name": "x", "appKey": "a b c"}, "appKey"),
        ({"name": "x", "appKey": "acme"}, "appKey"),
    ],
)
def test_it_refuses_bad_parameters(olga: Client, body: dict[str, object], field: str) -> None:
    assert olga.post(ROW, body).refused(400, "10004", field)
    assert App.objects.count() == 1


def test_accounts_and_servers_are_no_operators(as_root: Client, as_server: Client, anonymous: Client) -> None:
    for client in (as_root, as_server, anonymous):
        assert client.get(ROW).refused(401, "70003")


def test_an_operator_without_apps_sees_none(db: None) -> None:
    otto = Operator.objects.create_user("otto")
    client = Client(bearer_of(otto))
    assert client.get(ROW).items == []
    assert client.post(ROW, {"name": "Mine"}).ok
    assert len(client.get(ROW).items) == 1


class TestRotation:
    def test_with_a_grace_old_sigs_and_sessions_stay_good(
        self, made: apps.Made, as_alice: Client, anonymous: Client, user_sig: Callable[..., str]
    ) -> None:
        fresh = apps.rotate_secret(app=made.app, keep_for=timedelta(hours=1), by=Caller("S", made.app))
        assert fresh != made.secret_key
        assert as_alice.get("/api/im/accounts/alice").ok
        for secret in (made.secret_key, fresh):
            assert anonymous.post("/api/im/auth/login", {"userSig": user_sig("alice", secret=secret)}).ok

    def test_without_one_everybody_must_log_in_again(
        self,
        made: apps.Made,
        as_alice: Client,
        anonymous: Client,
        as_dave: Client,
        user_sig: Callable[..., str],
    ) -> None:
        fresh = apps.rotate_secret(app=made.app, keep_for=None, by=Caller("S", made.app))
        assert as_alice.get("/api/im/accounts/alice").refused(401, "70052")
        assert Session.objects.exclude(ended_at=None).get().end_reason == "SECRET_ROTATED"
        assert as_dave.get("/api/im/accounts/dave").ok
        old, new = user_sig("alice"), user_sig("alice", secret=fresh)
        assert anonymous.post("/api/im/auth/login", {"userSig": old}).refused(401, "70009")
        assert anonymous.post("/api/im/auth/login", {"userSig": new}).ok

    def test_it_is_logged_without_the_secret(self, made: apps.Made) -> None:
        fresh = apps.rotate_secret(app=made.app, keep_for=None, by=Caller("S", made.app))
        entry = Operation.objects.get(action="APP_SECRET_ROTATE")
        assert fresh not in str(entry.detail)
