"""The demo's chat: its people can log in, its page talks to the gateway and to nobody else."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.actions import apps, lifecycle
from accounts.callers import Caller
from accounts.models import Account
from tests.client import Client as Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Settings) -> Settings:
    settings.DEMO = True
    app = apps.create(name="Demo", app_key="demo").app
    entries: list[dict[str, Any]] = [
        {"userId": "alice", "nickname": "<i>Alice"},
        {"userId": "bob"},
        {"userId": "gone"},
        {"userId": "root", "admin": True},
    ]
    lifecycle.import_accounts(app=app, entries=entries, by=Caller(role="S", app=app))
    Account.objects.filter(user_id="gone").update(status="DISABLED")
    return settings


def test_its_people_are_those_without_power_and_each_can_log_in(demo: Settings, client: Client) -> None:
    people = client.get("/demo/chat/people").json()["people"]
    assert [(one["userId"], one["nickname"]) for one in people] == [("alice", "<i>Alice"), ("bob", "bob")]
    for one in people:
        assert Api().post("/api/im/auth/login", {"userSig": one["userSig"]}).data["userId"] == one["userId"]


def test_who_was_kicked_a_moment_ago_gets_a_sig_that_is_good_again(demo: Settings, client: Client) -> None:
    alice = Account.objects.get(user_id="alice")
    alice.sig_not_before = int(alice.created_at.timestamp()) + 30
    alice.save()
    sig = client.get("/demo/chat/people").json()["people"][0]["userSig"]
    assert Api().post("/api/im/auth/login", {"userSig": sig}).ok


def test_the_page_speaks_two_languages_and_leads_to_the_other_demos(demo: Settings, client: Client) -> None:
    english, chinese = (client.get("/demo/chat", {"lang": lang}).content.decode() for lang in ("en", "zh-CN"))
    assert "<title>Chat" in english
    assert "<title>聊天" in chinese
    for path in ("/demo/inbox", "/demo/phones"):
        assert f'href="{path}?lang=en"' in english
    assert 'href="/demo/inbox"' in client.get("/demo/chat").content.decode()


@pytest.mark.parametrize(
    ("configured", "asked", "origin"),
    [
        ("ws://127.0.0.1:8001/ws/im", "127.0.0.1:8000", "ws://127.0.0.1:8001"),
        ("ws://127.0.0.1:8001/ws/im", "laptop.lan:8000", "ws://laptop.lan:8001"),
        ("ws://127.0.0.1:8001/ws/im", "[::1]:8000", "ws://[::1]:8001"),
        ("wss://im.example.com/ws/im", "im.example.com", "wss://im.example.com"),
    ],
)
def test_it_may_talk_to_this_server_and_its_gateway_alone(
    demo: Settings, client: Client, configured: str, asked: str, origin: str
) -> None:
    demo.WS_URL, demo.ALLOWED_HOSTS = configured, ["*"]
    answer = client.get("/demo/chat", HTTP_HOST=asked)
    policy = answer.headers["Content-Security-Policy"]
    assert f"connect-src 'self' {origin};" in policy
    assert "script-src 'self';" in policy
    assert "<script>" not in answer.content.decode()
    assert f'data-ws-url="{origin}/ws/im"' in answer.content.decode()
    assert "connect-src 'self';" in client.get("/demo/phones").headers["Content-Security-Policy"]


def test_elsewhere_there_is_no_such_path(demo: Settings, client: Client) -> None:
    demo.DEMO = False
    for path in ("/demo/chat", "/demo/chat/people"):
        assert client.get(path).status_code == 404
