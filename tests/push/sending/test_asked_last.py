"""Just before a push leaves the chat is asked whether it is still wanted, and what badge it shows."""

import sys
from collections.abc import Sequence
from types import ModuleType

import pytest
from pytest_django.fixtures import Settings

from accounts.models import App
from push import asking
from push.asking import Standing, Unread
from push.models import Delivery
from tests.push.phones import make_notice
from tests.push.sending.engines import Running
from tests.push.sending.post import Post
from tests.push.sending.queued import queued, wait_for_all


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[Sequence[Unread]]:
    """A chat in which `user-0` has read everything, and everybody else has 7 unread."""
    heard: list[Sequence[Unread]] = []

    def standings(questions: Sequence[Unread]) -> list[Standing]:
        heard.append(questions)
        return [Standing(7, "READ" if one.user_id == "user-0" and one.seq else "") for one in questions]

    chat = ModuleType("a_chat")
    chat.standings = standings  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "a_chat", chat)
    settings.PUSH_ASKS = "a_chat"
    asking._named.cache_clear()
    return heard


def test_what_was_read_meanwhile_does_not_ring(
    post: Post, engine: Running, acme: App, asked: list[Sequence[Unread]]
) -> None:
    chat = {"conversationId": "12", "seq": 34}
    queued(acme, 3, notice=make_notice(acme, chat=chat, options={"preview": True}))
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"CANCELLED": 1, "ACCEPTED": 2}
    assert Delivery.objects.get(status="CANCELLED").reason == "READ"
    assert [message.badge for message in post.messages] == [7, 7]
    assert [list(map(vars_of, one)) for one in asked] == [[(acme.pk, f"user-{n}", 12, 34) for n in range(3)]]


def test_only_who_wants_to_know_asks(
    post: Post, engine: Running, acme: App, asked: list[Sequence[Unread]]
) -> None:
    plain = make_notice(acme)
    counted = make_notice(acme, content={"notification": {"title": "Hi", "badge": "UNREAD"}})
    queued(acme, 2, notice=plain)
    queued(acme, 1, notice=counted)
    engine.wake((acme.pk, "HUAWEI"))
    assert wait_for_all() == {"ACCEPTED": 3}
    assert [list(map(vars_of, one)) for one in asked] == [[(acme.pk, "user-0", None, 0)]]
    assert sorted(str(message.badge) for message in post.messages) == ["7", "None", "None"]


def vars_of(one: Unread) -> tuple[int, str, int | None, int]:
    return one.app_id, one.user_id, one.conversation_id, one.seq
