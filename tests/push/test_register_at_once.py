"""Phones that register at the same moment: no 500, no deadlock, and one token has one phone."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from push.models import Device
from tests.accounts.test_at_once import at_once, poster
from tests.client import Answer, Client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def registers(as_phone: Client, settings: Settings) -> Callable[..., Callable[[], Answer]]:
    settings.LIMITS_OFF = True

    def call(device_id: str, token: str, user_id: str = "bob") -> Callable[[], Answer]:
        body = {"userId": user_id, "deviceId": device_id, "platform": "ANDROID"}
        return poster("/api/push/register", {**body, "vendor": "HUAWEI", "token": token}, as_phone)

    return call


def test_whatever_phones_do_at_once_ends_as_one_after_the_other(
    registers: Callable[..., Callable[[], Answer]],
) -> None:
    """One device twice, two that swap their tokens, two that want one token, and an eleventh device twice."""
    calls: list[Any] = [registers("same", "s1"), registers("same", "s2")]
    calls += [registers("a", "t1", "alice"), registers("b", "t2", "carol")]
    assert all(answer.ok for answer in at_once(*calls))
    for _ in range(3):
        calls = [registers("a", "t2", "alice"), registers("b", "t1", "carol"), registers("same", "s1")]
        calls += [
            registers("c", "t1", "alice"),
            registers("same", "s2", "carol"),
            registers("b", "t2", "alice"),
        ]
        assert [answer.code for answer in at_once(*calls)] == [200] * 6
    active = Device.objects.filter(status="ACTIVE")
    tokens = list(active.values_list("token", flat=True))
    assert len(tokens) == len(set(tokens))
    assert Device.objects.count() == 4

    more = [registers(f"d{number}", f"x{number}", "dora") for number in range(12)]
    assert [answer.code for answer in at_once(*more[:6])] == [200] * 6
    assert [answer.code for answer in at_once(*more[6:])] == [200] * 6
    assert active.filter(user_id="dora").count() == 10
