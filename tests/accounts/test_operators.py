"""The rows below /api/platform/operators, beside the reference: who may manage whom."""

from typing import Any

import pytest

from accounts.actions import operators
from accounts.models import App, Mandate, Operator, OperatorRole
from accounts.serializers.operators import EMAIL
from journal.models import Operation
from tests.client import Client
from tests.conftest import bearer_of

ROW, TOKEN = "/api/platform/operators", "/api/platform/auth/token"


def hire(name: str, *roles: tuple[App, str], **fields: Any) -> Operator:
    operator = Operator.objects.create_user(name, password="correct horse battery", **fields)
    for app, role in roles:
        Mandate.objects.create(operator=operator, app=app, role=role)
    return operator


def entry() -> Operation:
    """The only one that there is."""
    return Operation.objects.get()


@pytest.fixture
def olga(operator: Operator) -> Client:
    """An administrator of acme, naming no app."""
    return Client(bearer_of(operator))


@pytest.fixture
def otto(acme: App, other: App) -> Operator:
    """Works in both apps."""
    return hire("otto", (acme, "VIEWER"), (other, "SUPPORT"), email="otto@example.com", first_name="Otto")


@pytest.fixture
def ofelia(other: App) -> Operator:
    return hire("ofelia", (other, "ADMINISTRATOR"))


def names(client: Client, **query: object) -> list[str]:
    return [one["username"] for one in client.get(ROW, **query).items]


class TestList:
    def test_an_administrator_sees_the_people_of_his_apps_and_only_their_roles_there(
        self, olga: Client, otto: Operator, ofelia: Operator, as_chief: Client
    ) -> None:
        assert names(olga) == ["olga", "otto"]
        assert olga.get(ROW).items[1]["mandates"] == [{"appKey": "acme", "role": "VIEWER"}]
        assert names(as_chief) == ["chief", "ofelia", "olga", "otto"]
        assert [one["appKey"] for one in as_chief.get(ROW).items[3]["mandates"]] == ["acme", "other"]
        assert names(as_chief, appKey="other") == ["ofelia", "otto"]

    def test_a_superuser_is_nobody_to_an_administrator(self, olga: Client, acme: App) -> None:
        hire("chief", (acme, "ADMINISTRATOR"), is_superuser=True)
        assert names(olga) == ["olga"]
        assert olga.put(f"{ROW}/chief/mandates/acme", {"role": "VIEWER"}).refused(404, "90404")

    @pytest.mark.parametrize("role", ["VIEWER", "SUPPORT", "OPERATOR"])
    def test_who_administers_nothing_manages_nobody(self, acme: App, role: str) -> None:
        client = Client(bearer_of(hire("vera", (acme, role))))
        assert client.get(ROW).refused(403, "60010")
        assert client.get(ROW, appKey="acme").refused(403, "60010")
        assert client.post(ROW, {"username": "n", "appKey": "acme", "role": "VIEWER"}).refused(403, "60010")
        assert client.put(f"{ROW}/vera", {"name": "V"}).refused(403, "60010")
        assert client.put(f"{ROW}/vera/mandates/acme", {"role": "ADMINISTRATOR"}).refused(403, "60010")
        assert not Operation.objects.exists()

    def test_its_statements_do_not_grow(
        self, olga: Client, acme: App, django_assert_max_num_queries: object
    ) -> None:
        for number in range(8):
            hire(f"n{number}", (acme, "VIEWER"))
        with django_assert_max_num_queries(8):  # type: ignore[operator]
            assert len(names(olga)) == 9


