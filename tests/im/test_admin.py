"""The console's lists of messages and conversations: to be read, by whom the app concerns, as text."""

import pytest
from django.test import Client as Browser

from accounts.models import Operator
from im.conversations.models import Conversation
from im.messages.models import Message
from tests.client import Client
from tests.im.chat import Room, say, say_in


def signed_in(operator: Operator) -> Browser:
    browser = Browser()
    browser.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def browser(db: None) -> Browser:
    return signed_in(Operator.objects.create_superuser("chief"))


@pytest.fixture
def talk(as_alice: Client, club: Room) -> None:
    say(as_alice, "bob", "<script>alert(1)</script>")
    say_in(as_alice, "club", msgType="FACE", content={"index": 7})
    gone = say(as_alice, "bob", "taken back")
    as_alice.post(f"/api/im/messages/{gone['id']}/revoke")


def page(browser: Browser, path: str, **query: str | int) -> str:
    answer = browser.get(f"/admin/im/{path}", query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_what_was_said_is_shown_as_text(browser: Browser, talk: None) -> None:
    shown = page(browser, "message/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown
    assert "&quot;index&quot;:7" in shown
    assert "taken back" not in shown
    for message in Message.objects.all():
        assert "<script>alert(1)" not in page(browser, f"message/{message.pk}/change/")


def test_conversations_are_shown_by_who_talks(browser: Browser, talk: None) -> None:
    shown = page(browser, "conversation/")
    assert "alice · bob" in shown
    assert "club" in shown
    for conversation in Conversation.objects.all():
        page(browser, f"conversation/{conversation.pk}/change/")


def test_they_can_be_searched(browser: Browser, talk: None) -> None:
    message = Message.objects.filter(chat_type="SINGLE").earliest("id")
    assert "alert(1)" in page(browser, "message/", id=message.pk)
    assert "alert(1)" in page(browser, "message/", conversation=message.conversation_id)
    assert "alert(1)" not in page(browser, "message/", id=2**40)
    assert "alice · bob" in page(browser, "conversation/", q="bob")
    assert "alice · bob" not in page(browser, "conversation/", q="club")


def test_nothing_can_be_changed_there(browser: Browser, talk: None) -> None:
    for name, row in (
        ("message", Message.objects.earliest("id")),
        ("conversation", Conversation.objects.earliest("id")),
    ):
        assert browser.get(f"/admin/im/{name}/add/").status_code == 403
        assert browser.post(f"/admin/im/{name}/{row.pk}/change/", {}).status_code == 403
        assert browser.post(f"/admin/im/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 404


def test_an_operator_sees_his_own_apps_only(talk: None, as_dave: Client, operator: Operator) -> None:
    say(as_dave, "dave", "foreign words")
    operator.is_staff = True
    operator.save()
    browser = signed_in(operator)
    assert "alert(1)" in page(browser, "message/")
    assert "foreign words" not in page(browser, "message/")
    foreign = Message.objects.get(from_id="dave")
    assert browser.get(f"/admin/im/message/{foreign.pk}/change/").status_code == 404
