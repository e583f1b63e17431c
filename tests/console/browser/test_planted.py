"""What people wrote is shown as text wherever the console shows it."""

import pytest
from playwright.sync_api import Page

from tests.console.browser import pages
from tests.console.browser.chromium import Window, needs_chromium
from tests.console.browser.planting import plant

pytestmark = [needs_chromium, pytest.mark.django_db]

# What became an element or ran, and what turns the reading of its neighbours round.
LOOK = """() => {
  const loose = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(walker.currentNode.data) || !element) continue;
    if (["SCRIPT", "STYLE", "TEXTAREA", "OPTION"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const alone = style.display !== "inline" || /isolate|plaintext/.test(style.unicodeBidi);
    if (!alone) loose.push(element.outerHTML.slice(0, 200));
  }
  return {elements: document.querySelectorAll("[data-planted]").length, title: document.title, loose,
          shown: document.body.innerText.includes("data-planted")};
}"""
SHOWN = [
    name
    for name in pages.names()
    if not name.startswith("login") and "/do/" not in name and not name.endswith("/add")
]


@pytest.fixture(scope="module")
def planted(windows: dict[str, Window]) -> set[str]:
    return plant()


def found(page: Page) -> tuple[list[str], bool]:
    seen = page.evaluate(LOOK)
    problems = [f"turns round what stands beside it: {html}" for html in seen["loose"]]
    problems += ["became an element"] if seen["elements"] else []
    problems += ["ran"] if seen["title"] == "run" else []
    return problems, seen["shown"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_shows_it_as_text(
    name: str, planted: set[str], windows: dict[str, Window], furnished: dict[str, str]
) -> None:
    window = windows["en"]
    window.wrong.clear()
    assert window.open(pages.path_of(name, furnished)) == 200
    problems, _ = found(window.page)
    assert not problems + window.wrong, "\n".join(problems + window.wrong)


def test_it_is_shown_where_it_was_said(
    planted: set[str], windows: dict[str, Window], furnished: dict[str, str]
) -> None:
    """What is not shown at all proves nothing."""
    window = windows["en"]
    for name in (
        "im.message/row",
        "im.group/row",
        "accounts.account/list",
        "webhooks.endpoint/list",
        "journal.operation/list",
    ):
        window.open(pages.path_of(name, furnished))
        assert found(window.page)[1], name
