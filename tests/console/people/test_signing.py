"""The console's door: the password, then a code; what is logged, how long one waits, when a session ends."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import Authenticator, Operator
from accounts.models.authenticator import new_key
from config.clock import now_ms
from console.people.gate import SEEN
from console.people.signing import CODE_WITHIN, PENDING
from journal.models import Operation
from tests.accounts.test_platform_two_factor import code_of, no_wait, wrong_code_of
from tests.console.people.conftest import PASSWORD, at_the_door

LOGIN, HOME, MINE = "/admin/login/", "/admin/choose-app/", "/admin/my-account/"


@pytest.fixture
def held(olga: Operator) -> Authenticator:
    held = Authenticator(user=olga, name="app", key=new_key())
    held.save()
    return held


def is_in(browser: Browser) -> bool:
    answer = browser.get(HOME)
    assert answer.status_code in (200, 302)
    return answer.status_code == 200


def tries() -> list[tuple[str, str, str | None]]:
    rows = Operation.objects.filter(target_type="DOOR").order_by("pk")
    return [(row.action, row.operator_id, row.detail.get("reason")) for row in rows]


def test_the_right_password_opens_and_leads_on(olga: Operator) -> None:
    browser = Browser(HTTP_USER_AGENT="Firefox")
    assert browser.get(MINE).headers["Location"] == f"{LOGIN}?next={MINE}"
    answer = browser.post(f"{LOGIN}?next={MINE}", {"username": "olga", "password": PASSWORD})
    assert answer.headers["Location"] == MINE
    assert is_in(browser)
    entry = Operation.objects.get()
    assert (entry.action, entry.app_id, entry.operator_id, entry.target_id) == (
        "SIGN_IN",
        0,
        "olga",
        "CONSOLE",
    )
    assert (entry.ip, entry.user_agent) == ("127.0.0.1", "Firefox")


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_it_leads_nowhere_else(olga: Operator, there: str) -> None:
    answer = Browser().post(f"{LOGIN}?next={there}", {"username": "olga", "password": PASSWORD})
    assert answer.headers["Location"] == "/admin/"


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(olga: Operator) -> None:
    pages = []
    for username in ("olga", "hunter2-typed-here"):
        answer = Browser().post(LOGIN, {"username": username, "password": "wrong secret"})
        assert answer.status_code == 400
        pages.append("The username or the password is wrong." in answer.content.decode())
    assert pages == [True, True]
    assert tries() == [("SIGN_IN_FAILED", "olga", "PASSWORD"), ("SIGN_IN_FAILED", "", "PASSWORD")]
    assert not Operation.objects.filter(detail__icontains="secret").exists()


def test_who_was_switched_off_or_is_no_staff_stays_out(olga: Operator) -> None:
    Operator.objects.update(is_staff=False)
    assert at_the_door(Browser()) == 400
    Operator.objects.update(is_staff=True, is_active=False)
    assert at_the_door(Browser()) == 400


def test_after_ten_wrong_ones_the_page_says_how_long_to_wait(olga: Operator) -> None:
    browser = Browser()
    for _ in range(9):
        assert at_the_door(browser, password="wrong") == 400
    assert at_the_door(browser, password="wrong") == 429
    answer = browser.post(LOGIN, {"username": "olga", "password": PASSWORD})
    assert answer.status_code == 429
    assert 590 <= int(answer.headers["Retry-After"]) <= 600
    page = answer.content.decode()
    assert "too many wrong passwords" in page
    assert "Wait " in page
    assert len(tries()) == 10
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(seconds=601))
    assert at_the_door(browser) == 302


class TestTheSecondStep:
    def test_the_password_alone_opens_nothing(self, held: Authenticator) -> None:
        browser = Browser()
        assert at_the_door(browser) == 200
        assert not is_in(browser)
        answer = browser.post(LOGIN, {"code": code_of(held)})
        assert answer.status_code == 302
        assert is_in(browser)
        assert tries() == [("SIGN_IN", "olga", None)]

    def test_a_code_without_the_password_opens_nothing(self, held: Authenticator) -> None:
        browser = Browser()
        assert browser.post(LOGIN, {"code": code_of(held)}).status_code == 400
        assert not is_in(browser)

    def test_a_code_is_good_once(self, held: Authenticator) -> None:
        code = code_of(held)
        for expected in (302, 400):
            browser = Browser()
            at_the_door(browser)
            assert browser.post(LOGIN, {"code": code}).status_code == expected

    def test_wrong_codes_wait_and_are_logged(self, held: Authenticator) -> None:
        browser = Browser()
        at_the_door(browser)
        assert browser.post(LOGIN, {"code": wrong_code_of(held)}).status_code == 400
        answer = browser.post(LOGIN, {"code": code_of(held)})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) == 1
        assert tries() == [("SIGN_IN_FAILED", "olga", "CODE")]
        no_wait(held)
        assert browser.post(LOGIN, {"code": code_of(held)}).status_code == 302

    def test_ten_wrong_codes_lock_the_door(self, held: Authenticator) -> None:
        browser = Browser()
        at_the_door(browser)
        for _ in range(10):
            assert browser.post(LOGIN, {"code": wrong_code_of(held)}).status_code == 400
            no_wait(held)
        answer = browser.post(LOGIN, {"code": code_of(held)})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 500

    def test_it_must_follow_soon_and_the_password_must_still_be_the_same(self, held: Authenticator) -> None:
        browser = Browser()
        at_the_door(browser)
        session = browser.session
        session[PENDING] = [*session[PENDING][:2], now_ms() - CODE_WITHIN - 1]
        session.save()
        assert browser.post(LOGIN, {"code": code_of(held)}).status_code == 400
        at_the_door(browser)
        Operator.objects.update(epoch=7)
        assert browser.post(LOGIN, {"code": code_of(held)}).status_code == 400

    def test_a_session_from_before_is_no_way_around(self, browser: Browser) -> None:
        assert is_in(browser)
        Authenticator(user=Operator.objects.get(), name="app", key=new_key()).save()
        assert not is_in(browser)


class TestSessions:
    def test_signing_out_is_logged_and_takes_a_button(self, browser: Browser) -> None:
        assert browser.get("/admin/logout/").status_code == 302
        assert is_in(browser)
        assert browser.post("/admin/logout/").headers["Location"] == LOGIN
        assert not is_in(browser)
        assert tries()[-1] == ("SIGN_OUT", "olga", None)

    def test_they_end_with_the_password_and_when_switched_off(self, browser: Browser, olga: Operator) -> None:
        Operator.objects.update(is_active=False)
        assert not is_in(browser)
        Operator.objects.update(is_active=True)
        assert at_the_door(browser) == 302
        olga.set_password("another one entirely")
        olga.save()
        assert not is_in(browser)

    def test_who_opens_no_page_for_a_while_is_out(self, browser: Browser) -> None:
        assert is_in(browser)
        soon = timezone.now() + timedelta(minutes=5)
        for page, by_itself in ((HOME, False), ("/admin/search/?s=a", True)):
            session = browser.session
            session[SEEN] = 0
            session.save()
            Session.objects.update(expire_date=soon)
            browser.get(page, headers={"Sec-Fetch-Dest": "empty" if by_itself else "document"})
            assert (Session.objects.get().expire_date == soon) is by_itself, page
        Session.objects.update(expire_date=timezone.now())
        assert not is_in(browser)

    def test_its_cookie_is_the_browsers_alone(self, browser: Browser) -> None:
        cookie = browser.cookies["sessionid"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_given_password_must_be_changed_before_anything_else(browser: Browser, olga: Operator) -> None:
    Operator.objects.update(must_change_password=True)
    there = "/admin/my-account/password/"
    for path in (HOME, MINE, "/admin/", "/admin/im/message/", "/admin/search/?s=a"):
        assert browser.get(path).headers["Location"] == there, path
    assert browser.get(there).status_code == 200
    typed = {"old_password": PASSWORD, "new_password1": "a longer one", "new_password2": "another one"}
    assert browser.post(there, typed).status_code == 400
    assert browser.post(there, {**typed, "new_password2": "a longer one"}).status_code == 302
    assert is_in(browser)
    olga.refresh_from_db()
    assert olga.check_password("a longer one")
    assert Operation.objects.latest("pk").action == "OPERATOR_PASSWORD_CHANGE"
    assert at_the_door(Browser()) == 400


def test_only_superusers_read_who_came_in(browser: Browser, olga: Operator) -> None:
    assert browser.get("/admin/sign-ins/").status_code == 403
    Operator.objects.update(is_superuser=True)
    at_the_door(Browser(), password="wrong")
    page = browser.get("/admin/sign-ins/").content.decode()
    assert "wrong password" in page
    assert "127.0.0.1" in page
    assert "wrong password" not in browser.get("/admin/sign-ins/", {"operator": "otto"}).content.decode()
    assert browser.get("/admin/sign-ins/", {"cursor": "x"}).status_code == 200
    assert browser.get("/admin/sign-ins/", {"operator": "\x00"}).status_code == 200
