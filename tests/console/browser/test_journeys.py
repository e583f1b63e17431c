"""What operators come for, from sign-in to the end, by clicking, against a whole installation."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.console.browser.chromium import Window, needs_chromium, window
from tests.console.browser.steps import act, choose, go, pane, say, sign_in
from tests.whole.installation import Installation, installation

pytestmark = needs_chromium


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


def test_a_message_arrives_live_and_is_revoked(console: Window, chat: Window) -> None:
    say(chat.page, 0, "this is a secret")
    heard = pane(chat.page, 1).locator(".messages")
    expect(heard).to_contain_text("this is a secret")
    go(console.page, "Messages")
    console.page.locator("#result_list tr", has_text="this is a secret").get_by_role("link").first.click()
    act(console.page, "Revoke", reason="a secret", comment="asked for by Alice")
    expect(heard).not_to_contain_text("this is a secret")
    expect(console.page.locator("#main")).to_contain_text("a secret")


def test_who_is_kicked_is_out_at_once(console: Window, chat: Window) -> None:
    state = pane(chat.page, 1).locator(".state")
    expect(state).to_have_text("connected")
    go(console.page, "Accounts")
    console.page.locator("#result_list").get_by_role("link", name="bob", exact=True).click()
    act(console.page, "Kick")
    expect(state).not_to_have_text("connected")
