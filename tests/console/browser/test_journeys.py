"""What operators come for, from sign-in to the end, by clicking, against a whole installation."""

import base64
import json
import re
from collections.abc import Iterator

import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, expect

from tests.console.browser.chromium import Window, needs_chromium, window
from tests.console.browser.customer import customer
from tests.console.browser.steps import act, choose, go, pane, picture, say, sign_in, submit
from tests.whole.installation import Installation, installation

pytestmark = needs_chromium

PASSWORD = "three wild geese fly south"


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    with installation(inbox=True) as running:
        yield running


@pytest.fixture
def console(running: Installation, browser: Browser) -> Iterator[Window]:
    """The demo's operator has signed in and looks at the demo's app."""
    with window(browser, f"http://127.0.0.1:{running.port}") as operator:
        sign_in(operator, **{name: running.demo["console"][name] for name in ("username", "password")})
        choose(operator, running.app["appKey"])
        yield operator
        assert not operator.wrong


@pytest.fixture
def chat(running: Installation, browser: Browser) -> Iterator[Window]:
    """Alice and Bob of the demo, side by side."""
    with window(browser, f"http://127.0.0.1:{running.port}") as people:
        people.open("/demo/chat")
        yield people


def test_an_app_an_account_and_a_sig_that_is_good(console: Window) -> None:
    page = console.page
    console.open("/admin/accounts/app/add/")
    submit(page, name="Courier", appKey="courier")
    expect(page.locator(".console-facts")).to_contain_text("secretKey")
    picture(page, "secret")
    choose(console, "courier")
    go(page, "Accounts")
    expect(page.locator(".console-empty")).to_be_visible()
    page.locator(".console-empty").get_by_role("link").click()
    submit(page, userId="zhang", nickname="张三", comment="the first of the couriers")
    page.locator("#result_list").get_by_role("link", name="zhang").first.click()
    act(page, "Generate a UserSig", comment="for a test")
    sig = page.locator("#usersig").inner_text()
    console.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == sig
    go(page, "Verify a UserSig")
    page.fill("textarea[name=userSig]", sig)
    page.get_by_role("button", name="Verify").click()
    expect(page.locator("#main")).to_contain_text("zhang")
    expect(page.locator("#main")).to_contain_text("good")
    page.fill("textarea[name=userSig]", sig[:-9] + "AAAAAAAA_")
    page.get_by_role("button", name="Verify").click()
    expect(page.locator("#main")).to_contain_text("Look whether all of it was copied")
    picture(page, "usersig")


def test_a_message_arrives_live_and_is_revoked(console: Window, chat: Window) -> None:
    page = console.page
    say(chat.page, 0, "this is a secret")
    heard = pane(chat.page, 1).locator(".messages")
    expect(heard).to_contain_text("this is a secret")
    picture(chat.page, "chat")
    go(page, "Messages")
    picture(page, "messages")
    page.locator("#result_list tr", has_text="this is a secret").get_by_role("link").first.click()
    page.locator(".console-tabs").get_by_role("link", name="Why").click()
    expect(page.locator("#main")).to_contain_text("bob has read it")
    picture(page, "message")
    act(page, "Revoke", reason="a secret", comment="asked for by Alice")
    expect(heard).not_to_contain_text("this is a secret")
    expect(page.locator("#main")).to_contain_text("a secret")


def test_who_is_kicked_is_out_at_once(console: Window, chat: Window) -> None:
    page = console.page
    state = pane(chat.page, 1).locator(".state")
    expect(state).to_have_text("connected")
    go(page, "Accounts")
    page.locator("#result_list").get_by_role("link", name="bob", exact=True).click()
    picture(page, "account")
    act(page, "Kick")
    expect(state).not_to_have_text("connected")


def test_a_list_of_words_is_imported_and_tried(console: Window) -> None:
    page = console.page
    console.open("/admin/moderation/import/")
    page.fill("textarea[name=content]", "赌场\nlottery")
    page.get_by_role("button", name="Import").click()
    expect(page.locator("#main")).to_contain_text("2")
    page.get_by_role("link", name="Try the words", exact=True).click()
    page.locator(".try textarea").press_sequentially("澳门赌 场, L0ttery and lottery")
    expect(page.locator(".try-marks mark, .try-marks span").first).to_be_visible()
    expect(page.locator(".try-hits")).to_contain_text("赌场")
    expect(page.locator(".try-hits")).to_contain_text("lottery")
    picture(page, "words")


