"""Row 79, POST /api/im/admin/webhooks."""

from base64 import b64encode
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.actions.apps import change_settings
from accounts.callers import Caller
from accounts.models import App
from accounts.secrets import unseal
from im.messages.content import KINDS
from im.messages.sends import TIP
from journal.models import Operation
from journal.names import AFTER, MSG_TYPES, PREFIXES
from tests.client import Answer, Client
from webhooks import signing
from webhooks.models import Circuit, Endpoint
from webhooks.subscribing import listeners

ROW = "/api/im/admin/webhooks"
HOOK = {"name": "hook", "url": "https://hooks.example.com/im?team=7", "events": ["message.sent", "user.*"]}


def make(client: Client, **more: Any) -> Answer:
    return client.post(ROW, {**HOOK, **more})


def test_a_webhook_is_made_with_what_is_usual_and_its_secret_is_shown_once(
    as_root: Client, acme: App
) -> None:
    made = make(as_root).data
    endpoint = Endpoint.objects.get()
    secret = made.pop("secret")
    assert made == {
        "id": str(endpoint.pk),
        **HOOK,
        "enabled": True,
        "disabledReason": None,
        "mode": "AFTER",
        "timeoutMs": 10_000,
        "budgetMs": None,
        "failOpen": True,
        "filters": {},
        "secretHint": secret[-4:],
        "createdAt": made["createdAt"],
        "updatedAt": made["updatedAt"],
        "health": "IDLE",
    }
    assert secret.startswith("whsec_")
    assert len(signing.key_of(secret)) == 32
    assert as_root.get(ROW).items == [made]
    assert unseal(endpoint.secret) == secret
    assert Circuit.objects.filter(pk=endpoint.pk).exists()


def test_it_hears_from_now_on(as_root: Client, acme: App) -> None:
    assert listeners(acme.pk, "message.sent", {}) == []
    made = make(as_root).data
    assert listeners(acme.pk, "message.sent", {}) == [int(made["id"])]
    assert listeners(acme.pk, "user.login", {}) == [int(made["id"])]
    assert listeners(acme.pk, "friend.added", {}) == []


def test_a_secret_can_be_brought_along(as_root: Client) -> None:
    for length in (24, 64):
        secret = "whsec_" + b64encode(bytes(length)).decode()
        assert make(as_root, secret=secret).data["secret"] == secret


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "whsec_###",
        "whsec_é",
        b64encode(bytes(32)).decode(),
        "whsec_" + b64encode(bytes(23)).decode(),
        "whsec_" + b64encode(bytes(65)).decode(),
        "whsec_" + b64encode(bytes(32)).decode().rstrip("="),
        7,
    ],
    ids=str,
)
def test_what_is_no_secret_is_400(secret: object, as_root: Client) -> None:
    assert make(as_root, secret=secret).refused(400, "10004", "secret")


def test_before_events_have_a_budget_of_their_own(as_root: Client) -> None:
    made = make(as_root, events=["message.before_send"], failOpen=False).data
    assert (made["mode"], made["timeoutMs"], made["budgetMs"], made["failOpen"]) == (
        "BEFORE",
        None,
        500,
        False,
    )
    assert make(as_root, events=["friend.before_add"], budgetMs=5_000).data["budgetMs"] == 5_000
    assert make(as_root, timeoutMs=30_000, budgetMs=None).data["timeoutMs"] == 30_000


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"timeoutMs": 999}, "timeoutMs"),
        ({"timeoutMs": 30_001}, "timeoutMs"),
        ({"budgetMs": 500}, "budgetMs"),
        ({"events": ["group.before_join"], "budgetMs": 99}, "budgetMs"),
        ({"events": ["group.before_join"], "budgetMs": 5_001}, "budgetMs"),
        ({"events": ["group.before_join"], "timeoutMs": 1_000}, "timeoutMs"),
        ({"events": []}, "events"),
        ({"events": "*"}, "events"),
        ({"events": ["message.sent", "message.before_send"]}, "events"),
        ({"events": ["*", "message.before_send"]}, "events"),
        ({"events": ["message.before_*"]}, "events"),
        ({"events": ["message.*.sent"]}, "events"),
        ({"events": ["typing.started"]}, "events"),
        ({"events": ["typing.*"]}, "events"),
        ({"events": ["message.Sent"]}, "events"),
        ({"events": ["message"]}, "events"),
        ({"name": ""}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"enabled": "yes"}, "enabled"),
        ({"filters": []}, "filters"),
        ({"filters": {"msgTypes": ["SONG"]}}, "filters.msgTypes[0]"),
        ({"filters": {"groupIds": ["x" * 49]}}, "filters.groupIds[0]"),
        ({"filters": {"userIds": ["a b"]}}, "filters.userIds[0]"),
        ({"filters": {"userIds": ["a"] * 501}}, "filters.userIds"),
    ],
    ids=str,
)
def test_what_it_cannot_be_is_400(more: dict[str, Any], field: str, as_root: Client) -> None:
    answer = make(as_root, **more)
    assert answer.refused(400, "10004"), answer
    assert answer.data["errors"][0]["field"].startswith(field)
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("name", ["name", "url", "events"])
def test_what_it_needs_is_asked_for(name: str, as_root: Client) -> None:
    given = {key: value for key, value in HOOK.items() if key != name}
    assert as_root.post(ROW, given).refused(400, "10004", name)


