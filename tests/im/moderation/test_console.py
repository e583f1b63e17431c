"""The console's lists of words and of what was flagged: found, and shown as text."""

import pytest
from django.test import Client as Browser

from accounts.models import Account, App, Operator
from im.moderation.models import Flagged, KeywordFilter
from tests.client import Client
from tests.im.chat import say
from tests.im.moderation.words import forbid
from tests.im.test_admin import page, signed_in


@pytest.fixture
def browser(db: None) -> Browser:
    return signed_in(Operator.objects.create_superuser("chief"))


@pytest.fixture
def words(as_root: Client, as_alice: Client, bob: Account, other: App) -> None:
    forbid(as_root, "broker", action="FLAG", category="fraud")
    KeywordFilter.objects.create(app=other, word="lottery", folded="lottery", scopes=["SINGLE"])
    say(as_alice, "bob", "<b>a broker</b>")


@pytest.mark.usefixtures("words")
def test_words_are_listed_and_searched(browser: Browser) -> None:
    shown = page(browser, "keywordfilter/")
    assert "broker" in shown
    assert "lottery" in shown
    assert "lottery" not in page(browser, "keywordfilter/", q="broker")
    assert "broker" in page(browser, "keywordfilter/", q="fraud")
    page(browser, f"keywordfilter/{KeywordFilter.objects.earliest('id').pk}/change/")


@pytest.mark.usefixtures("words")
def test_what_was_flagged_is_shown_as_text_with_its_words(browser: Browser) -> None:
    shown = page(browser, "flagged/")
    assert "&lt;b&gt;a broker&lt;/b&gt;" in shown
    assert "<b>a broker" not in shown
    assert "a broker" not in page(browser, "flagged/", review="APPROVED")
    page(browser, f"flagged/{Flagged.objects.get().pk}/change/")
