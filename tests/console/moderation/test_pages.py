"""Tools of moderation: words tried while one types, lists carried in and out, what was flagged decided on."""

from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from accounts.models import Account, App, Mandate, Operator, OperatorRole
from im.messages.models import Message
from im.messages.review_queue import pieces
from im.moderation.models import AccountMute, Flagged, KeywordFilter
from journal.models import Operation
from tests.client import Client
from tests.im.chat import say
from tests.im.moderation.words import forbid

TRY = "/admin/moderation/try/"
IMPORT = "/admin/moderation/import/"
OPTIONS = {"matchType": "CONTAINS", "action": "BLOCK", "scopes": ["SINGLE"], "enabled": "on"}


@pytest.fixture
def browser(operator: Operator) -> Browser:
    operator.is_staff = True
    operator.save()
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def flagged(as_root: Client, as_alice: Client, bob: Account) -> Flagged:
    forbid(as_root, "broker", action="FLAG", category="fraud")
    say(as_alice, "bob", "before")
    say(as_alice, "bob", "ask <b>a broker</b>")
    say(as_alice, "bob", "after")
    return Flagged.objects.get()


def tried(browser: Browser, **body: Any) -> Any:
    answer = browser.post(TRY, orjson.dumps(body), content_type="application/json")
    return answer.status_code, orjson.loads(answer.content)


def as_viewer(operator: Operator) -> None:
    Mandate.objects.filter(operator=operator).update(role=OperatorRole.VIEWER)