class TestCreate:
    def test_an_administrator_brings_somebody_into_his_app(
        self, olga: Client, anonymous: Client, acme: App
    ) -> None:
        answer = olga.post(ROW, {"username": "nora", "name": "Nora", "appKey": "acme", "role": "SUPPORT"})
        assert answer.ok
        nora = Operator.objects.get(username="nora")
        assert nora.check_password(answer.data["password"])
        assert (nora.is_staff, nora.is_superuser, nora.mandate_for(acme)) == (True, False, "SUPPORT")
        said = entry()
        assert (said.action, said.app_id, said.operator_id) == ("OPERATOR_CREATE", acme.pk, "olga")
        assert (said.target_type, said.target_id) == ("OPERATOR", "nora")
        assert answer.data["password"] not in str(said.detail)
        first = {"username": "nora", "password": answer.data["password"]}
        assert anonymous.post(TOKEN, first).refused(401, "70062")

    def test_a_superuser_needs_no_app(self, as_chief: Client) -> None:
        assert as_chief.post(ROW, {"username": "nora", "password": "a long enough one"}).ok
        assert entry().app_id == 0

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "username"),
            ({"username": "a b"}, "username"),
            ({"username": "x" * 151}, "username"),
            ({"username": "OLGA", "appKey": "acme", "role": "VIEWER"}, "username"),
            ({"username": "nora"}, "appKey"),
            ({"username": "nora", "appKey": "acme"}, "role"),
            ({"username": "nora", "appKey": "acme", "role": "KING"}, "role"),
            ({"username": "nora", "appKey": "acme", "role": "VIEWER", "email": "x"}, "email"),
            ({"username": "nora", "appKey": "acme", "role": "VIEWER", "name": "a\nb"}, "name"),
            ({"username": "nora", "appKey": "acme", "role": "VIEWER", "password": "12345678"}, "password"),
            ({"username": "nora", "appKey": "acme", "role": "VIEWER", "password": "short"}, "password"),
        ],
    )
    def test_it_refuses_bad_parameters(self, olga: Client, body: dict[str, object], field: str) -> None:
        assert olga.post(ROW, body).refused(400, "10004", field)
        assert Operator.objects.count() == 1
        assert not Operation.objects.exists()

    def test_another_app_is_none(self, olga: Client, other: App) -> None:
        body = {"username": "nora", "role": "VIEWER"}
        assert olga.post(ROW, {**body, "appKey": "other"}).refused(404, "70014")
        assert olga.post(ROW, {**body, "appKey": "nope"}).refused(404, "70014")


class TestChange:
    def test_it_says_what_changed(self, as_chief: Client, otto: Operator) -> None:
        answer = as_chief.put(f"{ROW}/otto", {"email": "o@example.org", "mustUseTwoFactor": True})
        assert (answer.data["email"], answer.data["mustUseTwoFactor"]) == ("o@example.org", True)
        said = entry()
        assert (said.action, said.app_id) == ("OPERATOR_UPDATE", 0)
        assert said.detail["changed"] == {
            "email": {"from": "otto@example.com", "to": "o@example.org"},
            "mustUseTwoFactor": {"from": False, "to": True},
        }

    def test_who_is_switched_off_is_out_and_stays_out(self, as_chief: Client, otto: Operator) -> None:
        client = Client(bearer_of(otto))
        assert client.get("/api/platform/apps").ok
        assert as_chief.put(f"{ROW}/otto", {"isActive": False}).ok
        assert client.get("/api/platform/apps").refused(401, "70052")
        assert as_chief.put(f"{ROW}/otto", {"isActive": True}).ok
        assert client.get("/api/platform/apps").refused(401, "70052")

    def test_the_last_superuser_stays_one(self, as_chief: Client, otto: Operator) -> None:
        assert as_chief.put(f"{ROW}/chief", {"isSuperuser": False}).refused(400, "10004", "isSuperuser")
        assert as_chief.put(f"{ROW}/chief", {"isActive": False}).refused(400, "10004", "isActive")
        assert as_chief.put(f"{ROW}/otto", {"isSuperuser": True}).ok
        assert as_chief.put(f"{ROW}/chief", {"isSuperuser": False}).ok
        assert as_chief.get(ROW).refused(403, "60010")
        assert Operator.objects.filter(is_superuser=True).get().username == "otto"

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("PUT", "", {"isActive": False}),
            ("PUT", "", {"isSuperuser": True}),
            ("POST", "/reset-password", None),
            ("POST", "/reset-two-factor", None),
        ],
    )
    def test_an_account_is_a_superusers_business(
        self, olga: Client, otto: Operator, ofelia: Operator, method: str, path: str, body: object
    ) -> None:
        """Else whoever administers one app would get into the others of those who work in both."""
        assert olga.call(method, f"{ROW}/otto{path}", body=body).refused(403, "60010")
        assert olga.call(method, f"{ROW}/olga{path}", body=body).refused(403, "60010")
        for stranger in ("ofelia", "nobody"):
            assert olga.call(method, f"{ROW}/{stranger}{path}", body=body).refused(404, "90404")
        assert not Operation.objects.exists()

    @pytest.mark.parametrize(
        ("body", "field"),
        [({"isActive": "no"}, "isActive"), ({"email": "x"}, "email"), ({"name": 1}, "name")],
    )
    def test_it_refuses_bad_parameters(
        self, as_chief: Client, otto: Operator, body: dict[str, object], field: str
    ) -> None:
        assert as_chief.put(f"{ROW}/otto", body).refused(400, "10004", field)


