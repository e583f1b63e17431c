"""My account: two-factor set up, required, turned off; and how the console speaks to one."""

import re

import pytest
from django.test import Client as Browser
from pytest_django.fixtures import Settings

from accounts.models import Authenticator, Operator
from accounts.secrets import unseal
from console.people.account import Picture
from journal.models import Operation
from tests.accounts.test_platform_two_factor import code_of, no_wait, wrong_code_of
from tests.console.people.conftest import PASSWORD, at_the_door

PAGE, MINE, HOME, LOGIN = (
    *("/admin/my-account/two-factor/", "/admin/my-account/", "/admin/choose-app/"),
    "/admin/login/",
)
CODE = re.compile(r"<code>([a-z2-7]{4} [a-z2-7]{4})</code>")


def held() -> Authenticator:
    found: Authenticator = Authenticator.objects.get()
    return found


def set_up(browser: Browser) -> list[str]:
    """The backup codes."""
    assert browser.get(PAGE).status_code == 200
    answer = browser.post(PAGE, {"do": "confirm", "code": code_of(held())})
    assert answer.status_code == 200
    return CODE.findall(answer.content.decode())


def forget_the_last_code() -> None:
    Authenticator.objects.update(last_t=-1)


def actions() -> list[str]:
    return [row.action for row in Operation.objects.exclude(target_type="DOOR").order_by("pk")]


def test_it_is_set_up_by_a_picture_and_a_code(browser: Browser) -> None:
    page = browser.get(PAGE).content.decode()
    assert "".join(page.split('console-key">')[1].split("<")[0].split()) == held().secret
    assert Picture(held().address).path in page
    assert browser.get(PAGE).content.decode().count(held().secret[:4]) == 1
    assert browser.post(PAGE, {"do": "confirm", "code": wrong_code_of(held())}).status_code == 400
    assert not held().confirmed
    no_wait(held())
    codes = set_up(browser)
    assert len(set(codes)) == 10
    assert held().confirmed
    assert actions() == ["OPERATOR_TWO_FACTOR_ON"]
    assert browser.get(HOME).status_code == 200
    again = browser.get(PAGE).content.decode()
    assert codes[0] not in again
    assert "console-qr" not in again


def test_other_sessions_end_with_it(browser: Browser) -> None:
    elsewhere = Browser()
    at_the_door(elsewhere)
    set_up(browser)
    assert browser.get(HOME).status_code == 200
    assert elsewhere.get(HOME).status_code == 302


def test_it_is_asked_for_and_a_code_on_paper_is_good_once(browser: Browser) -> None:
    codes = set_up(browser)
    for code, expected in ((codes[0].upper(), 302), (codes[0], 400)):
        elsewhere = Browser()
        assert at_the_door(elsewhere) == 200
        assert elsewhere.post(LOGIN, {"code": code}).status_code == expected


def test_turning_it_off_needs_password_and_code(browser: Browser) -> None:
    set_up(browser)
    forget_the_last_code()
    wrong = {"do": "off", "password": "wrong", "code": code_of(held())}
    assert browser.post(PAGE, wrong).status_code == 400
    forget_the_last_code()
    assert browser.post(PAGE, {**wrong, "password": PASSWORD, "code": "nonsense"}).status_code == 400
    assert Authenticator.objects.exists()
    no_wait(held())
    assert browser.post(PAGE, {**wrong, "password": PASSWORD, "code": code_of(held())}).status_code == 302
    assert not Authenticator.objects.exists()
    assert browser.get(HOME).status_code == 200
    assert actions() == ["OPERATOR_TWO_FACTOR_ON", "OPERATOR_TWO_FACTOR_OFF"]


def test_new_backup_codes_make_the_old_ones_worthless(browser: Browser) -> None:
    old = set_up(browser)
    forget_the_last_code()
    answer = browser.post(PAGE, {"do": "renew", "code": code_of(held())})
    new = CODE.findall(answer.content.decode())
    assert len(new) == 10
    assert not set(new) & set(old)
    assert "".join(new[0].split()) in held().backup_codes
    assert unseal(held().backup).split() == held().backup_codes


@pytest.mark.parametrize("required_by", ["operator", "setting"])
def test_who_must_have_it_is_led_there_and_opens_nothing_else(
    browser: Browser, settings: Settings, required_by: str
) -> None:
    if required_by == "operator":
        Operator.objects.update(must_use_two_factor=True)
    settings.CONSOLE_REQUIRE_TWO_FACTOR = required_by == "setting"
    for path in (HOME, MINE, "/admin/", "/admin/im/message/", "/admin/search/?s=a"):
        assert browser.get(path).headers["Location"] == PAGE, path
        assert browser.post(path).headers["Location"] == PAGE, path
    set_up(browser)
    assert browser.get(HOME).status_code == 200
    forget_the_last_code()
    browser.post(PAGE, {"do": "off", "password": PASSWORD, "code": code_of(held())})
    assert held().confirmed


def test_nonsense_is_refused(browser: Browser) -> None:
    assert browser.post(PAGE).status_code == 302
    for name in ("__class__", "dispatch", "get", "off"):
        assert browser.post(PAGE, {"do": name}).status_code in (302, 400), name
    assert not held().confirmed if Authenticator.objects.exists() else True


def test_language_and_time_zone_are_ones_own(browser: Browser, olga: Operator) -> None:
    assert browser.post(MINE, {"language": "zh-hans", "time_zone": "Asia/Shanghai"}).status_code == 302
    olga.refresh_from_db()
    assert (olga.language, olga.time_zone) == ("zh-hans", "Asia/Shanghai")
    assert actions() == ["OPERATOR_MANNERS"]
    assert 'lang="zh-hans"' in browser.get(MINE).content.decode()
    assert browser.post(MINE, {"language": "xx", "time_zone": "Mars"}).status_code == 400


def test_the_page_shows_ones_roles_and_sign_ins(browser: Browser) -> None:
    page = browser.get(MINE).content.decode()
    assert "Acme" in page
    assert "signed in" in page
