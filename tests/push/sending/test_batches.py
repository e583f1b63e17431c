"""Many phones of one vendor are told in one request; each learns what became of it alone."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import App
from push.models import Delivery, Device, Notice
from push.vendors.registry import VENDORS
from tests.push.credentials import make_credential
from tests.push.phones import make_devices, make_notice
from tests.push.sending.engines import Running
from tests.push.sending.queued import to, wait_for_all
from tests.push.vendors.cases import CASES
from tests.push.vendors.cases.case import Case

NAMES = ("HUAWEI", "HARMONY", "HONOR", "XIAOMI")
PHONES = 12


@pytest.fixture
def cases(acme: App, settings: Settings) -> Any:
    """Their servers, and credentials of acme's with them."""
    found = {name: CASES[name]() for name in NAMES}
    settings.PUSH_VENDOR_BASE_URLS = {name: case.url for name, case in found.items()}
    for name, case in found.items():
        secret = {one.name for one in VENDORS[name].FIELDS if one.secret}
        fields = case.fields.items()
        make_credential(
            acme,
            name,
            public={key: value for key, value in fields if key not in secret},
            secret={key: value for key, value in fields if key in secret},
            environment=case.environment,
        )
    yield found
    for case in found.values():
        case.server.stop()


def phones(app: App, case: Case) -> list[Device]:
    """The last of them is dead."""
    made = make_devices(app, [f"user-{number}" for number in range(PHONES)], case.name)
    for number, device in enumerate(made):
        device.token = case.token(number, "dead" if number == PHONES - 1 else "good")
    Device.objects.bulk_update(made, ["token"])
    return made


def sends(case: Case) -> list[Any]:
    return [asked for asked in case.fake.asked if not asked.path.endswith("/token")]


def check(case: Case, notice: Notice) -> None:
    assert len(sends(case)) == 1
    assert {(ring.push_id, ring.task_id) for ring in case.fake.rings} == {(f"t{notice.pk}", str(notice.pk))}
    assert {ring.badge for ring in case.fake.rings} == {5 if case.badge else None}
    assert len(case.fake.rings) == PHONES - 1
    done = Delivery.objects.filter(notice=notice, vendor=case.name)
    assert done.filter(status="ACCEPTED").exclude(vendor_message_id="").count() == PHONES - 1
    dead = done.get(status="FAILED")
    assert dead.reason == "INVALID_TOKEN"
    assert [one.pk for one in Device.objects.filter(vendor=case.name, status="INVALID")] == [dead.device_id]


def test_a_task_goes_out_in_one_request_to_each_vendor(
    transactional_db: None, cases: dict[str, Case], engines: Callable[[], Running], acme: App
) -> None:
    notice = make_notice(acme, content={"notification": {"title": "Hi", "body": "there", "badge": 5}})
    for case in cases.values():
        to(phones(acme, case), notice)
    engines().wake(*((acme.pk, name) for name in NAMES))
    assert wait_for_all() == {"ACCEPTED": 4 * (PHONES - 1), "FAILED": 4}
    for case in cases.values():
        check(case, notice)