def test_a_password_that_was_reset_must_be_changed(
    as_chief: Client, anonymous: Client, otto: Operator
) -> None:
    client = Client(bearer_of(otto))
    answer = as_chief.post(f"{ROW}/otto/reset-password")
    otto.refresh_from_db()
    assert otto.check_password(answer.data["password"])
    assert otto.must_change_password
    assert client.get("/api/platform/apps").refused(401, "70052")
    body = {"username": "otto", "password": answer.data["password"]}
    assert anonymous.post(TOKEN, body).refused(401, "70062")
    said = Operation.objects.get(action="OPERATOR_PASSWORD_RESET")
    assert answer.data["password"] not in str(said.detail)


class TestRoles:
    def test_one_is_given_changed_and_withdrawn(self, olga: Client, otto: Operator, acme: App) -> None:
        there = f"{ROW}/otto/mandates/acme"
        assert olga.put(there, {"role": "OPERATOR"}).data["mandates"] == [
            {"appKey": "acme", "role": "OPERATOR"}
        ]
        assert (entry().app_id, entry().detail) == (acme.pk, {"from": "VIEWER", "to": "OPERATOR"})
        assert olga.delete(there).data == {"username": "otto", "appKey": "acme", "removed": True}
        assert otto.mandates.get().app.app_key == "other"
        assert [one.action for one in Operation.objects.order_by("pk")] == [
            "MANDATE_GIVE",
            "MANDATE_WITHDRAW",
        ]
        assert olga.delete(there).refused(404, "90404")

    def test_people_and_apps_of_others_are_none(
        self, olga: Client, as_chief: Client, otto: Operator, ofelia: Operator
    ) -> None:
        role = {"role": "VIEWER"}
        for stranger in ("ofelia", "nobody"):
            assert olga.put(f"{ROW}/{stranger}/mandates/acme", role).refused(404, "90404")
        for app in ("other", "nope"):
            assert olga.put(f"{ROW}/otto/mandates/{app}", role).refused(404, "70014")
            assert olga.delete(f"{ROW}/otto/mandates/{app}").refused(404, "70014")
        assert not Operation.objects.exists()
        assert as_chief.put(f"{ROW}/ofelia/mandates/acme", role).ok
        assert olga.put(f"{ROW}/ofelia/mandates/acme", {"role": "SUPPORT"}).ok

    def test_what_he_may_do_changes_at_once(self, acme: App, olga: Client, as_chief: Client) -> None:
        vera = hire("vera", (acme, "VIEWER"))
        client = Client({**bearer_of(vera), "X-App-Key": "acme"})
        body = {"word": "lottery"}
        assert client.post("/api/im/admin/keyword-filters", body).refused(403, "60010")
        assert olga.put(f"{ROW}/vera/mandates/acme", {"role": "OPERATOR"}).ok
        assert client.post("/api/im/admin/keyword-filters", body).ok
        assert olga.delete(f"{ROW}/vera/mandates/acme").ok
        assert client.get("/api/im/admin/keyword-filters").refused(403, "60010")


@pytest.mark.parametrize("address", ["a@b", "olga+im@example.com", "ö@例え.jp"])
def test_an_address_is_an_address(address: str) -> None:
    assert EMAIL.fullmatch(address)


def test_every_role_is_on_the_ladder() -> None:
    assert len(OperatorRole.values) == 4
    assert operators.INSTALLATION == 0
