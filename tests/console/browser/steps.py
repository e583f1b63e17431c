"""What an operator does in the console, by clicking; and the two people of the demo's chat."""

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.console.browser.chromium import Window


def sign_in(window: Window, username: str, password: str) -> None:
    window.open("/admin/")
    window.page.fill("input[name=username]", username)
    window.page.fill("input[name=password]", password)
    window.page.click("#login-form [type=submit]")
    window.page.wait_for_load_state()


def choose(window: Window, app_key: str) -> None:
    """The app to look at, in the sidebar's head."""
    window.open("/admin/")
    window.page.click(".console-chosen")
    window.page.click(f".console-choices button[value={app_key}]")
    window.page.wait_for_load_state()


def go(page: Page, place: str) -> None:
    """By the sidebar."""
    page.locator("#nav-sidebar").get_by_role("link", name=re.compile(rf"\b{place}$")).click()
    page.wait_for_load_state()


def act(page: Page, label: str, **typed: Any) -> None:
    """A button of a row's page, its form, and the button that does it."""
    page.locator(".console-acts").get_by_role("link", name=label).click()
    page.wait_for_load_state()
    submit(page, **typed)


def submit(page: Page, **typed: Any) -> None:
    for name, value in typed.items():
        field = page.locator(f"[name={name}]").first
        if value is True:
            field.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    page.locator("form.console-act button[type=submit]").click()
    page.wait_for_load_state()


def pane(page: Page, number: int) -> Locator:
    """Of the demo's chat: 0 is Alice's, 1 is Bob's."""
    found = page.locator(".pane").nth(number)
    expect(found.locator(".state")).to_have_class(re.compile(r"\blive\b|connected|pill"))
    return found


def say(page: Page, number: int, text: str) -> None:
    box = pane(page, number).locator("textarea").first
    box.fill(text)
    box.press("Enter")


def picture(page: Page, name: str) -> None:
    """For docs/console.md: PICTURES names the folder."""
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(500)
        page.screenshot(path=Path(folder) / f"{name}.png")
