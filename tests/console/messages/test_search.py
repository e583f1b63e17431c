"""The list of messages as an operator searches it, and what he can do from there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import App
from im.messages.models import Message
from journal.models import Operation
from tests.client import Client
from tests.im.chat import Room, say, say_in

Page = Callable[..., str]


@pytest.fixture
def talk(as_alice: Client, as_bob: Client, club: Room) -> None:
    say(as_alice, "bob", "dinner at noon")
    say(as_bob, "alice", "noon is fine")
    say_in(as_alice, "club", "who comes at noon?")
    say_in(as_bob, "club", msgType="FACE", content={"index": 7})


def found(shown: str) -> set[str]:
    words = ("dinner at noon", "noon is fine", "who comes at noon?", "&quot;index&quot;:7")
    return {text for text in words if text in shown}


@pytest.mark.usefixtures("talk")
def test_it_finds_by_text_user_group_type_and_time(page: Page) -> None:
    everything = found(page("message/"))
    assert len(everything) == 4
    assert found(page("message/", q="NOON")) == everything - {"&quot;index&quot;:7"}
    assert found(page("message/", user="bob")) == everything
    assert found(page("message/", user="bob", role="from")) == {"noon is fine", "&quot;index&quot;:7"}
    assert found(page("message/", user="bob", role="to")) == {"dinner at noon"}
    assert found(page("message/", group="club", q="noon")) == {"who comes at noon?"}
    assert found(page("message/", user="bob", role="from", group="club")) == {"&quot;index&quot;:7"}
    assert found(page("message/", type="FACE")) == {"&quot;index&quot;:7"}
    later = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert found(page("message/", since=later)) == set()
    assert found(page("message/", until=later)) == everything


@pytest.mark.usefixtures("talk")
def test_it_says_what_is_wrong_with_a_search(page: Page) -> None:
    assert "There is none of that name in this app." in page("message/", user="nobody")
    assert "At least two characters." in page("message/", q="x")
    assert "A number, please." in page("message/", conversation="club")
    assert "Nothing matches" in page("message/", q="never said")
    page("message/", before="nonsense")
    page("message/", since="yesterday", type="NONE")


@pytest.mark.usefixtures("talk")
def test_a_search_for_words_is_logged_as_the_apis_is(page: Page, acme: App) -> None:
    page("message/", type="FACE")
    assert not Operation.objects.filter(action="MESSAGE_SEARCH").exists()
    page("message/", q="noon", user="bob")
    entry = Operation.objects.get(action="MESSAGE_SEARCH", app_id=acme.pk)
    assert (entry.operator_id, entry.operator_role) == ("chief", "T")
    assert entry.detail == {"q": "noon", "user": "bob"}


@pytest.mark.usefixtures("talk")
def test_several_are_revoked_with_one_reason(browser: Browser) -> None:
    ids = sorted(Message.objects.filter(chat_type="SINGLE").values_list("pk", flat=True))
    ticked = browser.post("/admin/im/message/", {"action": "revoke", "_selected_action": ids})
    assert ticked.status_code == 302
    asked = browser.get(ticked["Location"]).content.decode()
    assert "alice → bob" in asked
    form = {"ids": ",".join(map(str, ids)), "reason": "house rules", "key": "k"}
    assert browser.post(ticked["Location"], form).status_code == 302
    assert set(Message.objects.filter(pk__in=ids).values_list("status", "revoke_reason")) == {
        ("REVOKED", "house rules")
    }
    assert "dinner at noon" not in browser.get("/admin/im/message/").content.decode()


@pytest.mark.usefixtures("talk")
def test_two_operators_do_not_overwrite_one_another(browser: Browser) -> None:
    message = Message.objects.earliest("pk")
    path = f"/admin/im/message/{message.pk}/do/edit/"
    revision = re.search(r'name="expectedRevision" value="(\d+)"', browser.get(path).content.decode())
    assert revision is not None
    form = {"content": "mine", "expectedRevision": revision[1], "key": "a"}
    assert browser.post(path, form).status_code == 302
    late = browser.post(path, {**form, "content": "yours", "key": "b"})
    assert late.status_code == 400
    assert "the message is at revision 2" in late.content.decode()
    message.refresh_from_db()
    assert message.content == {"text": "mine"}


@pytest.mark.usefixtures("talk")
def test_its_pages_cost_the_same_however_many_there_are(browser: Browser, as_alice: Client) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert browser.get(path).status_code == 200
        return len(made)

    browser.get("/admin/im/message/")  # what is asked once a process is out of the way
    paths = ["/admin/im/message/", "/admin/im/message/?user=bob&type=TEXT", "/admin/im/conversation/"]
    before = [cost(path) for path in paths]
    for n in range(5):
        say(as_alice, "carol", f"once more {n}")
        say(as_alice, "bob", f"once more {n}")
    assert [cost(path) for path in paths] == before


def test_conversations_show_their_members_and_what_was_said(page: Page, talk: None, club: Room) -> None:
    members = page(f"conversation/{club.conversation.pk}/change/", tab="members")
    assert "alice" in members
    assert "bob" in members
    one = page(f"conversation/{club.conversation.pk}/change/", tab="members", who="bob")
    assert '/change/">bob' in one or "bob</bdi>" in one
    assert "alice</bdi>" not in one
    assert "who comes at noon?" in page(f"conversation/{club.conversation.pk}/change/", tab="latest")
    assert "search for a user id" in page("member/")
    assert "club" in page("member/", q="bob")
