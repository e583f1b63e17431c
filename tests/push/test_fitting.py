"""What is told must fit into the payload of each vendor that the audience has."""

from typing import Any

import pytest

from accounts.models import App
from config.api.errors import BadParameter
from push import fitting
from push.models import Vendor
from push.vendors.contract import NoSilence, TooLong
from tests.push.credentials import make_credential
from tests.push.vendors.cases import CASES

SAID = {"title": "t" * 100, "body": "字" * 1_000, "subtitle": "s" * 100, "click": {"type": "APP"}}
LIVE = {"liveActivity": {"event": "update", "contentState": {"at": 3}, "timestamp": 1_700_000_000_000}}


def reachable(app: App, name: str) -> None:
    case = CASES[Vendor(name).credential]
    environment = case.environment or "PROD"
    make_credential(app, Vendor(name).credential, public={}, secret=case.fields, environment=environment)


@pytest.mark.parametrize("name", Vendor.values)
def test_long_texts_fit_and_what_the_data_may_take(acme: App, name: str) -> None:
    reachable(acme, name)
    options = LIVE if name == "APNS_LIVE" else {}
    assert not fitting.problem(acme.pk, {"notification": SAID, "data": {"a": 1}}, options, name)
    large: dict[str, Any] = {"notification": SAID, "data": {"a": "x" * 2_000}}
    too_long = CASES[Vendor(name).credential].room < 2_000
    assert fitting.problem(acme.pk, large, options, name) == (TooLong.code if too_long else "")


def test_the_vendor_is_named_whose_payload_is_too_small(acme: App) -> None:
    reachable(acme, "VIVO")
    large: dict[str, Any] = {"notification": SAID, "data": {"a": "x" * 2_000}}
    with pytest.raises(BadParameter, match="data: does not fit into the payload of VIVO"):
        fitting.require_fit(acme.pk, large, {}, {"VIVO", "APNS"})


def test_what_else_stands_in_the_way_is_no_refusal(acme: App) -> None:
    reachable(acme, "VIVO")
    silent: dict[str, Any] = {"data": {"a": 1}}
    assert fitting.problem(acme.pk, silent, {}, "VIVO") == NoSilence.code
    assert fitting.problem(acme.pk, silent, {}, "APNS") == "VENDOR_NOT_CONFIGURED"
    fitting.require_fit(acme.pk, silent, {}, {"VIVO", "APNS"})
