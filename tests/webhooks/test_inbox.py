"""The demo's inbox: what is signed is verified, the rest refused and shown as such; only in the demo."""

import json
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from standardwebhooks import Webhook

from accounts.callers import Caller
from accounts.models import App
from accounts.secrets import unseal
from config.redis import client as redis
from im.messages.models import Message
from webhooks.actions.deleting import delete
from webhooks.inbox import arrivals, endpoint
from webhooks.models import Delivery, Endpoint

pytestmark = pytest.mark.django_db
BODY = '{"type":"message.sent","timestamp":1,"appKey":"demo","data":{"content":{"text":"你好"}}}'


@pytest.fixture
def made(tmp_path: Path, settings: Settings) -> Endpoint:
    settings.DATA, settings.DEMO, settings.WEBHOOK_ALLOWED_NETWORKS = (
        tmp_path,
        True,
        [ip_network("127.0.0.0/8")],
    )
    call_command("seed_demo", verbosity=0)
    return Endpoint.objects.get()


def signed(made: Endpoint, *, body: str = BODY, ago: int = 0) -> dict[str, Any]:
    """By the specification's own library."""
    at = timezone.now() - timedelta(seconds=ago)
    signature = Webhook(unseal(made.secret)).sign("evt_1", at, body)
    headers = {
        "webhook-id": "evt_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }
    return {"data": body, "content_type": "application/json", "headers": headers}


def calls(client: Client, after: int | str = 0) -> list[dict[str, Any]]:
    answer: dict[str, Any] = client.get("/demo/inbox/arrived", {"after": after}).json()
    return list(answer["calls"])


def test_the_demo_app_has_an_endpoint_that_points_here(made: Endpoint, settings: Settings) -> None:
    assert (made.app.app_key, made.events, made.enabled) == ("demo", ["*"], True)
    assert made.url == f"http://127.0.0.1:{settings.PORT}/demo/inbox/hook"
    assert json.loads((settings.DATA / "demo.json").read_text())["inboxUrl"].endswith("/demo/inbox")


def test_seeding_again_makes_no_other_and_follows_the_port(made: Endpoint, settings: Settings) -> None:
    settings.PORT += 7
    call_command("seed_demo", verbosity=0)
    assert Endpoint.objects.get().url == f"http://127.0.0.1:{settings.PORT}/demo/inbox/hook"


def test_one_that_was_deleted_stays_so(made: Endpoint) -> None:
    delete(app=made.app, endpoint_id=made.pk, by=Caller(role="S", app=made.app))
    call_command("seed_demo", verbosity=0)
    assert not endpoint.endpoints().exists()


def test_where_calls_to_this_machine_are_forbidden_the_demo_starts_without(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA, settings.WEBHOOK_ALLOWED_NETWORKS = tmp_path, []
    call_command("seed_demo")
    assert not Endpoint.objects.exists()
    assert "WEBHOOK_ALLOWED_NETWORKS" in capsys.readouterr().out


def test_what_is_signed_is_verified_and_shown(made: Endpoint, client: Client) -> None:
    assert client.post("/demo/inbox/hook", **signed(made)).status_code == 200
    (call,) = calls(client)
    assert (call["refused"], call["appKey"], call["endpoint"], call["body"]) == ("", "demo", made.name, BODY)
    assert call["headers"]["webhook-id"] == "evt_1"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"headers": {}}, "missing"),
        ({"data": BODY + " "}, "signature"),
        ({"headers": {"webhook-id": "evt_2"}}, "signature"),
        ({"headers": {"webhook-timestamp": "١"}}, "stale"),
        ({"headers": {"webhook-timestamp": "9" * 15}}, "stale"),
        ({"headers": {"webhook-signature": "v1,é x v1,"}}, "signature"),
    ],
    ids=["unsigned", "another body", "another id", "no time", "the future", "nonsense"],
)
def test_what_is_not_signed_so_is_refused_and_shown(
    made: Endpoint, client: Client, change: dict[str, Any], why: str
) -> None:
    good = signed(made)
    headers = (
        good["headers"] | change["headers"]
        if change.get("headers")
        else change.get("headers", good["headers"])
    )
    answer = client.post("/demo/inbox/hook", **{**good, **change, "headers": headers})
    assert (answer.status_code, answer.json()) == (401, {"refused": why})
    assert [call["refused"] for call in calls(client)] == [why]


def test_a_secret_that_no_key_opens_verifies_nothing(made: Endpoint, client: Client) -> None:
    call = signed(made)
    Endpoint.objects.update(secret="other-key:AAAA")
    client.post("/demo/inbox/hook", **call)
    assert [one["refused"] for one in calls(client)] == ["signature"]


def test_what_is_too_old_is_refused(made: Endpoint, client: Client) -> None:
    assert client.post("/demo/inbox/hook", **signed(made, ago=301)).status_code == 401
    assert client.post("/demo/inbox/hook", **signed(made, ago=290)).status_code == 200


def test_only_what_is_new_is_told_and_all_of_it_after_redis_began_anew(client: Client) -> None:
    for number in range(5):
        arrivals.keep({"body": str(number)})
    assert [call["number"] for call in calls(client, 3)] == [5, 4]
    assert calls(client, 5) == []
    assert [call["body"] for call in calls(client, "nonsense")] == ["4", "3", "2", "1", "0"]
    redis().flushall()
    arrivals.keep({"body": "after"})
    assert [call["body"] for call in calls(client, 5)] == ["after"]


def test_the_latest_are_kept() -> None:
    for number in range(arrivals.KEPT + 3):
        arrivals.keep({"body": str(number)})
    last, kept = arrivals.since(0)
    assert (last, len(kept), kept[0]["body"]) == (arrivals.KEPT + 3, arrivals.KEPT, str(last - 1))


@pytest.mark.parametrize(("language", "word"), [("en", "Inbox"), ("zh-CN,zh;q=0.9", "收件箱")])
def test_the_page_speaks_both_languages_and_runs_no_script_but_its_own(
    made: Endpoint, client: Client, language: str, word: str
) -> None:
    answer = client.get("/demo/inbox", headers={"accept-language": language})
    text = answer.content.decode()
    assert f"<h1>{word}" in text
    assert made.url in text
    assert "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<style" not in text
    assert "style=" not in text
    assert text.count("<script") == text.count("<script src=") == 1


def test_the_button_lets_something_happen_that_the_endpoint_hears(made: Endpoint, client: Client) -> None:
    before = Message.objects.count()
    assert client.post("/demo/inbox/happen").json() == {"sent": True}
    assert Message.objects.count() == before + 1


def test_the_button_is_for_the_page_alone(made: Endpoint) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/demo/inbox/happen").status_code == 403
    assert strict.post("/demo/inbox/hook", **signed(made)).status_code == 200


def test_what_the_button_cannot_do_is_told_as_the_api_tells_it(client: Client) -> None:
    assert not App.objects.filter(app_key="demo").exists()
    assert client.post("/demo/inbox/happen").json()["status"] == "90404"


@pytest.mark.parametrize("path", ["", "/arrived", "/hook", "/happen"])
def test_outside_the_demo_there_is_no_inbox(client: Client, settings: Settings, path: str) -> None:
    settings.DEMO = False
    assert client.get(f"/demo/inbox{path}").status_code == 404
    assert client.post(f"/demo/inbox{path}", b"{}", content_type="application/json").status_code == 404
    assert not Delivery.objects.exists()
