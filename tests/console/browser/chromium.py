"""Debian's Chromium, driven by playwright: where it is, how it starts, and what it complained of."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    sync_playwright,
)

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # ms; for what hangs, not what is slow
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=390, height=844)

# CI has one; elsewhere these tests need somebody to have installed it.
MISSING = not PROGRAM and "CI" not in os.environ
needs_chromium = pytest.mark.skipif(MISSING, reason="there is no Chromium here")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The ORM is used beside it, in the thread in which playwright has its loop; no coroutine uses it."""
    assert PROGRAM, "install Debian's chromium"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=PROGRAM, args=SWITCHES)
            yield browser
            connections.close_all()  # where a loop runs, the thread has others than elsewhere
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Window:
    """One person's browser: its pages, and all that went wrong in them."""

    context: BrowserContext
    base: str
    page: Page = field(init=False)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda problem: self.wrong.append(f"script: {problem}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)

    def open(self, path: str) -> int:
        """The page's status, when it has loaded and what it loads afterwards too."""
        response = self.page.goto(self.base + path, wait_until="load")
        assert response is not None
        return response.status

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme not in ("data", "blob") and there.hostname not in ("127.0.0.1", "localhost"):
            self.wrong.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.wrong.append(f"{response.status} {response.url}")


@contextmanager
def window(
    browser: Browser, base: str, *, language: str = "en", cookies: dict[str, str] | None = None
) -> Iterator[Window]:
    """`language`: en or zh-hans. `cookies`: say a session's, for who is signed in already."""
    locale = "zh-CN" if language.startswith("zh") else "en"
    context = browser.new_context(viewport=WIDE, locale=locale)
    given = {**(cookies or {}), "django_language": language}
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in given.items()])
    try:
        yield Window(context, base)
    finally:
        context.close()
