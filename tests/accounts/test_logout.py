"""POST /api/im/auth/logout, beside the reference."""

from collections.abc import Callable

from accounts.models import Account, Session
from journal.facts import Fact
from tests.client import Client


def test_it_ends_the_tokens_session_and_no_other(
    alice: Account, sign_in: Callable[..., Client], facts: list[Fact]
) -> None:
    here, there = sign_in(alice, platform="WEB"), sign_in(alice, platform="IOS", device_id="phone")
    assert there.post("/api/im/auth/logout").data == {"userId": "alice", "loggedOut": True}
    assert there.get("/api/im/accounts/alice").refused(401, "70052")
    assert here.get("/api/im/accounts/alice").ok
    assert Session.objects.exclude(ended_at=None).get().end_reason == "LOGOUT"
    (fact,) = facts
    assert (fact.type, fact.data["userId"], fact.data["deviceId"]) == ("user.logout", "alice", "phone")


def test_a_second_time_it_is_over(as_alice: Client) -> None:
    assert as_alice.post("/api/im/auth/logout").ok
    assert as_alice.post("/api/im/auth/logout").refused(401, "70052")


def test_who_has_no_session_cannot_log_out(as_server: Client, as_operator: Client) -> None:
    assert as_server.post("/api/im/auth/logout").refused(403, "60010")
    assert as_operator.post("/api/im/auth/logout").refused(403, "60010")