def page(browser: Browser, path: str, **query: Any) -> str:
    answer = browser.get(f"/admin/im/{path}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_tester_answers_places_kinds_and_what_would_be_sent(browser: Browser, as_root: Client) -> None:
    forbid(as_root, "fuck", action="REPLACE", category="abuse")
    text = "😀 no 𝒇𝖚𝕔𝚔 <b>"
    code, found = tried(browser, text=text, scope="SINGLE")
    (hit,) = found["hits"]
    assert (code, found["action"], found["result"]) == (200, "REPLACE", "😀 no *** <b>")
    assert text[hit["start"] : hit["end"]] == "𝒇𝖚𝕔𝚔"
    assert (hit["word"], hit["category"]) == ("fuck", "abuse")
    assert hit["link"] == f"/admin/im/keywordfilter/{KeywordFilter.objects.get().pk}/change/"


@pytest.mark.parametrize("body", [{"text": ""}, {"text": "x", "scope": "MOON"}, {"text": "x" * 65_537}])
def test_what_cannot_be_tried_is_said_and_no_error(body: dict[str, Any], browser: Browser) -> None:
    code, found = tried(browser, **body)
    assert code == 400
    assert found["message"]


def test_who_only_looks_can_try_too_and_nothing_is_logged(browser: Browser, operator: Operator) -> None:
    as_viewer(operator)
    assert tried(browser, text="hello")[1] == {"action": None, "result": "hello", "hits": []}
    assert not Operation.objects.exists()
    assert browser.get(TRY).status_code == 200
    assert browser.get(IMPORT).status_code == 403


def test_text_that_is_no_json_is_refused(browser: Browser) -> None:
    assert browser.post(TRY, b"\xff{", content_type="application/json").status_code == 400


def test_a_pasted_list_is_imported_and_each_failure_is_shown(browser: Browser, acme: App) -> None:
    form = {**OPTIONS, "format": "txt", "content": "lottery\r\nLOTTERY\n<b>raffle</b>\n", "comment": "by law"}
    shown = browser.post(IMPORT, form).content.decode()
    assert set(KeywordFilter.objects.values_list("word", flat=True)) == {"lottery", "<b>raffle</b>"}
    assert "30001" in shown
    assert "LOTTERY" in shown
    entry = Operation.objects.get(action="KEYWORD_IMPORT")
    assert (entry.detail["success"], entry.detail["comment"]) == (2, "by law")


def test_a_file_is_imported_as_it_was_exported(browser: Browser, as_root: Client) -> None:
    forbid(as_root, "casino", action="FLAG", category="=games", scopes=["GROUP"])
    before = KeywordFilter.objects.values("word", "action", "category", "scopes").get()
    file = browser.post("/admin/moderation/export/", {"format": "csv"})
    assert "attachment" in file["Content-Disposition"]
    KeywordFilter.objects.all().delete()
    sent = SimpleUploadedFile("words.csv", file.content)
    assert browser.post(IMPORT, {**OPTIONS, "format": "csv", "file": sent}).status_code == 200
    assert KeywordFilter.objects.values("word", "action", "category", "scopes").get() == before


@pytest.mark.parametrize(
    "given",
    [
        {"content": ""},
        {"content": "x", "file": SimpleUploadedFile("a", b"y")},
        {"file": SimpleUploadedFile("a", b"\xff\xfe")},
        {"content": "no column", "format": "csv"},
    ],
    ids=["nothing", "both", "no UTF-8", "no columns"],
)
def test_what_cannot_be_imported_is_said_at_the_form(given: dict[str, Any], browser: Browser) -> None:
    for file in (value for value in given.values() if not isinstance(value, str)):
        file.seek(0)
    answer = browser.post(IMPORT, {**OPTIONS, "format": "txt", **given})
    assert answer.status_code == 400
    assert not KeywordFilter.objects.exists()


def test_several_words_are_added_and_each_outcome_is_shown(browser: Browser, as_root: Client) -> None:
    forbid(as_root, "casino")
    form = {**OPTIONS, "words": "casino\nlottery", "key": "k"}
    shown = browser.post("/admin/im/keywordfilter/add/", form).content.decode()
    assert "30001" in shown
    assert set(KeywordFilter.objects.values_list("word", flat=True)) == {"casino", "lottery"}


def test_one_word_that_cannot_be_added_is_said_in_the_form(browser: Browser) -> None:
    answer = browser.post("/admin/im/keywordfilter/add/", {**OPTIONS, "words": "...", "key": "k"})
    assert answer.status_code == 400
    assert "too little to look for" in answer.content.decode()


def test_words_are_found_as_they_are_looked_for(browser: Browser, as_root: Client) -> None:
    forbid(as_root, "Ｃasino", category="games")
    forbid(as_root, "raffle")
    for query in ({"q": "ASIN"}, {"q": "games"}, {"category": "games"}):
        shown = page(browser, "keywordfilter/", **query)
        assert "Ｃasino" in shown
        assert "raffle" not in shown


def test_several_words_are_disabled_at_once(browser: Browser, as_root: Client) -> None:
    ids = [str(forbid(as_root, word)["id"]) for word in ("casino", "raffle")]
    answer = browser.post("/admin/im/keywordfilter/do/disable/", {"ids": ",".join(ids), "key": "k"})
    assert answer.status_code == 302
    assert not KeywordFilter.objects.filter(enabled=True).exists()
    assert Operation.objects.filter(action="KEYWORD_UPDATE").count() == 2


def test_what_is_deleted_leads_back_to_the_list(browser: Browser, as_root: Client) -> None:
    word = forbid(as_root, "casino")["id"]
    answer = browser.post(f"/admin/im/keywordfilter/{word}/do/delete/", {"key": "k"})
    assert answer["Location"] == "/admin/im/keywordfilter/"


def test_the_queue_shows_what_waits(browser: Browser, flagged: Flagged) -> None:
    assert "ask &lt;b&gt;a broker" in page(browser, "flagged/")
    Flagged.objects.update(review="APPROVED")
    assert "a broker" not in page(browser, "flagged/")
    assert "a broker" in page(browser, "flagged/", review="APPROVED")
    assert "a broker" in page(browser, "flagged/", review="ALL")


def test_an_item_is_shown_with_its_hits_and_what_is_around_it(browser: Browser, flagged: Flagged) -> None:
    shown = page(browser, f"flagged/{flagged.pk}/change/")
    assert 'ask &lt;b&gt;a <mark class="FLAG" title="broker">broker</mark>&lt;/b&gt;' in shown
    assert "before" in shown
    assert "after" in shown
    Message.objects.all().delete()
    assert "not kept any more" in page(browser, f"flagged/{flagged.pk}/change/")


def test_hits_that_touch_are_marked_once() -> None:
    hits = [{"start": 0, "end": 2}, {"start": 1, "end": 2}, {"start": 1, "end": 3}]
    found = [(text, hit is not None) for text, hit in pieces("abcd", hits) if text]
    assert found == [("ab", True), ("c", True), ("d", False)]


def test_several_are_approved_at_once(browser: Browser, acme: App) -> None:
    made = [Flagged(app=acme, kind="GROUP", target_id=f"g{n}", user_id="bob", text="x") for n in range(3)]
    ids = ",".join(str(row.pk) for row in Flagged.objects.bulk_create(made))
    answer = browser.post("/admin/im/flagged/do/approve/", {"ids": ids, "key": "k", "reason": "seen"})
    assert answer.status_code == 302
    assert set(Flagged.objects.values_list("review", "note")) == {("APPROVED", "seen")}


def test_support_decides_and_mutes_but_not_the_whole_app(
    browser: Browser, operator: Operator, flagged: Flagged, bob: Account
) -> None:
    Mandate.objects.filter(operator=operator).update(role=OperatorRole.SUPPORT)
    at = f"/admin/im/flagged/{flagged.pk}/do"
    assert browser.post(f"{at}/mute/", {"key": "k", "muteSeconds": 600}).status_code == 302
    assert AccountMute.objects.get().account.user_id == "alice"
    assert browser.get("/admin/im/accountmute/add/").status_code == 200
    assert browser.get("/admin/im/appmute/add/").status_code == 403
    assert browser.get("/admin/im/keywordfilter/add/").status_code == 403


def test_only_who_is_muted_now_is_listed(browser: Browser, acme: App, alice: Account, bob: Account) -> None:
    AccountMute.objects.create(account=alice, app=acme, single_until=-1, reason="spam")
    AccountMute.objects.create(account=bob, app=acme, single_until=1, reason="long ago")
    shown = page(browser, "accountmute/")
    assert "spam" in shown
    assert "long ago" not in shown
    answer = browser.post(f"/admin/im/accountmute/{alice.pk}/do/unmute/", {"key": "k"})
    assert answer["Location"] == "/admin/im/accountmute/"
    assert "spam" not in page(browser, "accountmute/")


@pytest.mark.parametrize("path", ["flagged/", "keywordfilter/", "accountmute/"])
def test_no_list_asks_more_the_more_there_is(
    path: str, browser: Browser, acme: App, alice: Account, bob: Account, django_assert_max_num_queries: Any
) -> None:
    def fill(n: int, account: Account) -> None:
        Flagged.objects.create(app=acme, kind="PROFILE", target_id=f"u{n}", user_id="bob", text="x")
        KeywordFilter.objects.create(app=acme, word=f"w{n}", folded=f"w{n}", scopes=["GROUP"])
        AccountMute.objects.create(account=account, app=acme, group_until=-1)

    fill(1, alice)
    page(browser, path)
    with django_assert_max_num_queries(100) as one:
        page(browser, path)
    fill(2, bob)
    with django_assert_max_num_queries(len(one)):
        page(browser, path)