def test_every_event_that_is_told_can_be_subscribed_to(as_root: Client) -> None:
    events = sorted(AFTER | PREFIXES | {"*"})
    assert make(as_root, events=events).data["events"] == events
    assert make(as_root, events=["*", "user.login", "*"]).data["events"] == ["*", "user.login"]


def test_filters_are_kept_each_value_once(as_root: Client) -> None:
    filters = {"msgTypes": ["TEXT", "TIP", "TEXT"], "groupIds": ["club"], "userIds": []}
    assert make(as_root, filters=filters).data["filters"] == {
        "msgTypes": ["TEXT", "TIP"],
        "groupIds": ["club"],
    }
    assert {*KINDS, TIP} == MSG_TYPES


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/im",
        "ftp://hooks.example.com/im",
        "https://user:pass@hooks.example.com/",
        "https://10.0.0.1/",
        "https://[::ffff:169.254.169.254]/latest",
        "https://0x7f.1/",
        "hooks.example.com",
        "",
        "https://hooks.example.com/" + "x" * 2048,
    ],
    ids=lambda url: url[:40],
)
def test_an_address_that_is_not_safe_is_400(url: str, as_root: Client, settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    assert make(as_root, url=url).refused(400, "10004", "url")


def test_http_is_for_apps_that_allow_it(as_server: Client, acme: App) -> None:
    plain = "http://hooks.example.com/im"
    assert make(as_server, url=plain).refused(400, "10004", "url")
    change_settings(
        app=acme,
        given={"allowHttpWebhooks": True},
        check=lambda all_of_it: all_of_it,
        by=Caller(role="S", app=acme),
    )
    assert make(as_server, url=plain).data["url"] == plain


def test_a_before_event_is_asked_of_one_enabled_webhook(as_root: Client, as_dave: Client, other: App) -> None:
    events = ["message.before_send", "message.before_edit"]
    assert make(as_root, events=events).ok
    assert make(as_root, events=["message.before_edit"]).refused(400, "10004", "events")
    assert make(as_root, events=["message.before_edit"], enabled=False).ok
    assert make(as_root, events=["group.before_join"]).ok
    assert Endpoint.objects.count() == 3


def test_an_app_has_no_more_than_it_may(as_root: Client, settings: Settings) -> None:
    settings.WEBHOOK_MAX_ENDPOINTS = 2
    first = make(as_root).data["id"]
    assert make(as_root, enabled=False).data["disabledReason"] == "OPERATOR"
    assert make(as_root).refused(400, "10004")
    assert as_root.delete(f"{ROW}/{first}").ok
    assert make(as_root).ok


def test_the_log_says_what_was_made_and_keeps_the_secret(as_root: Client) -> None:
    made = make(as_root).data
    entry = Operation.objects.get()
    assert (entry.action, entry.target_type, entry.target_id) == ("WEBHOOK_CREATE", "WEBHOOK", made["id"])
    assert entry.detail["events"] == HOOK["events"]
    assert "whsec_" not in str(entry.detail)
    assert made["secretHint"] not in str(entry.detail)


def test_a_repeat_under_its_key_makes_no_second_one(as_root: Client) -> None:
    first, again = (as_root.call("POST", ROW, body=HOOK, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert first.data == again.data
    assert Endpoint.objects.count() == 1
