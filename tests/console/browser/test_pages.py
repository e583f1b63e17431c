"""Every page of the console in Chromium: both languages, wide and narrow, light and dark."""

import pytest
from django.contrib.admin import site

from tests.console.browser import pages
from tests.console.browser.chromium import Window, needs_chromium
from tests.console.browser.looking import look

pytestmark = needs_chromium


@pytest.mark.parametrize(
    ("language", "name"), [(each, name) for each in ("en", "zh-hans") for name in pages.names(each)]
)
def test_a_page_is_whole(
    language: str, name: str, windows: dict[str, Window], furnished: dict[str, str]
) -> None:
    problems = look(windows[language], pages.path_of(name, furnished), chinese=language != "en")
    assert not problems, "\n".join(problems)


@pytest.mark.django_db
def test_every_list_has_a_row(windows: dict[str, Window]) -> None:
    for model in site._registry:
        pages.newest(model._meta.label_lower)
