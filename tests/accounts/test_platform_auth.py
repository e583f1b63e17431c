"""POST /api/platform/auth/token and …/refresh, beside the reference."""

import pytest
from pytest_django.fixtures import Settings

from accounts import tokens
from accounts.models import Operator
from config.clock import now_ms
from tests.client import Answer, Client

TOKEN, REFRESH, APPS = "/api/platform/auth/token", "/api/platform/auth/refresh", "/api/platform/apps"
PASSWORD = "correct horse battery"


def sign_in(client: Client, password: str = PASSWORD, username: str = "olga") -> Answer:
    return client.post(TOKEN, {"username": username, "password": password})


def apps_with(token: str) -> Answer:
    return Client({"Authorization": f"Bearer {token}"}).get(APPS)


def test_the_right_password_opens(anonymous: Client, operator: Operator) -> None:
    answer = sign_in(anonymous)
    assert answer.data.keys() == {"access", "refresh", "expiresIn"}
    assert apps_with(answer.data["access"]).ok
    operator.refresh_from_db()
    assert operator.last_login is not None


def test_a_wrong_one_does_not(anonymous: Client, operator: Operator) -> None:
    assert sign_in(anonymous, "wrong").refused(401, "70003")
    assert sign_in(anonymous, username="nobody").refused(401, "70003")
    operator.is_active = False
    operator.save()
    assert sign_in(anonymous).refused(401, "70003")


def test_too_many_wrong_ones_must_wait(anonymous: Client, operator: Operator) -> None:
    for _ in range(9):
        assert sign_in(anonymous, "wrong").refused(401, "70003")
    assert sign_in(anonymous, "wrong").refused(429, "60007")
    answer = sign_in(anonymous)
    assert answer.refused(429, "60007")
    assert int(answer.headers["Retry-After"]) == 600


def test_the_right_one_forgives_the_wrong_ones_before(anonymous: Client, operator: Operator) -> None:
    for _ in range(2):
        for _ in range(8):
            assert sign_in(anonymous, "wrong").code == 401
        assert sign_in(anonymous).ok


def test_others_need_not_wait(anonymous: Client, operator: Operator) -> None:
    Operator.objects.create_user("otto", password=PASSWORD)
    for _ in range(11):
        sign_in(anonymous, "wrong")
    assert sign_in(anonymous, username="otto").ok
    elsewhere = Client()
    elsewhere.django.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(elsewhere).ok


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "username"),
        ({"username": "olga"}, "password"),
        ({"username": "olga", "password": ""}, "password"),
        ({"username": 1, "password": "x"}, "username"),
        ({"username": "x" * 151, "password": "x"}, "username"),
        ({"username": "olga", "password": "x" * 1001}, "password"),
    ],
)
def test_it_refuses_bad_parameters(anonymous: Client, db: None, body: dict[str, object], field: str) -> None:
    assert anonymous.post(TOKEN, body).refused(400, "10004", field)


def test_a_refresh_token_makes_a_new_pair(anonymous: Client, operator: Operator) -> None:
    pair = sign_in(anonymous).data
    fresh = anonymous.post(REFRESH, {"refresh": pair["refresh"]})
    assert fresh.ok
    assert apps_with(fresh.data["access"]).ok
    assert anonymous.post(REFRESH, {"refresh": fresh.data["refresh"]}).ok


def test_only_a_refresh_token_does(anonymous: Client, operator: Operator, as_alice: Client) -> None:
    pair = sign_in(anonymous).data
    im_token = as_alice.headers["Authorization"].removeprefix("Bearer ")
    for wrong in (pair["access"], im_token, "nonsense", pair["refresh"][:-2] + "xx"):
        assert anonymous.post(REFRESH, {"refresh": wrong}).refused(401, "70003")
    assert apps_with(pair["refresh"]).refused(401, "70003")
    now = now_ms() // 1000
    old = tokens.sign(tokens.REFRESH, {"sub": str(operator.pk), "stp": "", "iat": now - 9, "exp": now - 1})
    assert anonymous.post(REFRESH, {"refresh": old}).refused(401, "70001")
    assert anonymous.post(REFRESH, {}).refused(400, "10004", "refresh")


def test_a_new_password_ends_what_the_old_one_opened(anonymous: Client, operator: Operator) -> None:
    pair = sign_in(anonymous).data
    operator.set_password("another one entirely")
    operator.save()
    assert anonymous.post(REFRESH, {"refresh": pair["refresh"]}).refused(401, "70052")


def test_an_operator_who_was_switched_off_is_out(anonymous: Client, operator: Operator) -> None:
    pair = sign_in(anonymous).data
    operator.is_active = False
    operator.save()
    assert anonymous.post(REFRESH, {"refresh": pair["refresh"]}).refused(401, "70052")
    assert apps_with(pair["access"]).refused(401, "70052")


def test_behind_a_proxy_the_callers_own_address_counts(
    anonymous: Client, operator: Operator, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(10):
        answer = sign_in(Client({"X-Forwarded-For": "192.0.2.1"}), "wrong")
    assert answer.refused(429)
    elsewhere = Client({"X-Forwarded-For": "198.51.100.9, 192.0.2.2"})
    assert sign_in(elsewhere).ok
    nonsense = Client({"X-Forwarded-For": "nonsense"})
    assert sign_in(nonsense).ok
