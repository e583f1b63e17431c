"""What a person would see go wrong on a page: too wide, too faint, not in his language."""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests import catalogues
from tests.console.browser.chromium import NARROW, WIDE, Window

SCRIPT = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
DARK = "dark => document.documentElement.classList.toggle('dark', dark)"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z][a-z']+(?: [A-Za-z'][a-z']*){2,}")  # a sentence, or half of one


def look(window: Window, path: str, *, chinese: bool = False) -> list[str]:
    """All that is wrong with a page: wide and narrow, light and dark."""
    window.wrong.clear()
    status = window.open(path)
    problems = [] if status == 200 else [f"status {status}"]
    for size in (WIDE, NARROW):
        window.page.set_viewport_size(size)
        problems += seen(window.page, f"{size['width']} wide", chinese=chinese)
        keep(window.page, path, f"{'zh' if chinese else 'en'}-{size['width']}")
    if chinese:  # colours are the same in all languages
        problems += in_the_dark(window.page, path)
    window.page.set_viewport_size(WIDE)
    return problems + window.wrong


def in_the_dark(page: Page, path: str) -> list[str]:
    page.evaluate(DARK, True)
    page.wait_for_timeout(200)  # for colours that fade
    problems = [f"dark: {text} is too faint" for text in page.evaluate(SCRIPT)["faint"]]
    keep(page, path, "zh-dark")
    page.evaluate(DARK, False)
    return problems


def keep(page: Page, name: str, kind: str) -> None:
    """A picture for whoever wants to look: SCREENSHOTS names the folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{kind}-{re.sub(r'[^a-z0-9]+', '-', name.strip('/'))}.png")


def seen(page: Page, where: str, *, chinese: bool = False) -> list[str]:
    found: dict[str, Any] = page.evaluate(SCRIPT)
    problems = [f"{where}: {text} stands outside" for text in found["outside"]]
    problems += [f"{where}: {text} is too faint" for text in found["faint"]]
    if found["wide"]:
        problems.append(f"{where}: the page is {found['width']} wide")
    if chinese:
        said = [each["text"] for each in found["texts"] if not each["data"]]
        problems += [f"{where}: in English: {text}" for text in said if is_english(text)]
    return problems


def is_english(text: str) -> bool:
    """A text that has a translation and was not translated, or a sentence of our own. Constants are none."""
    if CHINESE.search(text) or text.isupper():
        return False
    return text.casefold() in _translated() or bool(ENGLISH.search(text))


@cache
def _translated() -> frozenset[str]:
    said, texts = catalogues.said(), catalogues.asked_for()
    return frozenset(text.casefold() for text in texts if said.get(text, text).casefold() != text.casefold())
