"""The demo's data: made once, the same ever after, and all of it works."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from accounts.models import Account, Operator
from im.messages.models import Message
from tests.client import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    settings.DATA = tmp_path
    monkeypatch.setenv("CONSOLE_PASSWORD", "a password of the demo")
    call_command("seed_demo")
    document: dict[str, Any] = json.loads((tmp_path / "demo.json").read_text())
    return document


def logged_in(sig: str) -> Client:
    answer = Client().post("/api/im/auth/login", userSig=sig)
    assert answer.ok
    return Client({"Authorization": f"Bearer {answer.data['token']}"})


def test_only_its_owner_may_read_the_file(demo: dict[str, Any], tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600
    assert demo.keys() == {
        *(
            "baseUrl",
            "wsUrl",
            "consoleUrl",
            "docsUrl",
            "inboxUrl",
            "phonesUrl",
            "chatUrl",
            "console",
            "internalToken",
            "apps",
        )
    }


def test_everybody_in_it_can_log_in(demo: dict[str, Any]) -> None:
    assert len(demo["apps"]) == 2
    for app in demo["apps"]:
        for user in [app["admin"], *app["users"]]:
            me = logged_in(user["userSig"]).get(f"/api/im/accounts/{user['userId']}")
            assert me.data["admin"] is (user is app["admin"])
    assert {user["userId"] for user in demo["apps"][0]["users"]} == {"alice", "bob", "carol", "dave", "erin"}


def test_its_other_credentials_work(demo: dict[str, Any]) -> None:
    app = demo["apps"][0]
    server = Client({"X-App-Key": app["appKey"], "X-App-Secret": app["appSecret"]})
    assert server.get("/api/im/accounts/alice").ok
    assert Client().post("/api/platform/auth/token", demo["console"]).ok
    internal = Client({"X-Internal-Token": demo["internalToken"]})
    assert internal.post("/api/im/internal/presence/resolve-token", {"token": "x"}).ok


def test_there_is_a_history_dated_back(demo: dict[str, Any]) -> None:
    alice = logged_in(demo["apps"][0]["users"][0]["userSig"])
    items = alice.get("/api/im/messages/history/bob", limit=100).items
    assert [item["seq"] for item in items] == list(range(len(items), 0, -1))
    ages = [item["createdAt"] for item in items]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] - ages[-1] > 3 * 24 * 3_600_000
    conversations = alice.get("/api/im/conversations").items
    assert [conversation["targetId"] for conversation in conversations] == [
        "bob",
        "launch",
        "erin",
        "carol",
    ]
    assert conversations[0]["unread"] == 1


def test_there_is_a_group_of_all_with_a_history(demo: dict[str, Any]) -> None:
    erin = logged_in(demo["apps"][0]["users"][4]["userSig"])
    group = erin.get("/api/im/groups/launch").data
    assert (group["ownerId"], group["memberCount"], group["self"]["role"]) == ("alice", 5, "MEMBER")
    items = erin.get("/api/im/messages/group-history/launch", limit=100).items
    assert [item["msgType"] for item in items] == ["TEXT"] * (len(items) - 1) + ["TIP"]
    ages = [item["createdAt"] for item in items]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] - group["createdAt"] > 24 * 3_600_000
    launch = erin.get("/api/im/conversations").items[1]
    assert (launch["targetId"], launch["unread"]) == ("launch", 3)


def test_seeding_again_changes_nothing(demo: dict[str, Any], tmp_path: Path) -> None:
    before = (Account.objects.count(), Message.objects.count(), Operator.objects.count())
    call_command("seed_demo")
    assert json.loads((tmp_path / "demo.json").read_text()) == demo
    assert (Account.objects.count(), Message.objects.count(), Operator.objects.count()) == before


def test_the_consoles_password_is_kept_without_the_environment(
    demo: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONSOLE_PASSWORD")
    call_command("seed_demo")
    assert json.loads((tmp_path / "demo.json").read_text()) == demo


def test_after_a_kick_the_sig_in_it_is_a_good_one(demo: dict[str, Any], tmp_path: Path) -> None:
    app = demo["apps"][0]
    server = Client({"X-App-Key": app["appKey"], "X-App-Secret": app["appSecret"]})
    assert server.post("/api/im/admin/users/kick", {"userId": "alice"}).ok
    call_command("seed_demo")
    again = json.loads((tmp_path / "demo.json").read_text())
    assert again["apps"][0]["users"][0] != app["users"][0]
    assert logged_in(again["apps"][0]["users"][0]["userSig"])


def test_a_real_installation_is_not_touched(tmp_path: Path, settings: Settings) -> None:
    settings.DEMO, settings.DATA = False, tmp_path
    with pytest.raises(CommandError, match="no demo"):
        call_command("seed_demo")
    assert not Account.objects.exists()
