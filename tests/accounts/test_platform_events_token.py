"""Row 2, GET /api/im/platform-events/token."""

from accounts.models import Account, Session
from tests.client import Client

ROW = "/api/im/platform-events/token"


def test_whoever_looks_after_the_app_gets_one(
    as_root: Client, as_server: Client, as_operator: Client
) -> None:
    for client in (as_root, as_server, as_operator):
        answer = client.get(ROW)
        assert answer.ok
        assert (answer.data["userId"], answer.data["expiresIn"]) == ("platform", 3600)
        assert answer.data["topics"] == ["app.*"]
        assert answer.data["wsUrl"].endswith("/ws/im")
    assert Account.objects.filter(user_id="platform").count() == 1
    assert Session.objects.filter(account__user_id="platform").live().count() == 3


def test_an_ordinary_account_gets_none(as_alice: Client) -> None:
    assert as_alice.get(ROW).refused(403, "60010")
    assert not Account.objects.filter(user_id="platform").exists()


def test_an_operator_names_the_app(as_operator: Client) -> None:
    del as_operator.headers["X-App-Key"]
    assert as_operator.get(ROW).refused(400, "10004", "appKey")
    assert as_operator.get(ROW, appKey="acme").ok
    assert as_operator.get(ROW, appKey="nope").refused(403, "60010")


def test_the_platform_account_is_nobody_to_others(as_root: Client, as_server: Client) -> None:
    assert as_server.get(ROW).ok
    assert as_root.get("/api/im/accounts/platform").refused(404, "70107")
    assert as_root.get("/api/im/accounts/platform/exists").data["exists"] is False
    assert as_root.get("/api/im/accounts/search", keyword="platform").data["total"] == 0
    assert as_root.put("/api/im/accounts/platform", {"nickname": "x"}).refused(404, "70107")
    assert as_root.delete("/api/im/accounts/platform").refused(403, "60010")
    assert as_root.post("/api/im/admin/users/platform/usersig").refused(404, "70107")
    kicked = as_root.post("/api/im/admin/users/kick", {"userId": "platform"})
    assert kicked.data["results"][0]["status"] == "70107"
