"""Every page of the console in Chromium: both languages, wide and narrow, light and dark."""

import pytest

from tests.console.browser import pages
from tests.console.browser.chromium import Window, needs_chromium
from tests.console.browser.looking import look

pytestmark = [needs_chromium, pytest.mark.django_db]


@pytest.mark.parametrize("name", pages.names())
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_page_is_whole(language: str, name: str, windows: dict[str, Window]) -> None:
    problems = look(windows[language], pages.path_of(name), chinese=language != "en")
    assert not problems, "\n".join(problems)
