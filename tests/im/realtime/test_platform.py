"""The socket of the account `platform` hears the app's operational events, and nobody else does."""

from accounts.models import Account, App
from tests.client import Client
from tests.conftest import make_account
from tests.im.realtime.conftest import Phones
from tests.im.realtime.phone import Phone


def watching(phone: Phones, client: Client) -> Phone:
    return phone(token=client.get("/api/im/platform-events/token").data["token"])


def test_kicks_and_deletions_are_told_to_whoever_watches_over_the_app(
    phone: Phones, as_root: Client, as_server: Client, alice: Account, bob: Account
) -> None:
    platform, again, his = watching(phone, as_server), watching(phone, as_root), phone(bob)
    assert as_server.post("/api/im/admin/users/kick", {"userIds": ["alice", "erin"], "reason": "spam"}).ok
    assert as_server.delete("/api/im/accounts/alice").ok
    for watcher in (platform, again):
        kicked = watcher.hear("user.kicked")["data"]
        assert (kicked["userId"], kicked["note"], kicked["operatorId"]) == ("alice", "spam", "server")
        assert watcher.hear("account.deleted")["data"]["userId"] == "alice"
        assert watcher.hears_nothing("user.kicked", 0.1)
    assert his.hears_nothing("user.kicked", 0.1)
    assert his.hears_nothing("account.deleted", 0.1)


def test_an_app_does_not_hear_of_anothers_kicks(
    phone: Phones, as_server: Client, alice: Account, other: App
) -> None:
    root = make_account(other, "root", admin=True)
    token = phone(root).token
    theirs = watching(phone, Client({"Authorization": f"Bearer {token}"}))
    assert as_server.post("/api/im/admin/users/kick", {"userId": "alice"}).ok
    assert theirs.hears_nothing("user.kicked")


def test_mutes_reach_whom_they_mute(phone: Phones, as_server: Client, alice: Account, bob: Account) -> None:
    hers, his, platform = phone(alice), phone(bob), watching(phone, as_server)
    assert as_server.put("/api/im/admin/global-mute", {"userId": "alice", "singleDuration": 60}).ok
    assert hers.hear("mute.changed")["data"]["userId"] == "alice"
    assert his.hears_nothing("mute.changed")
    assert as_server.put("/api/im/admin/global-mute", {"enabled": True}).ok
    for everybody in (hers, his, platform):
        assert everybody.hear("mute.changed")["data"]["enabled"] is True
