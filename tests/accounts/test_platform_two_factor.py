"""POST /api/platform/auth/token of operators with two-factor: no way around it, and no code twice."""

from datetime import timedelta
from time import time

import pytest
from django.utils import timezone
from django_otp.oath import totp
from pytest_django.fixtures import Settings

from accounts.models import Authenticator, Operator
from accounts.models.authenticator import new_key
from accounts.secrets import unseal
from journal.models import Operation
from tests.client import Answer, Client
from tests.conftest import bearer_of

TOKEN, REFRESH = "/api/platform/auth/token", "/api/platform/auth/refresh"
PASSWORD = "correct horse battery"


def sign_in(client: Client, otp: str | None = None, password: str = PASSWORD) -> Answer:
    said = {} if otp is None else {"otp": otp}
    return client.post(TOKEN, {"username": "olga", "password": password, **said})


def code_of(held: Authenticator) -> str:
    return f"{totp(bytes.fromhex(unseal(held.key)), t0=0):06d}"


def wrong_code_of(held: Authenticator) -> str:
    return "000000" if code_of(held) != "000000" else "000001"


def no_wait(held: Authenticator) -> None:
    past = timezone.now() - timedelta(days=1)
    Authenticator.objects.filter(pk=held.pk).update(throttling_failure_timestamp=past)


@pytest.fixture
def held(operator: Operator) -> Authenticator:
    held = Authenticator(user=operator, name="app", key=new_key())
    held.save()
    return held


def test_the_code_is_needed_beside_the_password(anonymous: Client, held: Authenticator) -> None:
    assert sign_in(anonymous).refused(401, "70060")
    assert sign_in(anonymous, code_of(held), "wrong").refused(401, "70003")
    assert sign_in(anonymous, code_of(held)).ok


def test_a_code_is_good_once(anonymous: Client, held: Authenticator) -> None:
    code = code_of(held)
    assert sign_in(anonymous, code).ok
    assert sign_in(anonymous, code).refused(401, "70061")


def test_a_wrong_code_makes_wait(anonymous: Client, held: Authenticator) -> None:
    assert sign_in(anonymous, wrong_code_of(held)).refused(401, "70061")
    assert sign_in(anonymous, wrong_code_of(held)).refused(429, "60007")
    no_wait(held)
    assert sign_in(anonymous, "nonsense").refused(401, "70061")
    waiting = sign_in(anonymous, code_of(held))
    assert waiting.refused(429, "60007")
    assert int(waiting.headers["Retry-After"]) == 2
    no_wait(held)
    assert sign_in(anonymous, code_of(held)).ok


def test_ten_wrong_codes_lock_like_ten_wrong_passwords(anonymous: Client, held: Authenticator) -> None:
    for _ in range(10):
        assert sign_in(anonymous, wrong_code_of(held)).refused(401, "70061")
        no_wait(held)
    answer = sign_in(anonymous, code_of(held))
    assert answer.refused(429, "60007")
    assert int(answer.headers["Retry-After"]) == 600


def test_a_backup_code_is_good_once(anonymous: Client, held: Authenticator) -> None:
    codes = held.new_backup_codes()
    held.save()
    assert len(set(codes)) == 10
    assert codes[0] not in held.backup
    assert sign_in(anonymous, codes[0].upper()[:4] + " " + codes[0].upper()[4:]).ok
    assert sign_in(anonymous, codes[0]).refused(401, "70061")
    no_wait(held)
    assert sign_in(anonymous, codes[1]).ok
    held.refresh_from_db()
    assert held.backup_codes == codes[2:]


def test_one_that_was_never_confirmed_asks_for_nothing(anonymous: Client, held: Authenticator) -> None:
    Authenticator.objects.update(confirmed=False)
    assert sign_in(anonymous).ok
    assert sign_in(anonymous, "123456").ok


def test_who_must_have_it_and_has_none_is_sent_to_the_console(
    anonymous: Client, operator: Operator, settings: Settings
) -> None:
    pair = sign_in(anonymous).data
    Operator.objects.update(must_use_two_factor=True)
    assert sign_in(anonymous).refused(401, "70062")
    assert anonymous.post(REFRESH, {"refresh": pair["refresh"]}).refused(401, "70062")
    Operator.objects.update(must_use_two_factor=False)
    assert sign_in(anonymous).ok
    settings.CONSOLE_REQUIRE_TWO_FACTOR = True
    assert sign_in(anonymous).refused(401, "70062")


def test_a_reset_ends_tokens_and_asks_for_no_code_any_more(
    anonymous: Client, as_chief: Client, held: Authenticator, operator: Operator
) -> None:
    pair = sign_in(anonymous, code_of(held)).data
    assert as_chief.get("/api/platform/operators").items[-1]["twoFactor"] is True
    assert as_chief.post("/api/platform/operators/olga/reset-two-factor").data["twoFactor"] is False
    assert anonymous.post(REFRESH, {"refresh": pair["refresh"]}).refused(401, "70052")
    stale = Client({"Authorization": f"Bearer {pair['access']}"})
    assert stale.get("/api/platform/apps").refused(401, "70052")
    assert sign_in(anonymous).ok
    assert not Authenticator.objects.exists()
    operator.refresh_from_db()
    assert Client(bearer_of(operator)).get("/api/platform/apps").ok


def test_every_try_is_logged_and_no_password(anonymous: Client, held: Authenticator) -> None:
    sign_in(anonymous, password="a wrong secret")
    anonymous.post(TOKEN, {"username": "my-secret-typed-here", "password": "x"})
    sign_in(anonymous, wrong_code_of(held))
    no_wait(held)
    sign_in(anonymous, code_of(held))
    entries = list(Operation.objects.order_by("pk"))
    assert [(one.action, one.operator_id, one.detail.get("reason")) for one in entries] == [
        ("SIGN_IN_FAILED", "olga", "PASSWORD"),
        ("SIGN_IN_FAILED", "", "PASSWORD"),
        ("SIGN_IN_FAILED", "olga", "CODE"),
        ("SIGN_IN", "olga", None),
    ]
    assert {(one.app_id, one.target_type, one.target_id, one.ip) for one in entries} == {
        (0, "DOOR", "API", "127.0.0.1")
    }
    assert "secret" not in str([vars(one) for one in entries])


def test_the_key_is_sealed_and_the_app_is_told_it(held: Authenticator) -> None:
    assert len(held.secret) == 32
    assert held.secret not in held.key
    assert held.address.startswith("otpauth://totp/Hongyan%3Aolga?secret=")
    assert abs(held.last_t) < time()
