"""The tools for accounts: why a UserSig is refused, and many accounts at once."""

from collections.abc import Callable
from time import time
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import Account, App, Mandate, Operator, OperatorRole
from journal.models import Operation
from tests.im.test_admin import signed_in

VERIFY, IMPORT = "/admin/usersig/verify/", "/admin/accounts/import/"
Sig = Callable[..., str]


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    return signed_in(operator)


def verdict(browser: Browser, sig: str, user_id: str = "") -> Any:
    answer = browser.post(VERIFY, {"userSig": sig, "userId": user_id})
    assert answer.status_code == 200
    return answer.context["finding"]


def test_a_good_one_is_good(browser: Browser, alice: Account, user_sig: Sig) -> None:
    answer = browser.post(VERIFY, {"userSig": f" {user_sig('alice')}\n"})
    assert answer.context["finding"].good
    assert answer.context["decoded"].identifier == "alice"
    assert "TLS.identifier" in answer.content.decode()


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"issued_at": 1_700_000_000}, "70001"),
        ({"secret": "0" * 64}, "70009"),
        ({"issued_at": int(time()) + 4_000}, "70003"),
    ],
)
def test_a_bad_one_hears_why_and_what_to_do(
    browser: Browser, alice: Account, user_sig: Sig, how: dict[str, Any], code: str
) -> None:
    found = verdict(browser, user_sig("alice", **how))
    assert (found.good, found.code) == (False, code)
    assert str(found.remedy)


def test_it_may_be_another_users(browser: Browser, alice: Account, user_sig: Sig) -> None:
    assert verdict(browser, user_sig("alice"), "bob").code == "70013"


def test_what_is_none_at_all_says_what_is_wrong_with_it(browser: Browser, acme: App, user_sig: Sig) -> None:
    for sig in ("'quoted'", user_sig("alice")[:-9], "a" * 5_000, "<script>alert(1)</script>"):
        found = verdict(browser, sig)
        assert (found.code, bool(str(found.more))) == ("70003", True), sig


def test_a_kick_makes_it_useless(browser: Browser, alice: Account, user_sig: Sig) -> None:
    Account.objects.update(sig_not_before=int(time()) + 1)
    assert verdict(browser, user_sig("alice")).code == "70052"


@pytest.mark.parametrize("status", ["DISABLED", "DELETED"])
def test_a_good_one_of_an_account_that_may_not_sign_in(
    browser: Browser, alice: Account, user_sig: Sig, status: str
) -> None:
    Account.objects.update(status=status)
    found = verdict(browser, user_sig("alice"))
    assert (found.good, found.code) == (False, "70051")


def test_a_good_one_of_nobody(browser: Browser, acme: App, user_sig: Sig) -> None:
    assert verdict(browser, user_sig("nobody")).good
    acme.changed_settings = {"autoCreate": False}
    acme.save()
    assert verdict(browser, user_sig("nobody")).code == "70107"


def test_another_apps_says_which_app_it_names(
    browser: Browser, operator: Operator, acme: App, other: App, user_sig: Sig
) -> None:
    sig = user_sig("alice")
    App.objects.filter(pk=acme.pk).update(sdk_app_id=acme.sdk_app_id + 1)
    answer = browser.post(VERIFY, {"userSig": sig})
    assert answer.context["finding"].code == "70014"
    assert answer.context["its_app"] is None


def test_a_viewer_verifies_nothing_and_imports_nothing(browser: Browser, operator: Operator) -> None:
    Mandate.objects.filter(operator=operator).update(role=OperatorRole.VIEWER)
    assert browser.get(VERIFY).status_code == browser.get(IMPORT).status_code == 403
    assert browser.post(IMPORT, {"lines": "fresh"}).status_code == 403
    assert not Account.objects.filter(user_id="fresh").exists()


def test_each_line_becomes_an_account_or_hears_why_not(browser: Browser, acme: App, alice: Account) -> None:
    lines = "fresh, Fresh, and more\n\nalice\nno way\n"
    answer = browser.post(IMPORT, {"lines": lines, "comment": "from the old system"})
    told = {line[1].text: str(line[3].text) for line in answer.context["table"].lines}
    assert told == {"fresh": "new", "alice": "was there", "no way": "failed"}
    assert Account.objects.get(user_id="fresh").nickname == "Fresh, and more"
    assert Operation.objects.get().detail["comment"] == "from the old system"


def test_no_line_is_no_import(browser: Browser, acme: App) -> None:
    assert browser.post(IMPORT, {"lines": "\n \n"}).status_code == 400
    assert browser.post(IMPORT, {"lines": "a\n" * 2_001}).status_code == 400