def test_a_push_that_fails_is_explained_and_mended(running: Installation, console: Window) -> None:
    page = console.page
    right = json.loads((running.data / "vendors" / "vendors.json").read_text())["credentials"]["OPPO"]
    console.open("/demo/phones")  # the first look at them enters the demo's credentials
    picture(page, "phones")
    _enter(page, console, masterSecret="of another app")
    console.open("/admin/push/notice/add/")
    page.fill("[name=userIds]", "dave")
    page.fill("[name=title]", "Your parcel is here")
    page.get_by_role("button", name="Try it: who gets it?").click()
    page.get_by_role("button", name=re.compile("Send it")).click()
    _ask_why(page, console, "dave", "credential")
    picture(page, "why")
    _enter(page, console, masterSecret=right["masterSecret"])
    act(page, "Check it")
    expect(page.locator("#main")).to_contain_text("The vendor takes the credential")
    _ask_why(page, console, "dave", "Accepted")
    console.open("/admin/")
    picture(page, "dashboard")


def _enter(page: Page, console: Window, **fields: str) -> None:
    console.open("/admin/push/credential/")
    page.locator(".push-card", has_text="OPPO").get_by_role("link", name="Look at it").click()
    act(page, "Change it", **fields)


def _ask_why(page: Page, console: Window, user_id: str, words: str) -> None:
    """Until the story says so: the vendor's answer takes its time."""
    for _ in range(60):
        console.open(f"/admin/push/why/?q={user_id}")
        if words.casefold() in page.locator("#main").inner_text().casefold():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("#main").inner_text())


def test_two_factor_is_required_and_signed_in_with(
    running: Installation, console: Window, browser: Browser
) -> None:
    page = console.page
    console.open("/admin/accounts/operator/add/")
    submit(page, username="mei", appKey=running.app["appKey"], role="SUPPORT", mustUseTwoFactor=True)
    given = page.locator(".console-facts code").nth(1).inner_text()
    with window(browser, console.base) as colleague:
        key = _arrive(colleague, given)
        colleague.page.locator(".console-chosen").wait_for()
    with window(browser, console.base) as colleague:
        sign_in(colleague, "mei", PASSWORD)
        colleague.page.fill("input[name=code]", _code(key, ahead=1))
        colleague.page.get_by_role("button", name="Go on").click()
        expect(colleague.page.locator(".console-chosen")).to_contain_text("Demo")
        assert colleague.open("/admin/accounts/operator/add/") == 403


def _arrive(colleague: Window, given: str) -> str:
    """A first sign-in: a password of one's own, then two-factor, which one must have. Gives its key."""
    page = colleague.page
    sign_in(colleague, "mei", given)
    page.fill("input[name=old_password]", given)
    for name in ("new_password1", "new_password2"):
        page.fill(f"input[name={name}]", PASSWORD)
    page.locator("form.console-act button[type=submit]").click()
    key = page.locator(".console-key").inner_text().replace(" ", "")
    picture(page, "two-factor")
    page.fill("form.console-act input[name=code]", _code(key))
    page.get_by_role("button", name="Turn two-factor on").click()
    expect(page.locator(".console-codes li")).to_have_count(10)
    page.get_by_role("link", name="I have written them down").click()
    return key


def _code(key: str, *, ahead: int = 0) -> str:
    """As an app on the phone shows it; one step ahead, since a code opens once."""
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    return f"{totp(secret, t0=-30 * ahead):06d}"


def test_what_failed_is_sent_again(running: Installation, console: Window) -> None:
    page = console.page
    with customer() as server:
        console.open("/admin/webhooks/endpoint/add/")
        submit(page, name="orders", url=server.url, events="account.*")
        page.locator(".console-acts a").first.click()
        server.answers = 410  # gone: what was sent is dead, the endpoint is switched off
        assert (
            running.call("POST", "/api/im/accounts/import", {"userId": "wang"}, headers=running.server).code
            == 200
        )
        endpoint = _orders(page, console, "Enable")
        picture(page, "endpoint")
        server.answers = 200
        act(page, "Enable")
        console.open(endpoint)
        act(page, "Resend", since="2026-01-01T00:00:00", mode="ALL")
        expect(page.locator("#main")).to_contain_text("1")
        for _ in range(120):
            if server.heard[-1:] == [200]:
                break
            page.wait_for_timeout(250)
        assert server.heard == [410, 200]


def _orders(page: Page, console: Window, label: str) -> str:
    """The endpoint's page, as soon as it has that button."""
    for _ in range(120):
        console.open("/admin/webhooks/endpoint/")
        page.locator("#result_list").get_by_role("link", name="orders").first.click()
        page.wait_for_load_state()
        if page.locator(".console-acts").get_by_role("link", name=label, exact=True).count():
            return page.url.removeprefix(console.base)
        page.wait_for_timeout(250)
    raise AssertionError(page.locator("#main").inner_text())
